//! The bodies of long-polling, looked at as they pass.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::vec;

use bytes::Bytes;
use event_spec::judge::Sender;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio_util::sync::PollSender;

use super::super::seen::{Happening, Seen, now};
use super::Shared;
use super::sessions::Asked;
use crate::wire::{engine, inflate};

/// A body beyond this is passed on, and not looked at.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// A body that is looked at. What was in it is told before its end is passed on, so that a slow looker holds the poll up.
pub(super) struct Tapped {
    body: Incoming,
    tap: Option<Tap>,
    /// What is passed on after what was in the body was told.
    held: Option<Option<Frame<Bytes>>>,
    telling: vec::IntoIter<Seen>,
    out: PollSender<Seen>,
}

struct Tap {
    shared: Arc<Shared>,
    from: Sender,
    asked: Asked,
    coding: Option<String>,
    bytes: Vec<u8>,
    too_large: bool,
}

impl Tapped {
    /// Passes a body on, and looks at nothing.
    pub(super) fn unseen(body: Incoming, shared: &Shared) -> Self {
        Self::new(body, None, shared)
    }

    /// Passes a body on, and looks at it; `coding` is its content coding.
    pub(super) fn seen(
        body: Incoming,
        shared: &Arc<Shared>,
        from: Sender,
        asked: Asked,
        coding: Option<String>,
    ) -> Self {
        let tap = Tap { shared: shared.clone(), from, asked, coding, bytes: Vec::new(), too_large: false };
        Self::new(body, Some(tap), shared)
    }

    fn new(body: Incoming, tap: Option<Tap>, shared: &Shared) -> Self {
        let out = PollSender::new(shared.sessions.out().clone());
        Self { body, tap, held: None, telling: Vec::new().into_iter(), out }
    }

    /// Tells what was found; ready when all was told.
    fn poll_tell(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while !self.telling.as_slice().is_empty() {
            if ready!(self.out.poll_reserve(cx)).is_err() {
                // Nobody looks on any more.
                self.telling = Vec::new().into_iter();
                break;
            }
            if let Some(seen) = self.telling.next() {
                drop(self.out.send_item(seen));
            }
        }
        Poll::Ready(())
    }
}

impl Body for Tapped {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let this = self.get_mut();
        loop {
            ready!(this.poll_tell(cx));
            if let Some(held) = this.held.take() {
                return Poll::Ready(held.map(Ok));
            }
            let frame = match ready!(Pin::new(&mut this.body).poll_frame(cx)) {
                Some(Ok(frame)) => Some(frame),
                // What broke off is not looked at: nobody can know what it was to be.
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => None,
            };
            let Some(tap) = &mut this.tap else { return Poll::Ready(frame.map(Ok)) };
            if let Some(data) = frame.as_ref().and_then(Frame::data_ref) {
                tap.take(data);
            }
            if frame.is_some() && !this.body.is_end_stream() {
                return Poll::Ready(frame.map(Ok));
            }
            let found = this.tap.take().map(Tap::read).unwrap_or_default();
            this.telling = found.into_iter();
            this.held = Some(frame);
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream() && self.held.is_none() && self.telling.as_slice().is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Tap {
    fn take(&mut self, data: &Bytes) {
        self.too_large |= self.bytes.len().saturating_add(data.len()) > MOST_BYTES;
        if self.too_large {
            self.bytes = Vec::new();
        } else {
            self.bytes.extend_from_slice(data);
        }
    }

    /// What was in the body.
    fn read(self) -> Vec<Seen> {
        let Self { shared, from, asked, coding, bytes, too_large } = self;
        let mut connection = shared.sessions.of(&asked);
        let text = if too_large { None } else { inflate::body(coding.as_deref(), &bytes, MOST_BYTES) };
        let Some(text) = text else {
            let why = match (too_large, &coding) {
                (true, _) => "a body of more than 16 MiB".to_owned(),
                (false, Some(coding)) => format!("a body in `{coding}`, which cannot be read"),
                (false, None) => "a body that is no UTF-8".to_owned(),
            };
            let seen =
                connection.map(|connection| Seen { at: now(), connection, what: Happening::Unreadable { from, why } });
            return seen.into_iter().collect();
        };
        // The answer to a POST, and that to a request that was refused, are no packets.
        if from == Sender::Server && (text == "ok" || text.starts_with('{')) {
            return Vec::new();
        }
        engine::body(&text).filter_map(|packet| shared.sessions.read(from, packet, &asked, &mut connection)).collect()
    }
}

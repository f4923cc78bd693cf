//! From a session's queue to the client: many frames at a time, none of them copied.
//!
//! In: whole frames, which other clients share. Out: bytes on the connection, in the order of the queue; pings and pongs go
//! before what waits, and never into the middle of a frame.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use tokio::io::AsyncWrite;

use super::signals::Signals;
use crate::engine::{Engine, Session};
use crate::message::Frame;

/// The frames that are handed to the system at a time, and the bytes from which on no further one is added.
const FRAMES_AT_A_TIME: usize = 32;
const BYTES_AT_A_TIME: usize = 64 * 1024;

/// Writes the frames of a session.
#[derive(Debug)]
pub(super) struct Writer<W> {
    io: W,
    /// What was taken from the queue and is not yet written. The first may be the rest of a frame.
    taken: VecDeque<Bytes>,
    /// Whether the client has to read before more can be written.
    waits: bool,
}

impl<W: AsyncWrite + Unpin> Writer<W> {
    pub(super) fn new(io: W) -> Self {
        Self { io, taken: VecDeque::new(), waits: false }
    }

    /// Writes until nothing waits.
    ///
    /// # Errors
    /// A connection that is gone.
    pub(super) fn poll_drain(
        &mut self,
        cx: &mut Context<'_>,
        engine: &Engine,
        session: &Session,
        signals: &Signals,
    ) -> Poll<io::Result<()>> {
        loop {
            self.take(engine, session, signals);
            if self.taken.is_empty() {
                // An idle connection holds no memory for what it may write.
                self.taken = VecDeque::new();
                return Pin::new(&mut self.io).poll_flush(cx);
            }
            match self.poll_write(cx) {
                Poll::Ready(Ok(())) if std::mem::take(&mut self.waits) => signals.set_moved(),
                Poll::Ready(Ok(())) => {}
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => {
                    self.waits = true;
                    return Poll::Pending;
                }
            }
        }
    }

    /// Forgets what waits, but not the rest of a frame that has begun.
    pub(super) fn forget(&mut self, engine: &Engine, session: &Session) {
        self.taken.truncate(1);
        while session.pop(engine).is_some() {}
    }

    /// Adds a frame after those that were taken.
    pub(super) fn append(&mut self, frame: Bytes) {
        self.taken.push_back(frame);
    }

    /// Writes what was taken.
    ///
    /// # Errors
    /// A connection that is gone.
    pub(super) fn poll_rest(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.taken.is_empty() {
            ready!(self.poll_write(cx))?;
        }
        Pin::new(&mut self.io).poll_flush(cx)
    }

    /// Tells the other side that nothing more comes.
    pub(super) fn poll_shutdown(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }

    /// Takes what is to be written next.
    fn take(&mut self, engine: &Engine, session: &Session, signals: &Signals) {
        let taken = &mut self.taken;
        if taken.len() < FRAMES_AT_A_TIME
            && let Some(control) = signals.take_control()
        {
            // The first may have been written in part.
            taken.insert(taken.len().min(1), control);
        }
        let mut bytes: usize = taken.iter().map(Bytes::len).sum();
        session.pop_while(engine, |frame| {
            // The session of a plain WebSocket has no others.
            if let Some(Frame::Plain(frame)) = frame {
                bytes = bytes.saturating_add(frame.len());
                taken.push_back(frame);
            }
            taken.len() < FRAMES_AT_A_TIME && bytes < BYTES_AT_A_TIME
        });
    }

    /// Writes some of what was taken.
    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut slices = [IoSlice::new(&[]); FRAMES_AT_A_TIME];
        let mut count = 0;
        for (slice, frame) in slices.iter_mut().zip(&self.taken) {
            *slice = IoSlice::new(frame);
            count += 1;
        }
        let slices = slices.get(..count).unwrap_or_default();
        let mut written = ready!(Pin::new(&mut self.io).poll_write_vectored(cx, slices))?;
        if written == 0 {
            return Poll::Ready(Err(ErrorKind::WriteZero.into()));
        }
        while let Some(first) = self.taken.front_mut() {
            let part = written.min(first.len());
            first.advance(part);
            written -= part;
            if !first.is_empty() {
                break;
            }
            self.taken.pop_front();
        }
        Poll::Ready(Ok(()))
    }
}

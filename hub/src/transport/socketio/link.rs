//! How the frames of a session leave, and how it is told that it ends.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use engineioxide::{DisconnectReason, TransportType};
use tokio::time::{Instant, timeout_at};

use super::seat::Seat;
use super::{BUFFERED, packet};
use crate::close::Close;
use crate::engine::{Ended, Link, Session};
use crate::message::Frame;
use crate::notice::Notice;

/// How long the words of farewell may take to reach the client.
const FAREWELL: Duration = Duration::from_secs(1);

/// How often it is looked whether they have.
const AGAIN: Duration = Duration::from_millis(10);

/// The way to the client of a seat.
pub(super) struct SeatLink(pub(super) Arc<Seat>);

impl Link for SeatLink {
    fn wake(&self, _: &Session) {
        if self.0.held.load(Ordering::Acquire) {
            return;
        }
        self.0.flows.fetch_add(1, Ordering::AcqRel);
        self.0.handler.visit(self.0.clone());
    }

    fn close(&self, _: &Session, why: Close) {
        self.0.close(why);
    }

    fn carrier(&self) -> &'static str {
        match self.0.socket.transport_type() {
            TransportType::Websocket => "Socket.IO, WebSocket",
            TransportType::Polling => "Socket.IO, polling",
        }
    }
}

impl Seat {
    /// Lets everything leave from now on, what waits already first.
    pub(super) fn release(self: &Arc<Self>, session: &Session) {
        self.held.store(false, Ordering::Release);
        self.flows.fetch_add(1, Ordering::AcqRel);
        self.flow_from(session);
    }

    /// Goes on with what waits.
    pub(super) fn flow(self: &Arc<Self>) {
        let session = self.session.lock().clone();
        if let Some(session) = session {
            self.flow_from(&session);
        }
    }

    /// Takes what waits in the session's queue to Engine.IO, until nothing does. Where there is no room, it is tried again
    /// soon. One place stays free: Engine.IO ends a socket for which it cannot write a ping.
    fn flow_from(self: &Arc<Self>, session: &Session) {
        // One after the other: two threads with a frame each in their hands would overtake each other.
        let _turn = self.turn.lock();
        let Ok(spare) = self.socket.reserve() else { return self.stop_or_wait(session) };
        loop {
            let Ok(permit) = self.socket.reserve() else {
                drop(spare);
                return self.stop_or_wait(session);
            };
            match session.pop(self.engine()) {
                Some(Frame::SocketIo(text)) => permit.emit(text),
                Some(Frame::Plain(_)) => {}
                None => {
                    self.flows.fetch_sub(1, Ordering::AcqRel);
                    return;
                }
            }
        }
    }

    fn stop_or_wait(self: &Arc<Self>, session: &Session) {
        if self.socket.is_closed() {
            // Nobody reads any more. What waits is forgotten once the session has ended, which it is about to.
            while session.pop(self.engine()).is_some() {}
            self.flows.fetch_sub(1, Ordering::AcqRel);
        } else {
            self.handler.wait(self.clone());
        }
    }

    /// Ends the connection to the namespace. Never blocks.
    pub(super) fn close(self: &Arc<Self>, why: Close) {
        if self.closing.set(why).is_ok() {
            self.handler.spawn(self.clone().farewell(why));
        }
    }

    /// Tells the client why, and ends it: one that may come back is cut, as its library then reconnects by itself; any other is
    /// disconnected from the namespace, as its library then does not.
    async fn farewell(self: Arc<Self>, why: Close) {
        let deadline = Instant::now() + FAREWELL;
        // What the client has sent is still handled where it did nothing wrong.
        self.shut(matches!(why, Close::Stopping(_)));
        if why == Close::Slow {
            // What waits would not be read in time; the client comes back and recovers.
            self.leave(Ended::Told(why));
        } else {
            until(deadline, || self.is_idle() && self.flows.load(Ordering::Acquire) == 0).await;
        }
        until(deadline, || self.room(2)).await;
        if let Frame::SocketIo(notice) = Notice::Closing.frame(&self.engine().wire, self.engine().keys(), &why) {
            // No room even now: it is cut without a word.
            let _ = self.socket.emit(notice);
        }
        if why.come_back().is_none() {
            let _ = self.socket.emit(packet::disconnect(self.namespace()));
        }
        until(deadline, || self.room(BUFFERED)).await;
        if self.socket.data.finish(&self, why.come_back().is_some()) {
            self.socket.close(DisconnectReason::TransportClose);
            // Until what was said is written, or time is up.
            let _ = timeout_at(deadline, self.socket.closed()).await;
        }
        self.leave(Ended::Told(why));
    }

    /// Whether Engine.IO's buffer has room for so many frames, or nobody reads them any more.
    fn room(&self, frames: usize) -> bool {
        let permits: Result<Vec<_>, _> = (0..frames).map(|_| self.socket.reserve()).collect();
        permits.is_ok() || self.socket.is_closed()
    }
}

async fn until(deadline: Instant, reached: impl Fn() -> bool) {
    while !reached() && Instant::now() < deadline {
        tokio::time::sleep(AGAIN).await;
    }
}

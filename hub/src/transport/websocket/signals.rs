//! How anybody reaches the task of a connection: there is something to write, or it is to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Waker;

use bytes::Bytes;
use futures_util::task::AtomicWaker;
use parking_lot::Mutex;

use crate::close::Close;
use crate::engine::{Link, Session};

/// What the task of a connection is told.
#[derive(Debug, Default)]
pub(super) struct Signals {
    task: AtomicWaker,
    /// Whether a message of the client is being handled.
    handling: AtomicBool,
    /// Whether bytes have gone out that the client had to make room for.
    moved: AtomicBool,
    rare: Mutex<Rare>,
}

#[derive(Debug, Default)]
struct Rare {
    end: Option<End>,
    /// A ping or a pong that is to be written before what waits. The last of several is enough (RFC 6455, 5.5.3).
    control: Option<Bytes>,
}

/// Why a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The server ends it.
    Told(Close),
    /// The client ends it, with this code.
    Asked(Option<u16>),
}

impl Signals {
    /// Registers the task that is to be woken.
    pub(super) fn listen(&self, task: &Waker) {
        self.task.register(task);
    }

    /// Ends the connection. The first reason counts.
    pub(super) fn end(&self, end: End) {
        let first = {
            let mut rare = self.rare.lock();
            let first = rare.end.is_none();
            rare.end.get_or_insert(end);
            first
        };
        if first {
            self.task.wake();
        }
    }

    /// Why the connection is to end, if it is.
    pub(super) fn ending(&self) -> Option<End> {
        self.rare.lock().end
    }

    /// Has a ping or a pong written.
    pub(super) fn control(&self, frame: Bytes) {
        self.rare.lock().control = Some(frame);
        self.task.wake();
    }

    pub(super) fn take_control(&self) -> Option<Bytes> {
        self.rare.lock().control.take()
    }

    /// That a message of the client is being handled, or no more.
    pub(super) fn set_handling(&self, handling: bool) {
        self.handling.store(handling, Ordering::Release);
    }

    pub(super) fn is_handling(&self) -> bool {
        self.handling.load(Ordering::Acquire)
    }

    /// That the client has read something which had to wait: a sign of life.
    pub(super) fn set_moved(&self) {
        self.moved.store(true, Ordering::Release);
    }

    pub(super) fn take_moved(&self) -> bool {
        self.moved.swap(false, Ordering::AcqRel)
    }
}

impl Link for Arc<Signals> {
    fn wake(&self, _: &Session) {
        self.task.wake();
    }

    fn close(&self, _: &Session, why: Close) {
        self.end(End::Told(why));
    }

    fn carrier(&self) -> &'static str {
        "WebSocket"
    }
}

//! Where an engine tells what happens to whoever looks.
//!
//! While nobody does, [`Tap::tell`] looks at a flag and makes nothing. What is told is kept as it is: to put it into words is the
//! work of who looks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use parking_lot::Mutex;

use super::feed::Feed;
use crate::close::Close;
use crate::engine::Session;
use crate::message::{Message, SessionId};
use crate::refusal::Refusal;
use crate::user::User;

/// Where an engine tells what happens.
pub(crate) struct Tap {
    contract: &'static str,
    watched: AtomicBool,
    feeds: Mutex<Vec<Arc<Feed>>>,
}

/// Something that happened.
pub(super) struct Record {
    pub(super) at: SystemTime,
    pub(super) contract: &'static str,
    pub(super) what: What,
}

/// What happened.
pub(crate) enum What {
    /// An event of the server went to so many queues, so long after it was sent or committed.
    Sent { message: Arc<Message>, recipients: u64, waited: Duration },
    /// An event of the server went to one connection.
    Said { session: SessionId, text: Arc<str> },
    /// The hub itself said something to one connection.
    Noticed { session: SessionId, notice: &'static str, text: Arc<str> },
    /// A frame of a client was handled, or refused.
    Heard { session: SessionId, user: Option<Arc<User>>, text: Box<str>, took: Duration, refusal: Option<Refusal> },
    /// A client has connected.
    Came(SessionId),
    /// A client has gone.
    Went(SessionId),
    /// A client was not let in.
    TurnedAway(Close),
}

impl What {
    pub(crate) fn sent(message: &Arc<Message>, recipients: u64) -> Self {
        Self::Sent { message: message.clone(), recipients, waited: message.at.elapsed() }
    }

    pub(crate) fn heard(session: &Session, text: &str, took: Duration, refusal: Option<&Refusal>) -> Self {
        Self::Heard { session: session.id, user: session.user(), text: text.into(), took, refusal: refusal.cloned() }
    }

    /// About how many bytes it holds.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Sent { message, .. } => message.texts.iter().map(|text| text.len()).sum(),
            Self::Said { text, .. } | Self::Noticed { text, .. } => text.len(),
            Self::Heard { text, .. } => text.len(),
            Self::Came(_) | Self::Went(_) | Self::TurnedAway(_) => 0,
        }
    }
}

impl Tap {
    pub(crate) fn new(contract: &'static str) -> Self {
        Self { contract, watched: AtomicBool::new(false), feeds: Mutex::default() }
    }

    /// Whether somebody looks.
    pub(crate) fn is_watched(&self) -> bool {
        self.watched.load(Ordering::Relaxed)
    }

    /// Tells what happens to whoever looks. It never blocks for long, and never calls back.
    pub(crate) fn tell(&self, what: impl FnOnce() -> What) {
        if self.is_watched() {
            self.hand_out(what());
        }
    }

    #[cold]
    fn hand_out(&self, what: What) {
        let record = Arc::new(Record { at: SystemTime::now(), contract: self.contract, what });
        for feed in self.feeds.lock().iter() {
            feed.push(&record);
        }
    }

    pub(super) fn attach(&self, feed: &Arc<Feed>) {
        let mut feeds = self.feeds.lock();
        feeds.push(feed.clone());
        self.watched.store(true, Ordering::Relaxed);
    }

    pub(super) fn detach(&self, feed: &Arc<Feed>) {
        let mut feeds = self.feeds.lock();
        feeds.retain(|own| !Arc::ptr_eq(own, feed));
        self.watched.store(!feeds.is_empty(), Ordering::Relaxed);
    }
}

/// How many of its receivers' queues have let a message go, and how long the slowest took, since it was sent or committed.
#[derive(Debug, Default)]
pub(crate) struct Left {
    count: AtomicU32,
    slowest: AtomicU64,
}

impl Left {
    pub(crate) fn note(&self, after: Duration) {
        self.slowest.fetch_max(micros(after), Ordering::Relaxed);
        self.count.fetch_add(1, Ordering::Relaxed);
    }

    /// The count, and the microseconds.
    pub(super) fn so_far(&self) -> (u32, u64) {
        (self.count.load(Ordering::Relaxed), self.slowest.load(Ordering::Relaxed))
    }
}

/// Whole microseconds.
pub(super) fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

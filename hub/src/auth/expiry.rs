//! The one timer of all tokens: whose expires when.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Weak};
use std::time::{Duration, SystemTime};

use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use crate::engine::Session;
use crate::message::SessionId;

/// What comes next for a session whose token expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The token expires: the client is told.
    Expires,
    /// The grace is over: the connection ends.
    Ends,
}

/// Whose token expires when.
#[derive(Debug, Default)]
pub(crate) struct Expiry {
    dates: Mutex<Dates>,
    /// Something comes sooner than all that was known.
    sooner: Notify,
}

#[derive(Debug, Default)]
struct Dates {
    due: BTreeMap<(Instant, SessionId), (Stage, Weak<Session>)>,
    of: HashMap<SessionId, Instant>,
}

impl Dates {
    fn insert(&mut self, at: Instant, session: &Arc<Session>, stage: Stage) {
        self.of.insert(session.id, at);
        self.due.insert((at, session.id), (stage, Arc::downgrade(session)));
    }

    fn remove(&mut self, session: SessionId) {
        if let Some(at) = self.of.remove(&session) {
            self.due.remove(&(at, session));
        }
    }
}

impl Expiry {
    /// Notes when the session's token expires, in place of what was noted of it before.
    pub(crate) fn watch(&self, session: &Arc<Session>, expires_at: SystemTime) {
        let left = expires_at.duration_since(SystemTime::now()).unwrap_or_default();
        let mut dates = self.dates.lock();
        dates.remove(session.id);
        // A time that no clock reaches never comes.
        let Some(at) = Instant::now().checked_add(left) else { return };
        let sooner = dates.due.first_key_value().is_none_or(|((first, _), _)| at < *first);
        dates.insert(at, session, Stage::Expires);
        if sooner {
            self.sooner.notify_one();
        }
    }

    /// A session has ended.
    pub(crate) fn forget(&self, session: SessionId) {
        self.dates.lock().remove(session);
    }

    /// Waits for whatever comes next. A session whose token expires ends after the grace, unless it is watched for another token
    /// or forgotten before.
    pub(crate) async fn next(&self, grace: Duration) -> (Arc<Session>, Stage) {
        loop {
            let first = self.dates.lock().due.first_key_value().map(|((at, _), _)| *at);
            let sooner = self.sooner.notified();
            match first {
                None => sooner.await,
                Some(at) => tokio::select! {
                    () = sleep_until(at) => {
                        if let Some(next) = self.take_due(grace) {
                            return next;
                        }
                    }
                    () = sooner => {}
                },
            }
        }
    }

    fn take_due(&self, grace: Duration) -> Option<(Arc<Session>, Stage)> {
        let mut dates = self.dates.lock();
        let now = Instant::now();
        loop {
            let first = dates.due.first_entry().filter(|first| first.key().0 <= now)?;
            let ((_, id), (stage, session)) = first.remove_entry();
            dates.of.remove(&id);
            if let Some(session) = session.upgrade() {
                // Under the same lock, so that no renewal comes between and is overruled.
                if stage == Stage::Expires
                    && let Some(end) = now.checked_add(grace)
                {
                    dates.insert(end, &session, Stage::Ends);
                }
                return Some((session, stage));
            }
        }
    }
}

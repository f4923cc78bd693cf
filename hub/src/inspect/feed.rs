//! What waits for one who looks: bounded, and honest about what did not fit.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use parking_lot::Mutex;
use serde::Serialize;

use super::tap::{Record, What};
use crate::engine::Engine;

/// So many records wait at most.
pub(super) const MOST: usize = 4096;

/// So many bytes of frames wait at most.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// What waits for one who looks.
#[derive(Default)]
pub(super) struct Feed(Mutex<Taken>);

/// What was told since it was last taken.
#[derive(Default)]
pub(super) struct Taken {
    pub(super) records: VecDeque<Arc<Record>>,
    /// How many records did not fit.
    pub(super) skipped: u64,
    /// What was counted, the skipped ones too.
    pub(super) counts: BTreeMap<&'static str, Counts>,
    bytes: usize,
}

/// What was counted of a contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Counts {
    /// Events of the server, each once.
    pub(super) sent: u64,
    /// Frames that went into queues of clients.
    pub(super) delivered: u64,
    /// Frames of clients.
    pub(super) heard: u64,
    /// Those of them that were refused.
    pub(super) refused: u64,
    /// Bytes in both directions, each event once.
    pub(super) bytes: u64,
}

impl Feed {
    /// Takes a record in, if there is room.
    pub(super) fn push(&self, record: &Arc<Record>) {
        let size = record.what.bytes();
        let mut taken = self.0.lock();
        taken.counts.entry(record.contract).or_default().add(&record.what);
        if taken.records.len() >= MOST || taken.bytes.saturating_add(size) > MOST_BYTES {
            taken.skipped = taken.skipped.saturating_add(1);
            return;
        }
        taken.bytes = taken.bytes.saturating_add(size);
        taken.records.push_back(record.clone());
    }

    /// Takes everything out.
    pub(super) fn take(&self) -> Taken {
        std::mem::take(&mut *self.0.lock())
    }
}

impl Counts {
    fn add(&mut self, what: &What) {
        let bytes = u64::try_from(what.bytes()).unwrap_or(u64::MAX);
        self.bytes = self.bytes.saturating_add(bytes);
        let (sent, delivered, heard, refused) = match what {
            What::Sent { recipients, .. } => (1, *recipients, 0, 0),
            What::Said { .. } | What::Noticed { .. } => (1, 1, 0, 0),
            What::Heard { refusal, .. } => (0, 0, 1, u64::from(refusal.is_some())),
            What::Came(_) | What::Went(_) | What::TurnedAway(_) => (0, 0, 0, 0),
        };
        self.sent = self.sent.saturating_add(sent);
        self.delivered = self.delivered.saturating_add(delivered);
        self.heard = self.heard.saturating_add(heard);
        self.refused = self.refused.saturating_add(refused);
    }
}

/// Somebody who looks at engines, until this is dropped.
pub(super) struct Watching {
    pub(super) feed: Arc<Feed>,
    engines: Vec<Arc<Engine>>,
}

impl Watching {
    pub(super) fn begin(engines: Vec<Arc<Engine>>) -> Self {
        let feed = Arc::<Feed>::default();
        for engine in &engines {
            engine.tap.attach(&feed);
        }
        Self { feed, engines }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        for engine in &self.engines {
            engine.tap.detach(&self.feed);
        }
    }
}

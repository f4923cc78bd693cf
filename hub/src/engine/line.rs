//! What waits in a channel for the end of a window.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::time::Instant;

use crate::message::Message;

/// So many messages wait at most; then all of them go.
const MOST: usize = 4096;

/// The messages that wait in a channel, oldest first. All of them go at once, so that nothing overtakes.
#[derive(Default)]
pub(super) struct Line {
    /// Empty where a newer message took the place.
    slots: Vec<Option<Arc<Message>>>,
    /// The place of the newest message, by its coalesce hash.
    newest: HashMap<u64, usize>,
    /// When they go.
    pub(super) deadline: Option<Instant>,
}

impl Line {
    /// Appends a message that may wait until then. Gives back the older one whose place it takes.
    pub(super) fn push(&mut self, message: Arc<Message>, until: Instant) -> Option<Arc<Message>> {
        self.deadline = Some(self.deadline.map_or(until, |deadline| deadline.min(until)));
        let place = self.slots.len();
        let older = message.coalesce_hash().and_then(|hash| {
            let older = self.newest.insert(hash, place)?;
            self.slots.get_mut(older)?.take_if(|older| message.replaces(older))
        });
        self.slots.push(Some(message));
        older
    }

    /// Whether no more may wait.
    pub(super) fn is_full(&self) -> bool {
        self.slots.len() >= MOST
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Takes everything.
    pub(super) fn take(&mut self) -> impl Iterator<Item = Arc<Message>> + use<> {
        std::mem::take(self).slots.into_iter().flatten()
    }
}

//! Who listens to a channel. Coming and going cost the same among ten and ten thousand.

use std::collections::VecDeque;
use std::sync::Arc;

use super::Session;
use crate::message::{Message, SessionId};

/// A session in a channel.
pub(super) struct Listener {
    pub(super) session: Arc<Session>,
    /// It has the stored events up to this offset from elsewhere, or need not have them.
    pub(super) after: u64,
    /// What it was not sent yet; none once it is told everything at once.
    pub(super) opening: Option<Box<Opening>>,
}

/// What waits for a listener that has not caught up with its channel. Stored events do not: they are read from the log.
#[derive(Default)]
pub(super) struct Opening {
    /// Transient events, each with the offset of the stored event before it.
    pub(super) transient: VecDeque<(u64, Arc<Message>)>,
}

impl Opening {
    /// Takes those that were sent before the stored event at this offset.
    pub(super) fn take_before(&mut self, offset: u64) -> Vec<Arc<Message>> {
        let count = self.transient.partition_point(|(after, _)| *after < offset);
        self.transient.drain(..count).map(|(_, message)| message).collect()
    }
}

/// The listeners of a channel, each at a place that it keeps.
#[derive(Default)]
pub(super) struct Listeners {
    places: Vec<Option<Listener>>,
    free: Vec<usize>,
}

impl Listeners {
    /// Where the next one will stand.
    pub(super) fn next_place(&self) -> usize {
        self.free.last().copied().unwrap_or(self.places.len())
    }

    /// Takes one in, who has not caught up.
    pub(super) fn add(&mut self, session: Arc<Session>) {
        let listener = Some(Listener { session, after: 0, opening: Some(Box::default()) });
        match self.free.pop().and_then(|place| self.places.get_mut(place)) {
            Some(place) => *place = listener,
            None => self.places.push(listener),
        }
    }

    /// Takes one out.
    pub(super) fn remove(&mut self, place: usize, session: SessionId) {
        if let Some(slot) = self.places.get_mut(place)
            && slot.take_if(|listener| listener.session.id == session).is_some()
        {
            self.free.push(place);
        }
        if self.is_empty() {
            *self = Self::default();
        }
    }

    /// The one at a place.
    pub(super) fn get_mut(&mut self, place: usize, session: SessionId) -> Option<&mut Listener> {
        self.places.get_mut(place)?.as_mut().filter(|listener| listener.session.id == session)
    }

    /// All of them.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Listener> {
        self.places.iter_mut().flatten()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.places.len().saturating_sub(self.free.len())
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.places.len() == self.free.len()
    }
}

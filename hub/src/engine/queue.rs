//! What waits for one client: bounded in bytes, shed by policy, never without a word.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use serde::Serialize;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::Engine;
use super::metrics::Dropped;
use crate::message::{Frame, Message};
use crate::notice::Notice;

/// So many empty slots are kept where nothing waits.
const SPARE: usize = 64;

/// The messages that wait for one client, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    /// Empty where a newer message took the place of one that waited.
    slots: VecDeque<Option<Arc<Message>>>,
    /// How many slots were before the first: a slot's number is this and its index, whatever was taken meanwhile.
    taken: u64,
    /// How many slots are empty.
    empty: usize,
    /// How many frames of the first message were taken.
    frames_taken: usize,
    bytes: usize,
    /// Whether somebody is on the way to take what waits, until nothing does.
    awake: bool,
    closed: bool,
    shed: Option<Box<Shed>>,
    /// Who waits for room: everybody who tells the client what it missed of a channel.
    room: Vec<oneshot::Sender<()>>,
}

/// What there is to know of a client while it reads too slowly.
#[derive(Debug, Default)]
struct Shed {
    /// The number of the newest waiting message, by its coalesce hash; none until it is asked for.
    newest: Option<HashMap<u64, u64>>,
    dropped: BTreeMap<Arc<str>, u64>,
}

/// More waits than may: the client has to come back and recover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overflow;

/// What to do after a push.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pushed {
    /// Wake who takes.
    Wake,
    /// Nothing: who takes is on the way.
    Waits,
    /// Nothing: the message does not wait here.
    Gone,
}

/// The payload of `hub:dropped`.
#[derive(Serialize)]
struct Report<'a> {
    events: BTreeMap<&'a str, u64>,
}

impl Queue {
    /// Appends a message; where too much waits already, sheds as its priority says.
    ///
    /// # Errors
    /// When more would wait than may. Nothing is taken in any more.
    pub(crate) fn push(
        &mut self,
        engine: &Engine,
        positions: bool,
        message: &Arc<Message>,
    ) -> Result<Pushed, Overflow> {
        if self.closed {
            return Ok(Pushed::Gone);
        }
        let bounds = engine.config.slow_clients;
        let size = message.len(&engine.wire, positions);
        if self.bytes.saturating_add(size) > bounds.shed_bytes {
            let merged = self.merge(engine, positions, message);
            if !merged && message.can_be_dropped() {
                self.note_dropped(engine, &message.event, Dropped::Slow);
                return Ok(Pushed::Gone);
            }
            if self.bytes.saturating_add(size) > bounds.most_bytes {
                self.closed = true;
                return Err(Overflow);
            }
        }
        self.append(message.clone(), size);
        Ok(self.wake())
    }

    /// Appends a frame that is for this client alone. The last one is taken in even where no other is.
    ///
    /// # Errors
    /// When more would wait than may. Nothing is taken in any more.
    pub(crate) fn push_frame(&mut self, engine: &Engine, frame: Frame, last: bool) -> Result<Pushed, Overflow> {
        if self.closed && !last {
            return Ok(Pushed::Gone);
        }
        let size = frame.len();
        if self.bytes.saturating_add(size) > engine.config.slow_clients.most_bytes && !last {
            self.closed = true;
            return Err(Overflow);
        }
        self.append(Arc::new(Message::alone(frame)), size);
        Ok(self.wake())
    }

    /// Takes the oldest frame. Nothing more to take means that the next push wakes.
    pub(crate) fn pop(&mut self, engine: &Engine, positions: bool) -> Option<Frame> {
        loop {
            let Some(first) = self.slots.front() else {
                if self.recover(engine) {
                    continue;
                }
                self.rest();
                return None;
            };
            let Some(message) = first else {
                self.empty = self.empty.saturating_sub(1);
                self.forget_first();
                continue;
            };
            let frames = message.frames(&engine.wire, positions);
            if self.frames_taken == 0 && message.is_expired(Instant::now) {
                self.bytes = self.bytes.saturating_sub(message.len(&engine.wire, positions));
                engine.metrics.dropped(&message.event, Dropped::Expired);
                self.forget_first();
                continue;
            }
            let frame = frames.get(self.frames_taken).cloned();
            self.frames_taken += 1;
            if self.frames_taken >= frames.len() {
                if engine.tap.is_watched() {
                    message.note_left();
                }
                self.forget_first();
            }
            let Some(frame) = frame else { continue };
            self.bytes = self.bytes.saturating_sub(frame.len());
            self.recover(engine);
            return Some(frame);
        }
    }

    /// Takes nothing in any more but a last frame. What waits can still be taken.
    pub(crate) fn close(&mut self) {
        self.closed = true;
        self.room.clear();
    }

    /// Forgets everything: the client is gone.
    pub(crate) fn clear(&mut self) {
        *self = Self { closed: true, ..Self::default() };
    }

    /// What to wait for before much more is pushed: none where there is room, an error where nothing is taken in any more.
    pub(crate) fn room(&mut self, engine: &Engine) -> Result<Option<oneshot::Receiver<()>>, Overflow> {
        if self.closed {
            return Err(Overflow);
        }
        if self.bytes <= low(engine) {
            return Ok(None);
        }
        let (sender, receiver) = oneshot::channel();
        self.room.push(sender);
        Ok(Some(receiver))
    }

    /// The bytes that wait.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The slots, empty ones too.
    #[cfg(test)]
    pub(super) fn slots(&self) -> usize {
        self.slots.len()
    }

    /// Notes that the client is not sent an event; it is told once it has caught up.
    pub(crate) fn note_dropped(&mut self, engine: &Engine, event: &Arc<str>, why: Dropped) -> Pushed {
        engine.metrics.dropped(event, why);
        if self.closed {
            return Pushed::Gone;
        }
        let count = self.shed.get_or_insert_default().dropped.entry(event.clone()).or_default();
        *count = count.saturating_add(1);
        self.wake()
    }

    /// Removes the older message that a newer one replaces, if one waits.
    fn merge(&mut self, engine: &Engine, positions: bool, message: &Arc<Message>) -> bool {
        let Some(hash) = message.coalesce_hash() else { return false };
        let (taken, slots) = (self.taken, &self.slots);
        let newest = self.shed.get_or_insert_default().newest.get_or_insert_with(|| {
            let waiting = slots.iter().zip(0u64..);
            waiting.filter_map(|(slot, at)| Some((slot.as_ref()?.coalesce_hash()?, taken.wrapping_add(at)))).collect()
        });
        let Some(at) = newest.get(&hash).and_then(|number| usize::try_from(number.wrapping_sub(taken)).ok()) else {
            return false;
        };
        // A message of which a frame was taken no longer waits as a whole.
        let Some(slot) = self.slots.get_mut(at).filter(|_| at > 0 || self.frames_taken == 0) else { return false };
        let Some(older) = slot.take_if(|older| message.replaces(older)) else { return false };
        self.bytes = self.bytes.saturating_sub(older.len(&engine.wire, positions));
        self.empty += 1;
        if self.empty > SPARE && self.empty > self.slots.len() / 2 {
            self.close_ranks();
        }
        engine.metrics.dropped(&older.event, Dropped::Merged);
        true
    }

    /// Removes the empty slots, so that merging does not cost memory for ever.
    fn close_ranks(&mut self) {
        self.slots.retain(Option::is_some);
        self.empty = 0;
        if let Some(shed) = &mut self.shed {
            shed.newest = None;
        }
    }

    fn append(&mut self, message: Arc<Message>, size: usize) {
        if let Some(newest) = self.shed.as_mut().and_then(|shed| shed.newest.as_mut())
            && let Some(hash) = message.coalesce_hash()
        {
            let at = u64::try_from(self.slots.len()).unwrap_or(u64::MAX);
            newest.insert(hash, self.taken.wrapping_add(at));
        }
        self.bytes = self.bytes.saturating_add(size);
        self.slots.push_back(Some(message));
    }

    fn wake(&mut self) -> Pushed {
        if std::mem::replace(&mut self.awake, true) { Pushed::Waits } else { Pushed::Wake }
    }

    fn forget_first(&mut self) {
        self.slots.pop_front();
        self.taken = self.taken.wrapping_add(1);
        self.frames_taken = 0;
    }

    /// Nothing waits.
    fn rest(&mut self) {
        self.awake = false;
        self.bytes = 0;
        if self.slots.capacity() > SPARE {
            self.slots.shrink_to(SPARE / 4);
        }
        self.make_room();
    }

    /// Lets those go on who wait for room.
    fn make_room(&mut self) {
        for waiting in std::mem::take(&mut self.room) {
            // Whoever has given up meanwhile needs none.
            let _ = waiting.send(());
        }
    }

    /// Where the client has caught up, it is told what it was not sent, and who waits for room goes on. Gives back whether
    /// there is something to tell.
    fn recover(&mut self, engine: &Engine) -> bool {
        if (self.shed.is_none() && self.room.is_empty()) || self.bytes > low(engine) {
            return false;
        }
        self.make_room();
        let dropped = self.shed.take().map(|shed| shed.dropped).unwrap_or_default();
        if dropped.is_empty() || self.closed {
            return false;
        }
        let events = dropped.iter().map(|(event, count)| (&**event, *count)).collect();
        let frame = Notice::Dropped.frame(&engine.wire, engine.keys(), &Report { events });
        let size = frame.len();
        self.append(Arc::new(Message::alone(frame)), size);
        true
    }
}

/// A client that has no more than this waiting has caught up.
fn low(engine: &Engine) -> usize {
    engine.config.slow_clients.shed_bytes / 2
}

//! The order of a channel: stored events by their offsets, transient ones where they came, and the windows of batching.
//!
//! In: messages in any order, some of them twice. Out: each once, to all listeners, in the one order that its channel has on all
//! nodes. Everything here happens under the channel's lock; what must not, is left in [`Todo`].

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use event_contracts_runtime::Delivery;
use serde::Serialize;
use tokio::time::Instant;

use super::line::Line;
use super::listeners::Listeners;
use super::metrics::Dropped;
use super::queue::Overflow;
use super::{Engine, Session};
use crate::inspect::What;
use crate::message::{Address, Message, Position};
use crate::notice::Notice;
use crate::store::Head;

/// So many transient messages wait at most behind a stored one that has not come.
const MOST_BEHIND: usize = 1024;

/// So many stored messages are kept at most before their turn.
const MOST_AHEAD: usize = 1024;

/// The inside of a channel.
#[derive(Default)]
pub(super) struct Sequence {
    pub(super) listeners: Listeners,
    /// How far it has come; none until the head was read from the log.
    pub(super) cursor: Option<Cursor>,
    /// Stored messages that came before their turn, by offset.
    ahead: BTreeMap<u64, Ahead>,
    /// Whether somebody reads the log for what is missing.
    pub(super) filling: bool,
    /// Whether it was taken off the list of channels: nobody enters it any more.
    pub(super) retired: bool,
    line: Line,
}

/// How far a channel has come.
pub(super) struct Cursor {
    pub(super) epoch: Arc<str>,
    /// The offset of the last stored event that was put in line.
    pub(super) lined_up: u64,
    /// The offset of the last stored event that was told to the listeners.
    pub(super) told: u64,
}

/// A stored message before its turn.
struct Ahead {
    message: Arc<Message>,
    /// The transient messages that came after it.
    then: Vec<Arc<Message>>,
}

/// What remains to do once the channel's lock is released.
#[derive(Default)]
#[must_use]
pub(super) struct Todo {
    /// Those for whom too much waits.
    pub(super) overflowed: Vec<Arc<Session>>,
    /// Those who cannot be told everything.
    pub(super) incomplete: Vec<Arc<Session>>,
    /// When what waits in line is to go, where that is news.
    pub(super) wake_at: Option<Instant>,
    /// Whether the log is to be read.
    pub(super) fill: bool,
}

/// The payload of `hub:position`.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    pub(super) channel: &'a str,
    pub(super) position: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) recovered: Option<bool>,
}

impl Cursor {
    pub(super) fn at(head: Position) -> Self {
        Self { epoch: head.epoch, lined_up: head.offset, told: head.offset }
    }

    /// The position up to which listeners were told everything.
    pub(super) fn position(&self) -> Position {
        Position { offset: self.told, epoch: self.epoch.clone() }
    }
}

impl Sequence {
    /// Takes a message that was sent, committed, brought by the bus, or read from the log.
    pub(super) fn accept(&mut self, engine: &Engine, message: &Arc<Message>, todo: &mut Todo) {
        let Some(position) = &message.position else {
            return match self.ahead.last_entry() {
                None => self.line_up(engine, message.clone(), todo),
                Some(mut last) if last.get().then.len() < MOST_BEHIND => last.get_mut().then.push(message.clone()),
                Some(_) => self.drop_blocked(engine, message),
            };
        };
        let Some(cursor) = &mut self.cursor else {
            return self.keep_ahead(position.offset, message);
        };
        if position.epoch != cursor.epoch {
            // Only the log can say which epoch is the newer.
            todo.fill = true;
        } else if position.offset == cursor.lined_up.saturating_add(1) {
            cursor.lined_up = position.offset;
            self.line_up(engine, message.clone(), todo);
            self.catch_up(engine, todo);
        } else if position.offset > cursor.lined_up {
            self.keep_ahead(position.offset, message);
            todo.fill = true;
        }
    }

    /// Learns where the log of the channel stands, where that is not known yet.
    pub(super) fn open(&mut self, engine: &Engine, head: Position, todo: &mut Todo) {
        if self.cursor.is_none() {
            self.ahead.retain(|_, ahead| {
                !ahead.then.is_empty() || ahead.message.position.as_ref().is_some_and(|own| own.epoch == head.epoch)
            });
            self.cursor = Some(Cursor::at(head));
            self.catch_up(engine, todo);
            todo.fill |= !self.ahead.is_empty();
        }
    }

    /// The log began anew: what was told of the old one means nothing any more. All who listen are told from where the new one
    /// begins, which is its floor: what lies below is the old one's.
    pub(super) fn begin_anew(&mut self, engine: &Engine, address: &Address, head: &Head, todo: &mut Todo) {
        let start = Position { offset: head.floor, epoch: head.position.epoch.clone() };
        self.forget_ahead(engine, 0..=u64::MAX, todo);
        self.flush(engine, todo);
        if self.cursor.as_ref().is_some_and(|cursor| cursor.lined_up < head.floor) {
            // Of the old one something was not told here.
            todo.incomplete.extend(self.listeners.iter_mut().map(|listener| listener.session.clone()));
        }
        self.cursor = Some(Cursor::at(start.clone()));
        for listener in self.listeners.iter_mut().filter(|listener| listener.opening.is_none()) {
            listener.after = head.floor;
            if listener.session.positions && tell(engine, &listener.session, address, &start, Some(false)).is_err() {
                todo.overflowed.push(listener.session.clone());
            }
        }
    }

    /// Part of the log is gone before it was told here: those who listen cannot be told everything, and have to come back.
    pub(super) fn skip_to(&mut self, engine: &Engine, offset: u64, todo: &mut Todo) {
        self.flush(engine, todo);
        if let Some(cursor) = &mut self.cursor {
            cursor.lined_up = offset;
            cursor.told = offset;
        }
        todo.incomplete.extend(self.listeners.iter_mut().map(|listener| listener.session.clone()));
        self.catch_up(engine, todo);
    }

    /// The highest offset that came before its turn; none where nothing is missing.
    pub(super) fn highest_ahead(&self) -> Option<u64> {
        self.ahead.last_key_value().map(|(offset, _)| *offset)
    }

    /// Forgets what came before its turn under these offsets, and lets go what waited behind it.
    pub(super) fn forget_ahead(&mut self, engine: &Engine, offsets: RangeInclusive<u64>, todo: &mut Todo) {
        let kept = self.ahead.extract_if(offsets, |_, _| true);
        for (_, ahead) in kept.collect::<Vec<_>>() {
            for message in ahead.then {
                self.line_up(engine, message, todo);
            }
        }
    }

    /// Lets go what waits in line, if its time has come.
    pub(super) fn flush_due(&mut self, engine: &Engine, now: Instant, todo: &mut Todo) {
        if self.line.deadline.is_some_and(|deadline| deadline <= now) {
            self.flush(engine, todo);
        }
    }

    fn keep_ahead(&mut self, offset: u64, message: &Arc<Message>) {
        // What is not kept is in the log, from which it will be read.
        if self.ahead.len() < MOST_AHEAD {
            self.ahead.entry(offset).or_insert_with(|| Ahead { message: message.clone(), then: Vec::new() });
        }
    }

    /// Puts in line what follows on what is in line already, and forgets what was in line twice.
    fn catch_up(&mut self, engine: &Engine, todo: &mut Todo) {
        while let Some(cursor) = &mut self.cursor
            && let Some(first) = self.ahead.first_entry()
        {
            let offset = *first.key();
            if offset > cursor.lined_up.saturating_add(1) {
                return;
            }
            let Ahead { message, then } = first.remove();
            let is_next = offset > cursor.lined_up
                && message.position.as_ref().is_some_and(|position| position.epoch == cursor.epoch);
            if is_next {
                cursor.lined_up = offset;
                self.line_up(engine, message, todo);
            }
            for message in then {
                self.line_up(engine, message, todo);
            }
        }
    }

    /// Takes a message whose turn it is: at once, or for the end of its window.
    fn line_up(&mut self, engine: &Engine, message: Arc<Message>, todo: &mut Todo) {
        match message.priority.delivery {
            Delivery::Immediate => {
                if !self.line.is_empty() {
                    self.flush(engine, todo);
                }
                self.tell_all(engine, &message, todo);
            }
            Delivery::Batched(window) => {
                let before = self.line.deadline;
                if let Some(older) = self.line.push(message, Instant::now() + window) {
                    engine.metrics.dropped(&older.event, Dropped::Merged);
                }
                if self.line.is_full() {
                    self.flush(engine, todo);
                } else if self.line.deadline != before {
                    todo.wake_at = self.line.deadline;
                }
            }
        }
    }

    pub(super) fn flush(&mut self, engine: &Engine, todo: &mut Todo) {
        todo.wake_at = None;
        for message in self.line.take() {
            if message.is_expired(Instant::now) {
                engine.metrics.dropped(&message.event, Dropped::Expired);
            } else {
                self.tell_all(engine, &message, todo);
            }
        }
    }

    /// Takes a message to all listeners.
    fn tell_all(&mut self, engine: &Engine, message: &Arc<Message>, todo: &mut Todo) {
        let told = self.cursor.as_mut().map_or(0, |cursor| {
            if let Some(position) = &message.position {
                cursor.told = position.offset;
            }
            cursor.told
        });
        let offset = message.position.as_ref().map(|position| position.offset);
        let mut delivered = 0;
        for listener in self.listeners.iter_mut() {
            if message.except == Some(listener.session.id) {
                continue;
            }
            match (&mut listener.opening, offset) {
                (None, Some(offset)) if offset <= listener.after => {}
                (None, _) => match listener.session.push(engine, message) {
                    Ok(pushed) => delivered += u64::from(pushed),
                    Err(Overflow) => todo.overflowed.push(listener.session.clone()),
                },
                // It reads the log up to here itself.
                (Some(_), Some(_)) => {}
                (Some(opening), None) if opening.transient.len() < MOST_BEHIND => {
                    opening.transient.push_back((told, message.clone()));
                }
                (Some(_), None) => listener.session.note_dropped(engine, &message.event, Dropped::Blocked),
            }
        }
        engine.metrics.event(&message.event).delivered.increment(delivered);
        engine.tap.tell(|| What::sent(message, delivered));
    }

    /// A transient message that cannot wait any longer behind a stored one is not sent, and each listener is told so.
    fn drop_blocked(&mut self, engine: &Engine, message: &Arc<Message>) {
        for listener in self.listeners.iter_mut() {
            listener.session.note_dropped(engine, &message.event, Dropped::Blocked);
        }
    }

    /// Lets a listener hear everything from now on that stands after an offset.
    ///
    /// # Errors
    /// When too much waits for it.
    pub(super) fn go_live(
        &mut self,
        engine: &Engine,
        place: usize,
        session: &Session,
        after: u64,
    ) -> Result<(), Overflow> {
        let Some(listener) = self.listeners.get_mut(place, session.id) else { return Ok(()) };
        listener.after = after;
        for (_, message) in listener.opening.take().into_iter().flat_map(|opening| opening.transient) {
            session.push(engine, &message)?;
        }
        Ok(())
    }
}

/// Tells a session where a channel stands, while a lock is held.
///
/// # Errors
/// When too much waits for it.
pub(super) fn tell(
    engine: &Engine,
    session: &Session,
    address: &Address,
    position: &Position,
    recovered: Option<bool>,
) -> Result<(), Overflow> {
    let payload = Told { channel: address, position: position.to_string(), recovered };
    session.push_notice(engine, Notice::Position, &payload)
}

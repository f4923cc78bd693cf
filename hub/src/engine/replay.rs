//! Bringing a listener up to date: from the position that it asks for, through the log, to what is sent now.
//!
//! The listener is registered before the log is read, so that nothing falls between. Stored events that come meanwhile are not
//! kept for it: they are in the log. Transient ones are, each with the stored event that it follows.

use std::sync::Arc;

use super::channel::{Channel, Entered, Live};
use super::sequence::tell;
use super::{Engine, Session};
use crate::close::Close;
use crate::message::{Message, Position};
use crate::store::{Entry, StoreError};

/// So many events are read from the log at a time.
pub(super) const PAGE: u32 = 128;

/// How to begin.
enum Start {
    /// The listener is up to date.
    Live(Entered),
    /// It is told what it missed.
    Replay,
}

/// How to go on.
enum Next {
    /// The listener has everything.
    Live,
    /// It needs everything up to this offset.
    Read(u64),
    /// The log began anew meanwhile.
    Lost,
    /// It has left the channel, or was put out of it.
    Left,
}

impl Channel {
    /// Brings a registered session up to date.
    pub(super) async fn bring_up(
        self: &Arc<Self>,
        engine: &Arc<Engine>,
        place: usize,
        session: &Arc<Session>,
        since: Option<Position>,
    ) -> Result<Entered, StoreError> {
        self.open(engine).await?;
        let Some(since) = since else {
            return Ok(self.begin_live(engine, place, session, Live::Here));
        };
        match self.start(engine, place, session, &since).await? {
            Start::Live(entered) => Ok(entered),
            Start::Replay => self.replay(engine, place, session, since).await,
        }
    }

    fn begin_live(self: &Arc<Self>, engine: &Arc<Engine>, place: usize, session: &Arc<Session>, live: Live) -> Entered {
        self.with(engine, |sequence, todo| self.go_live(engine, sequence, todo, place, session, live))
    }

    /// Whether a position can be recovered; if so, the listener is told.
    async fn start(
        self: &Arc<Self>,
        engine: &Arc<Engine>,
        place: usize,
        session: &Arc<Session>,
        since: &Position,
    ) -> Result<Start, StoreError> {
        // Nothing missed is the common case, and costs no question to the log.
        let live = self.with(engine, |sequence, todo| {
            let cursor = sequence.cursor.as_ref()?;
            (cursor.epoch == since.epoch && cursor.told == since.offset)
                .then(|| self.go_live(engine, sequence, todo, place, session, Live::Recovered(since.offset)))
        });
        if let Some(entered) = live {
            return Ok(Start::Live(entered));
        }
        let head = engine.store.head(engine.facts.name, &self.address).await?;
        if head.is_behind(since) {
            // The client has seen what the log no longer has: offsets must not be given out twice.
            engine.store.renew_on_a_word(engine.facts.name, &self.address, &since.epoch).await?;
            self.fill(engine);
        }
        let covered = head.covers(since);
        Ok(self.with(engine, |sequence, todo| {
            let cursor = sequence.cursor.as_ref();
            let known = cursor.is_some_and(|cursor| cursor.epoch == since.epoch);
            if !covered || !known {
                return Start::Live(self.go_live(engine, sequence, todo, place, session, Live::Afresh));
            }
            if cursor.is_none_or(|cursor| cursor.told <= since.offset) {
                let live = Live::Recovered(since.offset);
                return Start::Live(self.go_live(engine, sequence, todo, place, session, live));
            }
            if session.positions && tell(engine, session, &self.address, since, Some(true)).is_err() {
                todo.overflowed.push(session.clone());
            }
            Start::Replay
        }))
    }

    /// Reads the log from one page to the next until the listener stands where the channel stands.
    async fn replay(
        self: &Arc<Self>,
        engine: &Arc<Engine>,
        place: usize,
        session: &Arc<Session>,
        since: Position,
    ) -> Result<Entered, StoreError> {
        let mut at = since.offset;
        loop {
            let target = match self.next(engine, place, session, &since, at) {
                Next::Live => return Ok(Entered { position: since, recovered: Some(true) }),
                Next::Lost => break,
                Next::Left => return Ok(Entered { position: since, recovered: Some(false) }),
                Next::Read(target) => target,
            };
            if session.room(engine).await.is_err() {
                // The connection ends: it recovers another time.
                break;
            }
            let page = engine.store.read(engine.facts.name, &self.address, at, PAGE).await?;
            let page = page.unwrap_or_default();
            if page.first().is_none_or(|entry| entry.position.epoch != since.epoch) {
                // It was deleted between two pages.
                break;
            }
            let page = page.into_iter().filter(|entry| entry.position.offset <= target);
            at = self.tell_page(engine, place, session, at, page);
        }
        session.close(Close::Slow);
        Ok(Entered { position: since, recovered: Some(false) })
    }

    fn next(
        self: &Arc<Self>,
        engine: &Arc<Engine>,
        place: usize,
        session: &Arc<Session>,
        since: &Position,
        at: u64,
    ) -> Next {
        self.with(engine, |sequence, todo| {
            if sequence.listeners.get_mut(place, session.id).is_none_or(|listener| listener.opening.is_none()) {
                return Next::Left;
            }
            let Some(cursor) = sequence.cursor.as_ref().filter(|cursor| cursor.epoch == since.epoch) else {
                return Next::Lost;
            };
            if cursor.told > at {
                return Next::Read(cursor.told);
            }
            self.go_live(engine, sequence, todo, place, session, Live::After(at));
            Next::Live
        })
    }

    /// Tells a page of the log, and between its events the transient ones that followed them.
    fn tell_page(
        self: &Arc<Self>,
        engine: &Arc<Engine>,
        place: usize,
        session: &Arc<Session>,
        mut at: u64,
        page: impl Iterator<Item = Entry>,
    ) -> u64 {
        self.with(engine, |sequence, todo| {
            for entry in page {
                let offset = entry.position.offset;
                let listener = sequence.listeners.get_mut(place, session.id);
                // Whoever has left, or was put out, is told nothing more.
                let Some(opening) = listener.and_then(|listener| listener.opening.as_mut()) else { return at };
                let before = opening.take_before(offset);
                let stored = Arc::new(engine.message_of(&self.address, entry));
                for message in before.iter().chain([&stored]) {
                    if session.push(engine, message).is_err() {
                        todo.overflowed.push(session.clone());
                        return at;
                    }
                }
                at = offset;
            }
            at
        })
    }
}

impl Engine {
    /// A message as the log has it.
    pub(super) fn message_of(&self, address: &crate::message::Address, entry: Entry) -> Message {
        let priority = self.facts.priority(&entry.priority);
        let mut message = Message::new(entry.event.into(), address.clone(), priority, entry.texts);
        message.position = Some(entry.position);
        message
    }
}

//! A channel on this node: who listens, and what waits for its moment.

use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::OnceCell;
use tokio::time::Instant;

use super::sequence::{Sequence, Todo, tell};
use super::session::Membership;
use super::{Engine, Session};
use crate::close::Close;
use crate::message::{Address, Message, Position, SessionId};
use crate::store::StoreError;

/// A channel on this node.
pub(crate) struct Channel {
    pub(super) address: Address,
    sequence: Mutex<Sequence>,
    /// Whether the head was read from the log.
    opened: OnceCell<()>,
}

/// What an entry came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entered {
    /// Where the channel stands at the entry.
    pub(crate) position: Position,
    /// Whether everything since the position that was asked for was delivered; none where nothing was asked.
    pub(crate) recovered: Option<bool>,
}

/// What came of somebody at the door.
pub(super) enum Door {
    /// The channel is on its way out: there is, or will be, another under its name.
    Retired,
    /// The session has ended, and the channel was made for nobody.
    Ended,
    /// In, and up to date.
    In(Entered),
    /// In, at this place, and to be brought up to date.
    Opening(usize),
}

impl Channel {
    pub(super) fn new(address: Address) -> Self {
        Self { address, sequence: Mutex::default(), opened: OnceCell::new() }
    }

    /// Takes a message to all listeners, when its turn comes.
    pub(super) fn deliver(self: &Arc<Self>, engine: &Arc<Engine>, message: &Arc<Message>) {
        self.with(engine, |sequence, todo| sequence.accept(engine, message, todo));
    }

    /// Does something under the lock, and what that leaves to do after it.
    pub(super) fn with<T>(
        self: &Arc<Self>,
        engine: &Arc<Engine>,
        run: impl FnOnce(&mut Sequence, &mut Todo) -> T,
    ) -> T {
        let mut todo = Todo::default();
        let result = run(&mut self.sequence.lock(), &mut todo);
        for session in todo.overflowed {
            session.close(Close::Slow);
        }
        for session in todo.incomplete {
            session.close(Close::Failed(std::time::Duration::from_secs(1)));
        }
        if let Some(at) = todo.wake_at {
            self.flush_at(engine, at);
        }
        if todo.fill {
            self.fill(engine);
        }
        result
    }

    /// Takes what waits to all listeners, before its window is over.
    pub(super) fn flush(self: &Arc<Self>, engine: &Arc<Engine>) {
        self.with(engine, |sequence, todo| sequence.flush(engine, todo));
    }

    fn flush_at(self: &Arc<Self>, engine: &Arc<Engine>, at: Instant) {
        let (channel, own) = (self.clone(), engine.clone());
        engine.runtime.spawn(async move {
            tokio::time::sleep_until(at).await;
            channel.with(&own, |sequence, todo| sequence.flush_due(&own, at, todo));
        });
    }

    /// Takes a session in. Nothing that is sent from now on misses it.
    pub(super) fn register(self: &Arc<Self>, engine: &Arc<Engine>, session: &Arc<Session>, asks: bool) -> Door {
        self.with(engine, |sequence, todo| {
            if sequence.retired {
                return Door::Retired;
            }
            let place = sequence.listeners.next_place();
            if !session.join(&self.address, || Membership { channel: self.clone(), place }) {
                if sequence.listeners.is_empty() {
                    sequence.retired = true;
                    return Door::Ended;
                }
                let position = sequence.cursor.as_ref().map(|cursor| cursor.position());
                return Door::In(Entered { position: position.unwrap_or_default(), recovered: None });
            }
            sequence.listeners.add(session.clone());
            if asks || sequence.cursor.is_none() {
                return Door::Opening(place);
            }
            Door::In(self.go_live(engine, sequence, todo, place, session, Live::Here))
        })
    }

    /// Lets a listener hear everything from now on, and tells it where it stands.
    pub(super) fn go_live(
        &self,
        engine: &Engine,
        sequence: &mut Sequence,
        todo: &mut Todo,
        place: usize,
        session: &Arc<Session>,
        live: Live,
    ) -> Entered {
        let recovered = live.recovered();
        let here = sequence.cursor.as_ref().map(|cursor| cursor.position()).unwrap_or_default();
        let position = match live {
            Live::After(offset) | Live::Recovered(offset) => Position { offset, epoch: here.epoch },
            Live::Here | Live::Afresh => here,
        };
        let told = if session.positions && live.is_news() {
            tell(engine, session, &self.address, &position, recovered)
        } else {
            Ok(())
        };
        if told.and_then(|()| sequence.go_live(engine, place, session, position.offset)).is_err() {
            todo.overflowed.push(session.clone());
        }
        Entered { position, recovered }
    }

    /// Reads where the log stands, once.
    pub(super) async fn open(self: &Arc<Self>, engine: &Arc<Engine>) -> Result<(), StoreError> {
        let read = async {
            // The sweep looks for changes since a moment before this one, so that none falls between.
            engine.mark.get_or_try_init(|| engine.store.mark()).await?;
            let head = engine.store.head(engine.facts.name, &self.address).await?;
            self.with(engine, |sequence, todo| sequence.open(engine, head.position, todo));
            Ok(())
        };
        self.opened.get_or_try_init(|| read).await.map(|_| ())
    }

    /// How many listen.
    pub(super) fn listeners(&self) -> usize {
        self.sequence.lock().listeners.len()
    }

    /// Takes a listener out. Gives back whether that was the last: then nobody enters any more.
    pub(super) fn part(&self, place: usize, session: SessionId) -> bool {
        let mut sequence = self.sequence.lock();
        sequence.listeners.remove(place, session);
        sequence.retired |= sequence.listeners.is_empty();
        sequence.retired
    }
}

/// From where on a listener hears everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Live {
    /// From here, as it did not ask for anything else.
    Here,
    /// From here, as what it asked for cannot be had.
    Afresh,
    /// After an offset that it has already.
    Recovered(u64),
    /// After an offset up to which it was just told everything.
    After(u64),
}

impl Live {
    fn recovered(self) -> Option<bool> {
        match self {
            Self::Here => None,
            Self::Afresh => Some(false),
            Self::Recovered(_) | Self::After(_) => Some(true),
        }
    }

    fn is_news(self) -> bool {
        !matches!(self, Self::After(_))
    }
}

//! The engine: who is connected, who listens where, and what goes to whom. It knows no contract but by its [`Facts`].
//!
//! In: messages of this node (sent, or committed) and of others (from the bus). Out: frames in the queues of sessions.

mod channel;
mod fill;
mod line;
mod listeners;
mod metrics;
mod queue;
mod replay;
mod sequence;
mod session;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

use dashmap::DashMap;
use event_contracts_runtime::event_set::Judge;
use event_contracts_runtime::{Contract, EventSet, Limits, Priority};
use tokio::runtime::Handle;
use tokio::sync::OnceCell;

pub(crate) use self::channel::Entered;
use self::channel::{Channel, Door};
pub(crate) use self::metrics::Ended;
use self::metrics::Metrics;
use self::session::Membership;
pub(crate) use self::session::{Link, Session};
use crate::bus::Bus;
use crate::close::Close;
use crate::config::Config;
use crate::inspect::{Tap, What};
use crate::message::{Address, EVERYBODY, Message, Position, SessionId, Wire};
use crate::store::{Mark, Store, StoreError, tidy};

/// What the engine knows of a contract.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) fingerprint: &'static str,
    pub(crate) priorities: &'static [&'static Priority],
    pub(crate) limits: Limits,
    /// The keys of the name and of the payload in the server's envelope, where there is one.
    pub(crate) envelope: Option<(&'static str, &'static str)>,
    /// The checked model as JSON; empty where nobody has it.
    pub(crate) model: &'static str,
    /// Holds what the server sends to the contract, where that can be done.
    pub(crate) judge: Option<Judge>,
}

impl Facts {
    pub(crate) fn of<C: Contract>() -> Self {
        use event_contracts_runtime::Envelope;
        Self {
            name: C::NAME,
            version: C::VERSION,
            fingerprint: C::FINGERPRINT,
            priorities: C::PRIORITIES,
            limits: C::LIMITS,
            envelope: C::Meta::KEYS.map(|keys| (keys.name, keys.payload)),
            model: C::MODEL,
            judge: C::ServerEvent::JUDGE,
        }
    }

    /// The policy of a name; the base policy for any other.
    pub(crate) fn priority(&self, name: &str) -> &'static Priority {
        const BASE: &Priority = &Priority::BASE;
        self.priorities.iter().find(|priority| priority.name == name).copied().unwrap_or(BASE)
    }
}

/// The delivery of one contract on one node.
pub(crate) struct Engine {
    pub(crate) facts: Facts,
    pub(crate) wire: Wire,
    pub(crate) config: Config,
    pub(crate) store: Store,
    pub(crate) bus: Bus,
    pub(crate) metrics: Metrics,
    /// Where what happens is told to whoever looks.
    pub(crate) tap: Tap,
    channels: DashMap<Address, Arc<Channel>>,
    sessions: DashMap<SessionId, Arc<Session>>,
    everybody: Address,
    /// Where the log stood before any channel was opened.
    mark: OnceCell<Mark>,
    /// Where windows are awaited and the log is read, whoever sends.
    runtime: Handle,
}

impl Engine {
    /// The delivery of a contract.
    ///
    /// # Panics
    /// Outside of a Tokio runtime.
    pub(crate) fn new(facts: Facts, wire: Wire, config: Config, store: Store, bus: Bus) -> Arc<Self> {
        let engine = Arc::new(Self {
            facts,
            wire,
            store,
            bus,
            metrics: Metrics::new(facts.name),
            tap: Tap::new(facts.name),
            channels: DashMap::new(),
            sessions: DashMap::new(),
            everybody: EVERYBODY.into(),
            mark: OnceCell::new(),
            runtime: Handle::current(),
            config,
        });
        engine.bus.join(&engine);
        engine.runtime.spawn(tidy(Arc::downgrade(&engine), engine.config.retention));
        engine.runtime.spawn(fill::sweep(Arc::downgrade(&engine), engine.config.sweep));
        engine
    }

    /// Sends a transient message: to who listens here, and to the other nodes.
    pub(crate) fn send(self: &Arc<Self>, message: Message) {
        self.metrics.event(&message.event).sent.increment(1);
        let message = Arc::new(message);
        if self.tap.is_watched() && !self.channels.contains_key(&message.to) {
            self.tap.tell(|| What::sent(&message, 0));
        }
        self.deliver(&message);
        self.bus.publish(self.facts.name, &message);
    }

    /// Takes the messages of a transaction that is committed, in the order of their offsets per channel: to who listens here,
    /// and to the other nodes.
    pub(crate) fn committed(self: &Arc<Self>, messages: Vec<Message>) {
        for message in messages {
            self.send(message);
        }
    }

    /// Takes a message to who listens on this node. What was taken before is known by its offset and not taken twice.
    pub(crate) fn deliver(self: &Arc<Self>, message: &Arc<Message>) {
        if let Some(channel) = self.channel(&message.to) {
            channel.deliver(self, message);
        }
    }

    /// Takes what waits for the end of a window to who listens, before it is over.
    pub(crate) fn flush(self: &Arc<Self>) {
        let channels: Vec<_> = self.channels.iter().map(|channel| channel.clone()).collect();
        for channel in channels {
            channel.flush(self);
        }
    }

    /// A session begins. It is in [`EVERYBODY`] from now on.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub(crate) async fn open(self: &Arc<Self>, session: &Arc<Session>) -> Result<(), StoreError> {
        self.sessions.insert(session.id, session.clone());
        self.metrics.sessions().increment(1);
        let since = session.take_wanted(EVERYBODY);
        self.enter(session, &self.everybody, since.as_ref()).await?;
        if session.has_ended() {
            self.close(session);
        }
        Ok(())
    }

    /// A session has ended: it is in no channel any more. Gives back whether it had been open.
    pub(crate) fn close(&self, session: &Arc<Session>) -> bool {
        for (_, membership) in session.end() {
            self.part(session, &membership);
        }
        let was_open = self.sessions.remove(&session.id).is_some();
        if was_open {
            self.metrics.sessions().decrement(1);
        }
        was_open
    }

    /// Puts a session into a channel. A client that asked for recovery is told where the channel stands. With `since`, everything
    /// stored after that position is delivered before this returns, or the client is told that it cannot be.
    ///
    /// # Errors
    /// A database that cannot be reached: then the session is not in the channel.
    pub(crate) async fn enter(
        self: &Arc<Self>,
        session: &Arc<Session>,
        address: &Address,
        since: Option<&Position>,
    ) -> Result<Entered, StoreError> {
        let (channel, place) = loop {
            let channel = self.channel_or_new(address);
            match channel.register(self, session, since.is_some()) {
                Door::Retired => self.forget(&channel),
                Door::Ended => {
                    self.forget(&channel);
                    return Ok(Entered::default());
                }
                Door::In(entered) => return Ok(entered),
                Door::Opening(place) => break (channel, place),
            }
        };
        // In a task of its own: a caller that is cancelled must not leave the session half-way in.
        let (engine, session, since) = (self.clone(), session.clone(), since.cloned());
        let entering = self.runtime.spawn(async move {
            let entered = channel.bring_up(&engine, place, &session, since).await;
            if entered.is_err() {
                engine.leave(&session, &channel.address);
            }
            entered
        });
        let entered = entering.await.unwrap_or_else(|error| Err(sqlx::Error::Io(error.into()).into()))?;
        if let Some(recovered) = entered.recovered {
            self.metrics.recovered(recovered);
        }
        Ok(entered)
    }

    /// Takes a session out of a channel.
    pub(crate) fn leave(&self, session: &Session, address: &str) {
        if let Some(membership) = session.part(address) {
            self.part(session, &membership);
        }
    }

    /// Notes that a client was not let in.
    pub(crate) fn turned_away(&self, why: Close) {
        self.metrics.turned_away(why);
        self.tap.tell(|| What::TurnedAway(why));
    }

    /// The channels of this node with the number of who listens, [`EVERYBODY`] among them.
    pub(crate) fn listeners(&self) -> Vec<(Address, usize)> {
        let channels: Vec<_> = self.channels.iter().map(|channel| channel.clone()).collect();
        channels.into_iter().map(|channel| (channel.address.clone(), channel.listeners())).collect()
    }

    /// The sessions of this node.
    pub(crate) fn sessions(&self) -> Vec<Arc<Session>> {
        self.sessions.iter().map(|session| session.clone()).collect()
    }

    /// The keys of a frame's name and payload where frames have an envelope; else those that the hub's own frames have.
    pub(crate) fn keys(&self) -> (&'static str, &'static str) {
        self.facts.envelope.unwrap_or(("type", "data"))
    }

    fn part(&self, session: &Session, membership: &Membership) {
        if membership.channel.part(membership.place, session.id) {
            self.forget(&membership.channel);
        }
    }

    fn channel(&self, address: &str) -> Option<Arc<Channel>> {
        self.channels.get(address).map(|channel| channel.clone())
    }

    fn channel_or_new(&self, address: &Address) -> Arc<Channel> {
        if let Some(channel) = self.channel(address) {
            return channel;
        }
        let new = || {
            self.metrics.channels().increment(1);
            Arc::new(Channel::new(address.clone()))
        };
        self.channels.entry(address.clone()).or_insert_with(new).clone()
    }

    /// Takes a channel off the list that nobody enters any more.
    fn forget(&self, channel: &Arc<Channel>) {
        if self.channels.remove_if(&channel.address, |_, own| Arc::ptr_eq(own, channel)).is_some() {
            self.metrics.channels().decrement(1);
        }
    }
}

//! The engine: who is connected, who listens where, and what goes to whom. It knows no contract but by its [`Facts`].
//!
//! In: messages of this node (sent, or committed) and of others (from the bus). Out: frames in the queues of sessions.

mod channel;
mod queue;
mod session;

use std::sync::Arc;

use dashmap::DashMap;
use event_contracts_runtime::{Contract, Limits, Priority};

pub(crate) use self::channel::{Channel, Entered};
pub(crate) use self::queue::{Overflow, Queue};
pub(crate) use self::session::{Link, Session};
use crate::bus::Bus;
use crate::config::Config;
use crate::message::{Address, EVERYBODY, Message, Position, SessionId, Wire};
use crate::store::{Store, StoreError};

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
    channels: DashMap<Address, Arc<Channel>>,
    sessions: DashMap<SessionId, Arc<Session>>,
}

impl Engine {
    pub(crate) fn new(facts: Facts, wire: Wire, config: Config, store: Store, bus: Bus) -> Arc<Self> {
        Arc::new(Self { facts, wire, config, store, bus, channels: DashMap::new(), sessions: DashMap::new() })
    }

    /// Sends a transient message: to who listens here, and to the other nodes.
    pub(crate) fn send(&self, message: Message) {
        let message = Arc::new(message);
        self.deliver(&message);
        self.bus.publish(self.facts.name, &message);
    }

    /// Takes the messages of a transaction that is committed, in the order of their offsets per channel: to who listens here,
    /// and to the other nodes.
    pub(crate) fn committed(&self, messages: Vec<Message>) {
        for message in messages {
            self.send(message);
        }
    }

    /// Takes a message to who listens on this node.
    pub(crate) fn deliver(&self, message: &Arc<Message>) {
        let channel = self.channels.get(&message.to).map(|channel| channel.clone());
        if let Some(channel) = channel {
            channel.deliver(self, message);
        }
    }

    /// A session begins. It is in [`EVERYBODY`] from now on.
    pub(crate) async fn open(&self, session: &Arc<Session>) -> Result<(), StoreError> {
        self.sessions.insert(session.id, session.clone());
        self.enter(session, &EVERYBODY.into(), None).await.map(|_| ())
    }

    /// A session has ended: it is in no channel any more. Gives back whether it had been open.
    pub(crate) fn close(&self, session: &Arc<Session>) -> bool {
        for channel in session.leave_all() {
            self.part(session, &channel);
        }
        self.sessions.remove(&session.id).is_some()
    }

    /// Puts a session into a channel. With `since`, everything stored after that position is delivered first, or the answer says
    /// that it cannot be.
    pub(crate) async fn enter(
        &self,
        session: &Arc<Session>,
        address: &Address,
        since: Option<&Position>,
    ) -> Result<Entered, StoreError> {
        let channel = self.channels.entry(address.clone()).or_default().clone();
        channel.enter(self, session, address, since).await
    }

    /// Takes a session out of a channel.
    pub(crate) fn leave(&self, session: &Arc<Session>, address: &str) {
        if let Some(address) = session.leave(address) {
            self.part(session, &address);
        }
    }

    fn part(&self, session: &Session, address: &Address) {
        if let Some(channel) = self.channels.get(address).map(|channel| channel.clone()) {
            channel.part(session.id);
        }
        self.channels.remove_if(address, |_, channel| channel.is_idle());
    }

    /// The sessions of this node.
    pub(crate) fn sessions(&self) -> Vec<Arc<Session>> {
        self.sessions.iter().map(|session| session.clone()).collect()
    }
}

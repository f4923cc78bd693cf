//! One client, as an application sees it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use event_contracts_runtime::object::WriteObject;
use event_contracts_runtime::{Acknowledged, ChannelSet, Contract, Entry, Event, Payload, ToConnection, Transient};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::close::Close;
use crate::engine::Session;
use crate::gateway::{AskError, Gate, ask};
use crate::hub::Hub;
use crate::inspect::What;
use crate::message::{Address, Position, SessionId};
use crate::refusal::Refusal;
use crate::user::User;

/// One client, connected to one contract. A copy is the same client.
pub struct Connection<C: Contract> {
    hub: Hub<C>,
    pub(crate) session: Arc<Session>,
    gate: Arc<dyn Gate<C>>,
}

impl<C: Contract<Meta: WriteObject>> Connection<C> {
    pub(crate) fn new(hub: Hub<C>, session: Arc<Session>, gate: Arc<dyn Gate<C>>) -> Self {
        Self { hub, session, gate }
    }

    /// Which connection it is.
    pub fn id(&self) -> SessionId {
        self.session.id
    }

    /// Who it is; none without a valid token.
    pub fn user(&self) -> Option<Arc<User>> {
        self.session.user()
    }

    /// What sends to everybody else: the hub, on behalf of this user. What the client's own event sets off does not count against
    /// the user's limit again.
    pub fn hub(&self) -> Hub<C> {
        self.hub.following(self.user())
    }

    /// Lets the client into a channel, if the contract's rules do. A client that asked to recover gets what it missed first.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn join(&self, channel: impl Into<C::Channel>) -> Result<Entry, Refusal> {
        let channel = channel.into();
        let entry = self.gate.admit(&channel, self.user().as_deref()).await;
        if entry.is_allowed() {
            self.gate.enter(&self.session, &channel.address().into()).await?;
        }
        Ok(entry)
    }

    /// Lets the client into a channel as [`Connection::join`] does, and tells it first what was stored in the channel until now,
    /// as far as the log goes back: for a channel that has just come to be, which nobody could have entered sooner.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn join_from_start(&self, channel: impl Into<C::Channel>) -> Result<Entry, Refusal> {
        let channel = channel.into();
        let entry = self.gate.admit(&channel, self.user().as_deref()).await;
        if entry.is_allowed() {
            let address: Address = channel.address().into();
            let engine = self.hub.engine();
            let epoch = engine.store.head(engine.facts.name, &address).await?.position.epoch;
            self.session.want(&address, Position { offset: 0, epoch });
            self.gate.enter(&self.session, &address).await?;
        }
        Ok(entry)
    }

    /// Takes the client out of a channel.
    pub fn leave(&self, channel: impl Into<C::Channel>) {
        self.hub.engine().leave(&self.session, &channel.into().address());
    }

    /// Whether the client is in a channel.
    pub fn is_in(&self, channel: impl Into<C::Channel>) -> bool {
        self.session.is_in(&channel.into().address())
    }

    /// Sends an event to this client alone.
    pub fn send<E>(&self, event: &E)
    where
        E: Event<Contract = C> + Transient + ToConnection + Payload + Serialize,
    {
        let engine = self.hub.engine();
        for text in self.hub.encode(event, None) {
            self.session.push_frame(engine, crate::message::frame(&engine.wire, &text, None));
            engine.tap.tell(|| What::Said { session: self.session.id, text: text.into() });
        }
    }

    /// Asks this client, and waits for its acknowledgement.
    ///
    /// # Errors
    /// `TimedOut`; `Gone`; `Unfit` where the answer is not of its type; `NotPossible` on a plain WebSocket.
    pub async fn ask<E>(&self, event: &E, within: Duration) -> Result<E::Ack, AskError>
    where
        E: Event<Contract = C> + Transient + Acknowledged<Ack: DeserializeOwned> + Payload + Serialize,
    {
        ask(self.hub.engine(), &self.session, self.hub.encode(event, None), within).await
    }

    /// Ends the connection.
    pub fn close(&self, why: Close) {
        self.session.close(why);
    }
}

impl<C: Contract> Clone for Connection<C> {
    fn clone(&self) -> Self {
        Self { hub: self.hub.clone(), session: self.session.clone(), gate: self.gate.clone() }
    }
}

impl<C: Contract> fmt::Debug for Connection<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("id", &self.session.id).finish_non_exhaustive()
    }
}

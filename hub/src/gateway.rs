//! Between a transport and a system: who may connect, what a client may send, what is answered.
//!
//! A transport reads the handshake into a [`Hello`], asks the [`Gateway`] whether to let the client in, makes a session with its
//! own [`Link`](crate::engine::Link), and hands over every frame of the client, one after the other.

use std::pin::Pin;
use std::sync::Arc;

use event_contracts_runtime::object::ReadObject;
use event_contracts_runtime::object::WriteObject;
use event_contracts_runtime::{
    Admit, ChannelSet, Contract, DecodeError, Dispatch, Encoded, Entry, Envelope, EventSet, ReadEvents, frame,
};

use crate::close::Close;
use crate::connection::Connection;
use crate::engine::{Engine, Session};
use crate::hub::Hub;
use crate::message::{Address, Position};
use crate::refusal::{Code, Refusal};
use crate::system::System;
use crate::user::User;

/// A future in a box: what crosses from code that knows no contract to code that does.
pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a client says on connecting.
#[derive(Debug, Default)]
pub(crate) struct Hello {
    /// Its token, wherever it lay: without the word `Bearer`.
    pub(crate) token: Option<String>,
    /// The Origin header.
    pub(crate) origin: Option<String>,
    /// The fingerprint of the contract that it was built with.
    pub(crate) contract: Option<String>,
    /// The channels that it was in, each with the position of the last event that it has; present and perhaps empty where it
    /// wants to be told positions.
    pub(crate) recover: Option<Vec<(Address, Position)>>,
}

/// Somebody who may connect.
#[derive(Debug)]
pub(crate) struct Welcome {
    /// Who it is; none without a token.
    pub(crate) user: Option<Arc<User>>,
}

/// What a transport asks of a contract.
pub(crate) trait Gateway: Send + Sync + 'static {
    /// The engine of the contract.
    fn engine(&self) -> &Arc<Engine>;

    /// Whether a client may connect, and as whom. What it is granted counts from now on, until [`Gateway::close`].
    fn admit<'a>(&'a self, hello: &'a Hello) -> Boxed<'a, Result<Welcome, Close>>;

    /// A session begins: the system greets it, and it enters the channels that it is in from the start or asked to recover.
    fn open<'a>(&'a self, session: &'a Arc<Session>) -> Boxed<'a, Result<(), Close>>;

    /// Takes a frame of the client: the JSON text of an envelope, or of the array of a Socket.IO packet. What comes back is the
    /// acknowledgement, if the client waits for one (`acknowledge`); everything else that is to be said was queued.
    fn take<'a>(&'a self, session: &'a Arc<Session>, text: &'a str, acknowledge: bool) -> Boxed<'a, Option<Encoded>>;

    /// A session has ended.
    fn close<'a>(&'a self, session: &'a Arc<Session>) -> Boxed<'a, ()>;
}

/// The doors of a contract's channels, as a connection needs them.
pub(crate) trait Gate<C: Contract>: Send + Sync {
    /// Asks the contract's rules.
    fn admit<'a>(&'a self, channel: &'a C::Channel, user: Option<&'a User>) -> Boxed<'a, Entry>;

    /// Puts a session into a channel, and delivers what it asked to recover of it.
    fn enter<'a>(&'a self, session: &'a Arc<Session>, address: &'a Address) -> Boxed<'a, Result<(), Refusal>>;
}

/// A system behind its gateway.
pub(crate) struct Served<S: System> {
    hub: Hub<S::Contract>,
    system: Arc<S>,
}

/// The rules alone, without the system's life.
struct Rules<S: System> {
    engine: Arc<Engine>,
    system: Arc<S>,
}

impl<S: System> Served<S>
where
    <S::Contract as Contract>::ClientEvent: ReadEvents + Send,
    <<S::Contract as Contract>::ClientEvent as EventSet>::Meta: ReadObject,
{
    pub(crate) fn new(hub: Hub<S::Contract>, system: Arc<S>) -> Self {
        Self { hub, system }
    }

    fn connection(&self, session: &Arc<Session>) -> Connection<S::Contract> {
        let rules = Rules { engine: self.hub.engine().clone(), system: self.system.clone() };
        Connection::new(self.hub.clone(), session.clone(), Arc::new(rules))
    }
}

impl<S: System> Gate<S::Contract> for Rules<S> {
    fn admit<'a>(
        &'a self,
        channel: &'a <S::Contract as Contract>::Channel,
        user: Option<&'a User>,
    ) -> Boxed<'a, Entry> {
        Box::pin(channel.admit(&*self.system, user))
    }

    fn enter<'a>(&'a self, session: &'a Arc<Session>, address: &'a Address) -> Boxed<'a, Result<(), Refusal>> {
        Box::pin(async move {
            let since = session.take_wanted(address);
            self.engine.enter(session, address, since.as_ref()).await?;
            Ok(())
        })
    }
}

impl<S: System> Gateway for Served<S>
where
    <S::Contract as Contract>::ClientEvent: ReadEvents + Send,
    <<S::Contract as Contract>::ClientEvent as EventSet>::Meta: ReadObject + Send,
{
    fn engine(&self) -> &Arc<Engine> {
        self.hub.engine()
    }

    fn admit<'a>(&'a self, _hello: &'a Hello) -> Boxed<'a, Result<Welcome, Close>> {
        Box::pin(async {
            let user: Option<Arc<User>> = None;
            match self.system.admits(user.as_deref()).await {
                Entry::Allowed => Ok(Welcome { user }),
                Entry::Unauthenticated => Err(Close::Unauthenticated),
                Entry::Denied => Err(Close::Denied),
            }
        })
    }

    fn open<'a>(&'a self, session: &'a Arc<Session>) -> Boxed<'a, Result<(), Close>> {
        Box::pin(async move {
            let failed = Close::Failed(std::time::Duration::from_secs(1));
            self.hub.engine().open(session).await.map_err(|_| failed)?;
            self.system.connected(&self.connection(session)).await.map_err(|_| failed)
        })
    }

    fn take<'a>(&'a self, session: &'a Arc<Session>, text: &'a str, _acknowledge: bool) -> Boxed<'a, Option<Encoded>> {
        Box::pin(async move {
            let frame = frame::decode_text::<<S::Contract as Contract>::ClientEvent>(text).ok()?;
            frame.event.dispatch(&*self.system, &self.connection(session)).await.ok().flatten()
        })
    }

    fn close<'a>(&'a self, session: &'a Arc<Session>) -> Boxed<'a, ()> {
        Box::pin(async move {
            if self.hub.engine().close(session) {
                self.system.disconnected(&self.connection(session)).await;
            }
        })
    }
}

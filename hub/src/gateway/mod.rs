//! Between a transport and a system: who may connect, what a client may send, what is answered.
//!
//! A transport reads the handshake into a [`Hello`], asks the [`Gateway`] whether to let the client in, makes a session with its
//! own [`Link`](crate::engine::Link), and hands over every frame of the client, one after the other.

mod hello;
mod kept;
mod questions;

use std::pin::Pin;
use std::sync::Arc;

use event_contracts_runtime::object::ReadObject;
use event_contracts_runtime::object::WriteObject;
use event_contracts_runtime::{
    Admit, ChannelSet, Contract, DecodeError, Dispatch, Encoded, Entry, Envelope, EventSet, ReadEvents, frame,
};

pub(crate) use self::hello::Hello;
pub(crate) use self::kept::Kept;
pub use self::questions::AskError;
pub(crate) use self::questions::ask;
use crate::close::Close;
use crate::connection::Connection;
use crate::engine::{Engine, Link, Session};
use crate::hub::Hub;
use crate::limits::{Place, Places};
use crate::message::Address;
use crate::refusal::{Code, Refusal};
use crate::system::System;
use crate::user::User;

/// A future in a box: what crosses from code that knows no contract to code that does.
pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Somebody who may connect.
#[derive(Debug)]
pub(crate) struct Welcome {
    /// Who it is; none without a token.
    user: Option<Arc<User>>,
    /// The place among the connections that there may be, until the session has ended.
    place: Place,
}

impl Welcome {
    /// The session of the client that said this.
    pub(crate) fn session(self, hello: Hello, link: Box<dyn Link>) -> Arc<Session> {
        let session = Session::new(self.user, hello.recover, hello.contract.map(Into::into), link);
        *session.kept.place.lock() = Some(self.place);
        session
    }
}

/// What a transport asks of a contract.
pub(crate) trait Gateway: Send + Sync + 'static {
    /// The engine of the contract.
    fn engine(&self) -> &Arc<Engine>;

    /// The bytes of the largest message that a client may send: one more is [`Close::TooBig`].
    fn most_bytes(&self) -> usize {
        let engine = self.engine();
        let own = engine.facts.limits.frame_bytes.and_then(|bytes| usize::try_from(bytes).ok());
        own.unwrap_or(engine.config.frame_bytes)
    }

    /// Whether a client may connect, and as whom: its Origin, its token, the system's own word. A client that is let in has one
    /// of the places for connections, until [`Gateway::close`].
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
    places: Arc<Places>,
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
        let places = Places::new(&hub.engine().facts.limits);
        Self { hub, system, places }
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

    fn admit<'a>(&'a self, hello: &'a Hello) -> Boxed<'a, Result<Welcome, Close>> {
        Box::pin(async {
            if !self.engine().config.origins.allow_headers(&hello.headers) {
                return Err(Close::WrongOrigin);
            }
            let user: Option<Arc<User>> = None;
            match self.system.admits(user.as_deref()).await {
                Entry::Allowed => {
                    let place = self.places.take(user.as_ref().map(|user| &*user.id))?;
                    Ok(Welcome { user, place })
                }
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
            session.kept.questions.end();
            drop(session.kept.place.lock().take());
            if self.hub.engine().close(session) {
                self.system.disconnected(&self.connection(session)).await;
            }
        })
    }
}

//! Between a transport and a system: who may connect, what a client may send, what is answered.
//!
//! A transport reads the handshake into a [`Hello`], asks the [`Gateway`] whether to let the client in, makes a session with its
//! own [`Link`](crate::engine::Link), and hands over every frame of the client, one after the other.

mod answer;
mod application;
mod careful;
mod frames;
mod hello;
mod keeping;
mod kept;
mod questions;
mod renewal;
mod rules;
mod served;
mod strangers;
mod typed;
mod words;

#[cfg(test)]
mod tests;

use std::pin::Pin;
use std::sync::Arc;

use event_contracts_runtime::{Contract, Encoded, Entry};

pub(crate) use self::application::{Application, Heard};
pub(crate) use self::hello::Hello;
pub(crate) use self::kept::Kept;
pub use self::questions::AskError;
pub(crate) use self::questions::ask;
pub(crate) use self::served::Served;
pub(crate) use self::typed::Typed;
use crate::close::Close;
use crate::engine::{Engine, Link, Session};
use crate::limits::Place;
use crate::message::Address;
use crate::refusal::Refusal;
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

/// Puts a session into a channel, and delivers what it asked to recover of it.
///
/// # Errors
/// A database that cannot be reached.
pub(crate) async fn enter(engine: &Arc<Engine>, session: &Arc<Session>, address: &Address) -> Result<(), Refusal> {
    let since = session.take_wanted(address);
    engine.enter(session, address, since.as_ref()).await?;
    Ok(())
}

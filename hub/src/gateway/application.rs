//! What a gateway asks of an application, whether the types of its contract are known to the compiler ([`Typed`](super::Typed))
//! or not ([`untyped`](crate::untyped)).

use std::sync::Arc;

use event_contracts_runtime::{Encoded, Entry, FormerName};

use crate::auth::{Token, TokenError};
use crate::common::Common;
use crate::engine::Session;
use crate::refusal::Refusal;
use crate::system::Answer;
use crate::user::User;

/// A frame of a client, read.
pub(crate) enum Heard<E> {
    /// An event that clients send, and the former name that it came under.
    Event(E, Option<&'static FormerName>),
    /// An event that clients do not send.
    Stranger(E),
    /// No event.
    Broken(Refusal),
}

/// What a gateway asks of an application.
pub(crate) trait Application: Send + Sync + 'static {
    /// One client, as the application sees it.
    type Connection: Send + Sync;
    /// What clients send.
    type Event: Send;

    /// What the node has of the contract.
    fn common(&self) -> &Common;

    /// The client of a session.
    fn connection(&self, session: &Arc<Session>) -> Self::Connection;

    /// Whom a token stands for.
    ///
    /// # Errors
    /// What is wrong with it.
    fn verify(&self, token: &Token) -> Result<User, TokenError> {
        self.common().engine.config.tokens.verify(token)
    }

    /// Whether somebody may connect at all.
    fn admits(&self, user: Option<&User>) -> impl Future<Output = Entry> + Send;

    /// Whether somebody may enter the channel of an address; none where no channel has it.
    fn admit_to(&self, address: &str, user: Option<&User>) -> impl Future<Output = Option<Entry>> + Send;

    /// A client has connected.
    fn connected(&self, connection: &Self::Connection) -> impl Future<Output = Result<(), Refusal>> + Send;

    /// A client has gone.
    fn disconnected(&self, connection: &Self::Connection) -> impl Future<Output = ()> + Send;

    /// Reads a frame that is neither too large nor too deep.
    fn read(&self, text: &str) -> Heard<Self::Event>;

    /// The name of an event.
    fn name<'a>(&self, event: &'a Self::Event) -> &'a str;

    /// Does what an event asks for. What comes back is the acknowledgement of the contract.
    fn handle(
        &self,
        connection: &Self::Connection,
        event: Self::Event,
    ) -> impl Future<Output = Result<Option<Encoded>, Refusal>> + Send;

    /// How the contract's own words say that an event was refused.
    fn refused(&self, connection: &Self::Connection, refusal: &Refusal) -> Answer;

    /// The names of the events that the server sends.
    fn server_names(&self) -> &'static [&'static str];

    /// The names of the events that clients send, and of those which come through a request.
    fn client_names(&self) -> &'static [&'static str];

    /// The keys of name and payload in what clients write on a plain WebSocket, where they have an envelope of their own.
    fn client_keys(&self) -> Option<(&'static str, &'static str)>;
}

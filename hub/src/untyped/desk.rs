//! What an application says of a contract that is known at run time.

use event_contracts_runtime::{Encoded, Entry, FormerName};
use serde_json::Value;

use super::Connection;
use crate::auth::{Token, TokenError, Verifier};
use crate::refusal::Refusal;
use crate::system::Answer;
use crate::user::User;

/// An event of a client, read and judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The event's own name.
    pub event: String,
    /// The former name that it came under.
    pub former: Option<&'static FormerName>,
    /// Its arguments: none, the payload, or several on Socket.IO.
    pub arguments: Vec<Value>,
}

/// What an application says of a contract that is known at run time: what [`System`](crate::System) and the generated traits are
/// for the others.
pub trait Desk: Send + Sync + 'static {
    /// Whom a token stands for. `own` is what the hub's configuration takes.
    ///
    /// # Errors
    /// What is wrong with it.
    fn verify(&self, token: &Token, own: &Verifier) -> Result<User, TokenError> {
        own.verify(token)
    }

    /// Whether somebody may connect at all.
    fn admits(&self, user: Option<&User>) -> impl Future<Output = Entry> + Send {
        let _ = user;
        async { Entry::Allowed }
    }

    /// Whether somebody may enter the channel of an address; none where no channel of the contract has it, as it is written here.
    fn admit_to(&self, address: &str, user: Option<&User>) -> impl Future<Output = Option<Entry>> + Send;

    /// A client has connected: the place to let it join what it is in from the start. A refusal ends the connection.
    fn connected(&self, connection: &Connection) -> impl Future<Output = Result<(), Refusal>> + Send {
        let _ = connection;
        async { Ok(()) }
    }

    /// A client has gone.
    fn disconnected(&self, connection: &Connection) -> impl Future<Output = ()> + Send {
        let _ = connection;
        async {}
    }

    /// Reads and judges a frame of a client: the JSON text of an envelope, or of the array of a Socket.IO packet. It is neither too
    /// large nor too deep.
    ///
    /// # Errors
    /// Why it is not taken, as of every event that no client sends. What clients say to the hub itself is refused here too: the hub
    /// looks at what was refused before it tells the client.
    fn read(&self, text: &str) -> Result<Said, Refusal>;

    /// Does what an event asks for. What comes back is the acknowledgement: JSON, or several values with commas between them.
    fn handle(
        &self,
        connection: &Connection,
        said: Said,
    ) -> impl Future<Output = Result<Option<Encoded>, Refusal>> + Send;

    /// How the contract's own words say that an event was refused.
    fn refused(&self, connection: &Connection, refusal: &Refusal) -> Answer {
        let _ = (connection, refusal);
        Answer::Notice
    }
}

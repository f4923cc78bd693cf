//! What an application says of one contract.

use event_contracts_runtime::{Admit, Contract, Dispatch, Encoded, Entry};

use event_contracts_runtime::object::WriteObject;

use crate::connection::Connection;
use crate::refusal::Refusal;
use crate::user::User;

/// What an application says of one contract, beside the contract's own `ClientHandler` (with [`Connection`] and [`Refusal`])
/// and `Access` (with [`User`]), without which it does not compile.
pub trait System: Send + Sync + Sized + 'static {
    /// The contract.
    type Contract: Contract<
            ClientEvent: Dispatch<Self, Connection = Connection<Self::Contract>, Error = Refusal>,
            Channel: Admit<Self, User>,
            Meta: WriteObject,
        >;

    /// Whether somebody may connect at all. Asked on connecting, before the client hears anything that goes to everybody, and again
    /// when a token is renewed. Everybody may, unless the application says otherwise.
    fn admits(&self, user: Option<&User>) -> impl Future<Output = Entry> + Send {
        let _ = user;
        async { Entry::Allowed }
    }

    /// A client has connected: the place to let it join the channels that it is in from the start, and to greet it. A refusal
    /// ends the connection.
    fn connected(&self, connection: &Connection<Self::Contract>) -> impl Future<Output = Result<(), Refusal>> + Send {
        let _ = connection;
        async { Ok(()) }
    }

    /// A client has gone.
    fn disconnected(&self, connection: &Connection<Self::Contract>) -> impl Future<Output = ()> + Send {
        let _ = connection;
        async {}
    }

    /// How the contract's own words say that an event was refused.
    fn refused(&self, connection: &Connection<Self::Contract>, refusal: &Refusal) -> Answer {
        let _ = (connection, refusal);
        Answer::Notice
    }
}

/// How a client is told that its event was refused.
#[derive(Clone, Debug)]
pub enum Answer {
    /// By the hub's own words: on Socket.IO an acknowledgement `{"error": ..}` where the client waits for one, else the notice
    /// `hub:error`.
    Notice,
    /// By this acknowledgement, where the client waits for one; else by the notice.
    Acknowledgement(Encoded),
    /// By this frame of the contract.
    Frame(Encoded),
}

//! One client of a contract that is known at run time.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use event_contracts_runtime::Encoded;
use serde_json::Value;

use super::Hub;
use crate::close::Close;
use crate::engine::Session;
use crate::gateway::{AskError, ask, enter};
use crate::inspect::What;
use crate::message::{SessionId, frame};
use crate::refusal::Refusal;
use crate::user::User;

/// One client, connected to one contract. A copy is the same client.
#[derive(Clone)]
pub struct Connection {
    hub: Hub,
    session: Arc<Session>,
}

impl Connection {
    pub(super) fn new(hub: Hub, session: Arc<Session>) -> Self {
        Self { hub, session }
    }

    /// Which connection it is.
    pub fn id(&self) -> SessionId {
        self.session.id
    }

    /// Who it is; none without a token.
    pub fn user(&self) -> Option<Arc<User>> {
        self.session.user()
    }

    /// The hub that it is connected to.
    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    /// The fingerprint of the contract that the client was built with, if it told.
    pub fn fingerprint(&self) -> Option<&str> {
        self.session.fingerprint.as_deref()
    }

    /// Puts the client into the channel of an address, without asking anybody. A client that asked to recover gets what it missed
    /// first.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn enter(&self, address: &str) -> Result<(), Refusal> {
        enter(&self.hub.common().engine, &self.session, &address.into()).await
    }

    /// Takes the client out of a channel.
    pub fn leave(&self, address: &str) {
        self.hub.common().engine.leave(&self.session, address);
    }

    /// Whether the client is in a channel.
    pub fn is_in(&self, address: &str) -> bool {
        self.session.is_in(address)
    }

    /// The addresses of the channels that the client is in.
    pub fn channels(&self) -> Vec<Arc<str>> {
        self.session.channels()
    }

    /// Sends frames to this client alone: an event under its name, and under each former name that is still served.
    pub fn send(&self, texts: impl IntoIterator<Item = Encoded>) {
        let engine = &self.hub.common().engine;
        for text in texts {
            self.session.push_frame(engine, frame(&engine.wire, &text, None));
            engine.tap.tell(|| What::Said { session: self.session.id, text: text.into() });
        }
    }

    /// Asks this client, and waits for its acknowledgement: null where it says nothing.
    ///
    /// # Errors
    /// `TimedOut`; `Gone`; `Unfit` where it says more than one thing; `NotPossible` on a plain WebSocket.
    pub async fn ask(&self, texts: impl IntoIterator<Item = Encoded>, within: Duration) -> Result<Value, AskError> {
        ask(&self.hub.common().engine, &self.session, texts.into_iter(), within).await
    }

    /// Ends the connection.
    pub fn close(&self, why: Close) {
        self.session.close(why);
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("id", &self.session.id).finish_non_exhaustive()
    }
}

//! A desk behind its gateway.

use std::sync::Arc;

use event_contracts_runtime::{Encoded, Entry};

use super::{Connection, Desk, Hub, Said};
use crate::auth::{Token, TokenError};
use crate::common::Common;
use crate::engine::Session;
use crate::gateway::{Application, Heard};
use crate::refusal::Refusal;
use crate::system::Answer;
use crate::user::User;

/// A desk, as its gateway asks it.
pub(crate) struct Behind<D> {
    hub: Hub,
    desk: Arc<D>,
}

impl<D: Desk> Behind<D> {
    pub(crate) fn new(hub: Hub, desk: Arc<D>) -> Self {
        Self { hub, desk }
    }
}

impl<D: Desk> Application for Behind<D> {
    type Connection = Connection;
    type Event = Said;

    fn common(&self) -> &Common {
        self.hub.common()
    }

    fn connection(&self, session: &Arc<Session>) -> Connection {
        Connection::new(self.hub.clone(), session.clone())
    }

    fn verify(&self, token: &Token) -> Result<User, TokenError> {
        self.desk.verify(token, &self.common().engine.config.tokens)
    }

    fn admits(&self, user: Option<&User>) -> impl Future<Output = Entry> + Send {
        self.desk.admits(user)
    }

    fn admit_to(&self, address: &str, user: Option<&User>) -> impl Future<Output = Option<Entry>> + Send {
        self.desk.admit_to(address, user)
    }

    fn connected(&self, connection: &Connection) -> impl Future<Output = Result<(), Refusal>> + Send {
        self.desk.connected(connection)
    }

    fn disconnected(&self, connection: &Connection) -> impl Future<Output = ()> + Send {
        self.desk.disconnected(connection)
    }

    fn read(&self, text: &str) -> Heard<Said> {
        match self.desk.read(text) {
            Ok(said) => {
                let former = said.former;
                Heard::Event(said, former)
            }
            Err(refusal) => Heard::Broken(refusal),
        }
    }

    fn name<'a>(&self, said: &'a Said) -> &'a str {
        &said.event
    }

    fn handle(
        &self,
        connection: &Connection,
        said: Said,
    ) -> impl Future<Output = Result<Option<Encoded>, Refusal>> + Send {
        self.desk.handle(connection, said)
    }

    fn refused(&self, connection: &Connection, refusal: &Refusal) -> Answer {
        self.desk.refused(connection, refusal)
    }

    fn server_names(&self) -> &'static [&'static str] {
        self.hub.contract().server_events
    }

    fn client_names(&self) -> &'static [&'static str] {
        self.hub.contract().client_events
    }

    fn client_keys(&self) -> Option<(&'static str, &'static str)> {
        self.hub.contract().client_envelope
    }
}

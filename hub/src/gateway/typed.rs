//! A system behind its gateway: every frame is read straight into the types of its contract.

use std::sync::Arc;

use event_contracts_runtime::object::ReadObject;
use event_contracts_runtime::{Contract, Dispatch, Encoded, Entry, Envelope, EventSet, ReadEvents, frame};

use super::application::{Application, Heard};
use super::rules::Rules;
use crate::common::Common;
use crate::connection::Connection;
use crate::engine::Session;
use crate::hub::Hub;
use crate::refusal::Refusal;
use crate::system::{Answer, System};
use crate::user::User;

/// What clients of a system's contract send.
type ClientEvent<S> = <<S as System>::Contract as Contract>::ClientEvent;

/// A system, as its gateway asks it.
pub(crate) struct Typed<S: System> {
    hub: Hub<S::Contract>,
    system: Arc<S>,
    rules: Arc<Rules<S>>,
}

impl<S: System> Typed<S> {
    pub(crate) fn new(hub: Hub<S::Contract>, system: Arc<S>) -> Self {
        Self { rules: Arc::new(Rules::new(hub.engine().clone(), system.clone())), hub, system }
    }
}

impl<S: System> Application for Typed<S>
where
    ClientEvent<S>: ReadEvents + Send,
    <ClientEvent<S> as EventSet>::Meta: ReadObject + Send,
{
    type Connection = Connection<S::Contract>;
    type Event = ClientEvent<S>;

    fn common(&self) -> &Common {
        self.hub.common()
    }

    fn connection(&self, session: &Arc<Session>) -> Self::Connection {
        Connection::new(self.hub.clone(), session.clone(), self.rules.clone())
    }

    fn admits(&self, user: Option<&User>) -> impl Future<Output = Entry> + Send {
        self.system.admits(user)
    }

    fn admit_to(&self, address: &str, user: Option<&User>) -> impl Future<Output = Option<Entry>> + Send {
        self.rules.admit_to(address, user)
    }

    fn connected(&self, connection: &Self::Connection) -> impl Future<Output = Result<(), Refusal>> + Send {
        self.system.connected(connection)
    }

    fn disconnected(&self, connection: &Self::Connection) -> impl Future<Output = ()> + Send {
        self.system.disconnected(connection)
    }

    fn read(&self, text: &str) -> Heard<Self::Event> {
        match frame::decode_text::<Self::Event>(text) {
            Ok(frame) if frame.event.unknown().is_none() => Heard::Event(frame.event, frame.alias),
            Ok(frame) => Heard::Stranger(frame.event),
            Err(error) => Heard::Broken(Refusal::from(&error)),
        }
    }

    fn name<'a>(&self, event: &'a Self::Event) -> &'a str {
        event.name()
    }

    fn handle(
        &self,
        connection: &Self::Connection,
        event: Self::Event,
    ) -> impl Future<Output = Result<Option<Encoded>, Refusal>> + Send {
        event.dispatch(&*self.system, connection)
    }

    fn refused(&self, connection: &Self::Connection, refusal: &Refusal) -> Answer {
        self.system.refused(connection, refusal)
    }

    fn server_names(&self) -> &'static [&'static str] {
        <<S::Contract as Contract>::ServerEvent as EventSet>::NAMES
    }

    fn client_names(&self) -> &'static [&'static str] {
        Self::Event::NAMES
    }

    fn client_keys(&self) -> Option<(&'static str, &'static str)> {
        <Self::Event as EventSet>::Meta::KEYS.map(|keys| (keys.name, keys.payload))
    }
}

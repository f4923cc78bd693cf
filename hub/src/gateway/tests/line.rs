//! An application of the contract on a plain WebSocket, with limits.

use std::sync::Arc;

use event_contracts_runtime::Raw;

use super::config;
use super::line_contract::channels::Room;
use super::line_contract::events::{Said, Say};
use super::line_contract::handlers::{Access, ClientHandler};
use super::line_contract::{Line, Meta};
use crate::bus::Bus;
use crate::connection::Connection;
use crate::gateway::{Gateway, Served, Typed};
use crate::hub::Hub;
use crate::refusal::Refusal;
use crate::store::Store;
use crate::system::System;
use crate::user::User;

/// The application.
pub(super) struct App;

/// A node.
pub(super) async fn node() -> (Arc<dyn Gateway>, Hub<Line>) {
    let store = Store::open("sqlite::memory:").await.expect("a database");
    let hub = Hub::new(store, Bus::default(), config(), |_| Meta { at: 7 });
    (Arc::new(Served::new(Typed::new(hub.clone(), Arc::new(App)))), hub)
}

impl System for App {
    type Contract = Line;

    async fn connected(&self, connection: &Connection<Line>) -> Result<(), Refusal> {
        connection.join(Room { room_id: "lobby".to_owned() }).await.map(drop)
    }
}

impl ClientHandler for App {
    type Connection = Connection<Line>;
    type Error = Refusal;

    async fn say(&self, from: &Connection<Line>, event: Say) -> Result<(), Refusal> {
        from.hub().send(&Said(event.0))
    }

    async fn unknown(&self, _: &Connection<Line>, event: Raw) -> Result<(), Refusal> {
        Err(event.into())
    }
}

impl Access for App {
    type User = User;
}

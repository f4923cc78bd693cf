//! Support chat between the visitors of a site and its agents.
//!
//! A request is answered after its commit; the events that it emitted are on their way then. A visitor is in their own open
//! conversation from the start, an agent in `agents` and in all that are open; who is connected joins a conversation when it
//! begins or is reopened, with everything that was stored in it.

mod access;
mod desk;
mod handler;
mod presence;
mod rest;
mod store;

use std::sync::Arc;

use event_contracts::chatflow as contract;
use event_hub::{Connection, Hub, Migration, Refusal, Store, StoreError, System};

use self::desk::Desk;
pub use self::rest::requests;
use super::Name;
use crate::base::Base;
use crate::config;
use crate::presence::Presence;
use crate::tokens::Tokens;

/// The role of an agent, and of a visitor.
const AGENT: &str = "agent";
const VISITOR: &str = "visitor";

/// The system.
pub struct Chatflow {
    hub: Hub<contract::Chatflow>,
    store: Store,
    tokens: Arc<Tokens>,
    config: config::Chatflow,
    desk: Desk,
    presence: Arc<Presence>,
}

/// Opens the system on its tables.
///
/// # Errors
/// Tables that cannot be made.
pub async fn open(base: &Base) -> Result<Arc<Chatflow>, StoreError> {
    base.store.migrate(Name::Chatflow.as_str(), MIGRATIONS).await?;
    let hub = Hub::bare(base.store.clone(), base.bus.clone(), base.hub_config(Name::Chatflow));
    let system = Arc::new(Chatflow {
        presence: presence::open(base, &hub).await?,
        hub,
        store: base.store.clone(),
        tokens: base.tokens.clone(),
        config: base.config.chatflow.clone(),
        desk: Desk::default(),
    });
    base.tasks.keep(&system, desk::EVERY, |system| async move { system.catch_up().await });
    Ok(system)
}

const MIGRATIONS: &[Migration] = &[Migration { version: 1, name: "tables", sql: include_str!("tables.sql") }];

impl Chatflow {
    /// What sends.
    pub fn hub(&self) -> &Hub<contract::Chatflow> {
        &self.hub
    }
}

impl System for Chatflow {
    type Contract = contract::Chatflow;

    async fn connected(&self, connection: &Connection<contract::Chatflow>) -> Result<(), Refusal> {
        self.welcome(connection).await?;
        self.came(connection).await
    }

    async fn disconnected(&self, connection: &Connection<contract::Chatflow>) {
        self.desk.forget(connection.id());
        self.went(connection).await;
    }
}

//! Chats with the customers of a loan business, who write over WhatsApp.
//!
//! A room is made without an event. Its first message tells `new_room_complete` with everything that the sidebar shows; every
//! later one tells `new_message`. Which message is the first is settled by the room's row: whoever stores a message holds the row
//! until the commit, so there is one first message, and it is told before the second.
//!
//! What goes to everybody here goes to agents: nobody else may connect.

mod access;
mod former;
mod handler;
mod rest;
mod store;
mod taking;
mod webhook;

use std::sync::Arc;

use event_contracts::leads as contract;
use event_contracts::runtime::Entry;
use event_hub::{Hub, Migration, Store, StoreError, System, User};
use utoipa_axum::router::OpenApiRouter;

use super::Name;
use crate::base::Base;
use crate::config;

/// The role of those who work here.
const AGENT: &str = "agent";

/// The system.
pub struct Leads {
    hub: Hub<contract::Leads>,
    store: Store,
    config: config::Leads,
}

const MIGRATIONS: &[Migration] = &[Migration { version: 1, name: "tables", sql: include_str!("tables.sql") }];

/// Opens the system on its tables.
///
/// # Errors
/// Tables that cannot be made.
pub async fn open(base: &Base) -> Result<Arc<Leads>, StoreError> {
    base.store.migrate(Name::Leads.as_str(), MIGRATIONS).await?;
    Ok(Arc::new(Leads {
        hub: Hub::bare(base.store.clone(), base.bus.clone(), base.hub_config(Name::Leads)),
        store: base.store.clone(),
        config: base.config.leads.clone(),
    }))
}

/// All requests.
pub fn requests(system: Arc<Leads>) -> OpenApiRouter {
    webhook::requests(system.clone()).merge(rest::requests(system))
}

impl Leads {
    /// What sends.
    pub fn hub(&self) -> &Hub<contract::Leads> {
        &self.hub
    }
}

impl System for Leads {
    type Contract = contract::Leads;

    async fn admits(&self, user: Option<&User>) -> Entry {
        match user {
            Some(user) => user.is(AGENT).into(),
            None => Entry::Unauthenticated,
        }
    }
}

//! What every system lives on.

use std::sync::Arc;

use event_hub::{Bus, Store};

use crate::config::Config;
use crate::systems::Name;
use crate::tokens::Tokens;

/// What every system lives on. A copy is the same.
#[derive(Clone, Debug)]
pub struct Base {
    /// The database.
    pub store: Store,
    /// The way to the other nodes.
    pub bus: Bus,
    /// What is set.
    pub config: Arc<Config>,
    /// What tokens are made and checked with.
    pub tokens: Arc<Tokens>,
}

impl Base {
    /// The hub's configuration for a system: under its own name, or at the contract's own place where it is served alone.
    pub fn hub_config(&self, name: Name) -> event_hub::Config {
        let at = self.config.system.is_none().then(|| format!("/{name}"));
        event_hub::Config { at, ..event_hub::Config::default() }
    }
}

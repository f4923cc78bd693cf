//! What every system lives on.

use std::sync::{Arc, Weak};
use std::time::Duration;

use event_hub::{Bus, Store};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

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
    /// What is done again and again.
    pub tasks: Tasks,
}

impl Base {
    /// The hub's configuration for a system. On Socket.IO it has a namespace of its name, unless it is served alone; a plain
    /// WebSocket is at the contract's own path.
    pub fn hub_config(&self, name: Name) -> event_hub::Config {
        let at = (self.config.system.is_none() && name != Name::Gochat).then(|| format!("/{name}"));
        event_hub::Config {
            at,
            tokens: self.tokens.verifier(name),
            origins: self.tokens.origins().clone(),
            ..event_hub::Config::default()
        }
    }
}

/// What is done again and again, until the server stops.
#[derive(Clone, Debug, Default)]
pub struct Tasks {
    stop: CancellationToken,
}

impl Tasks {
    /// Does something of a system every so often, for as long as the system is there and the server runs.
    pub fn keep<S, F>(&self, system: &Arc<S>, every: Duration, run: impl Fn(Arc<S>) -> F + Send + 'static)
    where
        S: Send + Sync + 'static,
        F: Future<Output = ()> + Send,
    {
        let (system, stop): (Weak<S>, _) = (Arc::downgrade(system), self.stop.clone());
        tokio::spawn(stop.run_until_cancelled_owned(async move {
            let mut ticks = tokio::time::interval(every);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            ticks.tick().await;
            loop {
                ticks.tick().await;
                let Some(system) = system.upgrade() else { break };
                run(system).await;
            }
        }));
    }

    /// Ends all of it.
    pub fn stop(&self) {
        self.stop.cancel();
    }
}

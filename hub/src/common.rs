//! What a node has of one contract, whether its types are known to the compiler or not.

use std::fmt;
use std::sync::Arc;

use event_contracts_runtime::Transport;

use crate::auth::{Guard, Revocations};
use crate::bus::Bus;
use crate::config::Config;
use crate::contracts::{Former, Usage};
use crate::engine::{Engine, Facts};
use crate::limits::Limiter;
use crate::message::Wire;
use crate::store::Store;

/// What a node has of one contract. A copy shares it.
#[derive(Clone)]
pub(crate) struct Common {
    pub(crate) engine: Arc<Engine>,
    pub(crate) limiter: Arc<Limiter>,
    pub(crate) guard: Guard,
    pub(crate) usage: Arc<Usage>,
}

impl Common {
    /// Begins with nobody connected.
    ///
    /// # Panics
    /// Outside of a Tokio runtime.
    pub(crate) fn begin(
        facts: Facts,
        transport: Transport,
        formers: Vec<Former>,
        (store, bus, config): (Store, Bus, Config),
    ) -> Self {
        // What is registered before there is somebody to count is never counted.
        crate::counting::begin();
        let wire = match (&config.at, transport) {
            (Some(at), Transport::SocketIo { .. }) => Wire::SocketIo { namespace: at.as_str().into() },
            (None, Transport::SocketIo { namespace }) => Wire::SocketIo { namespace: namespace.into() },
            (_, Transport::WebSocket { .. }) => Wire::Plain,
        };
        let guard = Guard::new(config.tokens.clone(), Revocations::new(store.clone()));
        let engine = Engine::new(facts, wire, config, store, bus);
        Self { limiter: Arc::new(Limiter::new(&facts.limits)), guard, usage: Usage::begin(&engine, formers), engine }
    }
}

impl fmt::Debug for Common {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Common").field("contract", &self.engine.facts.name).finish_non_exhaustive()
    }
}

//! A server: hubs and their systems behind one port, with what runs a server in production.
//!
//! | path | what it is |
//! |---|---|
//! | the contract's own | plain WebSocket |
//! | `/socket.io/` | Socket.IO, each contract in its namespace |
//! | `/health` | the process is alive |
//! | `/ready` | it should be given work: the database answers, and it is not stopping |
//! | `/metrics` | what was counted, for Prometheus |
//! | `/contracts` | which versions of the contracts are in use, and which former names can be removed |
//! | `/inspect` | a window on what flows, where [`Host::inspect`] opens it |

mod config;
mod contracts;
mod health;
mod life;
mod listen;
mod signal;

use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use event_contracts_runtime::object::ReadObject;
use event_contracts_runtime::{Contract, EventSet, ReadEvents, Transport};
use tokio::net::TcpListener;

pub use self::config::{Drain, Heartbeat, HostConfig, Http};
pub(crate) use self::life::Life;
use self::listen::Listening;
pub use self::signal::told_to_stop;
use crate::common::Common;
use crate::contracts::Usage;
use crate::counting;
use crate::engine::Engine;
use crate::gateway::{Gateway, Served, Typed};
use crate::hub::Hub;
use crate::inspect::{self, Inspect, Inspected, Voice};
use crate::system::System;
use crate::transport::socketio;
use crate::transport::websocket::Endpoint;
use crate::untyped;

/// The path of a WebSocket whose contract and configuration name none.
const PATH: &str = "/ws";

/// A server of any number of systems.
pub struct Host {
    config: HostConfig,
    life: Life,
    engines: Vec<Arc<Engine>>,
    usages: Vec<Arc<Usage>>,
    /// The contracts over Socket.IO, which share one endpoint.
    namespaces: Vec<Arc<dyn Gateway>>,
    inspect: Inspect,
    /// What there is to look at.
    inspected: Vec<Inspected>,
    router: Router,
}

impl Host {
    /// A server that serves nothing yet.
    pub fn new(config: HostConfig) -> Self {
        Self {
            life: Life::new(config.drain),
            config,
            engines: Vec::new(),
            usages: Vec::new(),
            namespaces: Vec::new(),
            inspect: Inspect::Off,
            inspected: Vec::new(),
            router: Router::new(),
        }
    }

    /// Serves a system's clients, where its contract or its hub's configuration says.
    ///
    /// # Panics
    /// Where another system is served at the same place.
    #[must_use]
    pub fn serve<S: System>(mut self, hub: &Hub<S::Contract>, system: Arc<S>) -> Self
    where
        <S::Contract as Contract>::ClientEvent: ReadEvents + Send,
        <<S::Contract as Contract>::ClientEvent as EventSet>::Meta: ReadObject + Send,
    {
        let gateway = Arc::new(Served::new(Typed::new(hub.clone(), system)));
        self.place(gateway, hub.common(), S::Contract::TRANSPORT, Arc::new(hub.clone()));
        self
    }

    /// Serves the clients of a contract that is known at run time, where it or its hub's configuration says.
    ///
    /// # Panics
    /// Where another system is served at the same place.
    #[must_use]
    pub fn serve_untyped<D: untyped::Desk>(mut self, hub: &untyped::Hub, desk: Arc<D>) -> Self {
        let gateway = Arc::new(Served::new(untyped::Behind::new(hub.clone(), desk)));
        self.place(gateway, hub.common(), hub.contract().transport, Arc::new(hub.clone()));
        self
    }

    fn place(&mut self, gateway: Arc<dyn Gateway>, common: &Common, transport: Transport, voice: Arc<dyn Voice>) {
        let engine = common.engine.clone();
        self.inspected.push(Inspected::new(gateway.clone(), voice));
        match transport {
            Transport::WebSocket { path } => {
                let path = engine.config.at.as_deref().or(path).unwrap_or(PATH);
                let endpoint = Endpoint { gateway, heartbeat: self.config.heartbeat, life: self.life.clone() };
                self.router = std::mem::take(&mut self.router).merge(endpoint.at(path));
            }
            Transport::SocketIo { .. } => {
                let taken = self.namespaces.iter().any(|other| other.engine().wire == engine.wire);
                assert!(!taken, "another system is served in the namespace of {}", engine.facts.name);
                self.namespaces.push(gateway);
            }
        }
        self.engines.push(engine);
        self.usages.push(common.usage.clone());
    }

    /// Lets somebody look at what flows, under `/inspect`. Nobody may, unless it is said.
    #[must_use]
    pub fn inspect(mut self, who: Inspect) -> Self {
        self.inspect = who;
        self
    }

    /// Serves the application's own paths too.
    ///
    /// # Panics
    /// Where something else is served at one of them.
    #[must_use]
    pub fn merge(mut self, routes: Router) -> Self {
        self.router = self.router.merge(routes);
        self
    }

    /// Everything that is served, for whoever listens in a way of their own. Graceful stopping is [`Host::listen`]'s.
    pub fn router(&self) -> Router {
        let (life, engines) = (self.life.clone(), self.engines.clone());
        let usages: Arc<[Arc<Usage>]> = self.usages.clone().into();
        let socket_io = if self.namespaces.is_empty() {
            Router::new()
        } else {
            socketio::router(self.namespaces.clone(), self.config.socket_io, self.life.clone())
        };
        Router::new()
            .route("/health", get(health::health))
            .route("/ready", get(move || health::ready(life.clone(), engines.clone())))
            .route("/metrics", get(counting::metrics))
            .route("/contracts", get(move || contracts::contracts(usages.clone())))
            .merge(inspect::router(&self.inspect, self.inspected.clone(), self.life.clone()))
            .merge(socket_io)
            .merge(self.router.clone())
    }

    /// Serves whoever connects, until `shutdown` returns ([`told_to_stop`] is made for that). Then nobody is taken in any more,
    /// what is under way is finished, every client is told to come back after a time of its own, and it returns when all of that
    /// is done, or when [`Drain::bound`] has come.
    pub async fn listen(self, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        let router = self.router();
        let Self { engines, usages, config, life, .. } = self;
        Listening { router, engines, usages, config, life }.run(listener, shutdown).await;
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let contracts: Vec<&str> = self.engines.iter().map(|engine| engine.facts.name).collect();
        f.debug_struct("Host").field("contracts", &contracts).finish_non_exhaustive()
    }
}

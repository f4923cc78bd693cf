//! Puts the systems together: one database, one host, one description of all requests.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::{Method, header};
use axum::response::Html;
use axum::routing::get;
use axum::{Extension, Router, middleware};
use event_hub::auth::NotAnOrigin;
use event_hub::{Bus, BusError, Drain, Host, HostConfig, Store, StoreError};
use tokio::net::TcpListener;
use utoipa_axum::router::OpenApiRouter;

use crate::base::{Base, Tasks};
use crate::config::Config;
use crate::http::{self, Kind, Problem};
use crate::systems::{self, Name};
use crate::tokens::{KeyError, Tokens};

/// What pages of other origins that may connect can ask for.
const METHODS: [Method; 5] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// Everything that is served.
#[derive(Debug)]
pub struct App {
    base: Base,
    host: Host,
}

/// Why the server cannot start.
#[derive(Debug)]
pub enum StartError {
    /// The signing key cannot be made or read.
    Key(KeyError),
    /// A page on the list is none.
    Origin(NotAnOrigin),
    /// The data folder cannot be made.
    Data(std::path::PathBuf, std::io::Error),
    /// The database cannot be opened.
    Store(StoreError),
    /// The URL of Redis is none.
    Bus(BusError),
    /// The address cannot be listened on.
    Listen(std::net::SocketAddr, std::io::Error),
}

impl App {
    /// Opens the database and everything that lives on it.
    ///
    /// # Errors
    /// What cannot be opened.
    pub async fn open(config: Config) -> Result<Self, StartError> {
        std::fs::create_dir_all(&config.data).map_err(|error| StartError::Data(config.data.clone(), error))?;
        let tokens = Tokens::open(&config.data).map_err(StartError::Key)?;
        let tokens = tokens.for_pages(&config.origins).map_err(StartError::Origin)?;
        let store = Store::open(&config.database).await.map_err(StartError::Store)?;
        let bus = match &config.redis {
            Some(url) => Bus::redis(url, "reference-server").map_err(StartError::Bus)?,
            None => Bus::none(),
        };
        let base = Base { store, bus, config: Arc::new(config), tokens: Arc::new(tokens), tasks: Tasks::default() };
        let drain = Drain { bound: base.config.drain, ..Drain::default() };
        let mut host = Host::new(HostConfig { drain, ..HostConfig::default() });
        let mut all = OpenApiRouter::with_openapi(http::document());
        for name in Name::ALL.into_iter().filter(|name| base.config.system.is_none_or(|only| only == *name)) {
            let own;
            (host, own) = systems::open(name, &base, host).await.map_err(StartError::Store)?;
            all = if base.config.system.is_some() { all.merge(own) } else { all.nest(&format!("/{name}"), own) };
        }
        let host = host.inspect(base.config.inspect.clone()).merge(requests(&base, all));
        Ok(Self { base, host })
    }

    /// What it lives on.
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// Serves until `shutdown` returns, and then until everything under way is done.
    pub async fn serve(self, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        self.host.listen(listener, shutdown).await;
        self.base.tasks.stop();
        self.base.store.close().await;
    }
}

/// The requests of all systems, with what holds for every request around them.
fn requests(base: &Base, systems: OpenApiRouter) -> Router {
    let (router, mut document) = systems.split_for_parts();
    http::complete(&mut document);
    let page = http::html(&document);
    let json = document.to_json().unwrap_or_default();
    router
        .route("/openapi.json", get(async move || ([(header::CONTENT_TYPE, "application/json")], json)))
        .route("/docs", get(async move || Html(page)))
        .fallback(async || Problem::new(Kind::NOT_FOUND, "nothing is there; `/docs` lists what is"))
        .method_not_allowed_fallback(async || {
            Problem::new(Kind::WRONG_METHOD, "nothing is there under this method; `/docs` lists what is")
        })
        .layer(DefaultBodyLimit::max(base.config.body_bytes))
        .layer(Extension(base.tokens.clone()))
        .layer(base.tokens.origins().cors().allow_methods(METHODS))
        .layer(middleware::from_fn(http::identify))
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(error) => write!(f, "signing key: {error}"),
            Self::Origin(error) => write!(f, "`origin`: {error}"),
            Self::Data(path, error) => write!(f, "data folder {}: {error}; `--data` names another", path.display()),
            Self::Store(error) => write!(f, "{error}; `--database` names another"),
            Self::Bus(error) => write!(f, "`redis`: {error}"),
            Self::Listen(address, error) => {
                write!(f, "{address}: {error}; `--listen` names another, port 0 takes a free one")
            }
        }
    }
}

impl Error for StartError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Key(error) => Some(error),
            Self::Origin(error) => Some(error),
            Self::Store(error) => Some(error),
            Self::Bus(error) => Some(error),
            Self::Data(_, error) | Self::Listen(_, error) => Some(error),
        }
    }
}

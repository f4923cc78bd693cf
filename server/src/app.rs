//! Puts the systems together: one database, one host, one description of all requests.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::response::Html;
use axum::routing::get;
use axum::{Extension, Router, middleware};
use event_hub::{Bus, Store, StoreError};
use utoipa_axum::router::OpenApiRouter;

use crate::base::Base;
use crate::config::Config;
use crate::http::{self, Kind, Problem};
use crate::tokens::{KeyError, Tokens};

/// Everything that is served.
#[derive(Debug)]
pub struct App {
    base: Base,
    router: Router,
}

/// Why the server cannot start.
#[derive(Debug)]
pub enum StartError {
    /// The signing key cannot be made or read.
    Key(KeyError),
    /// The data folder cannot be made.
    Data(std::path::PathBuf, std::io::Error),
    /// The database cannot be opened.
    Store(StoreError),
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
        let store = Store::open(&config.database).await.map_err(StartError::Store)?;
        let base = Base { store, bus: Bus::default(), config: Arc::new(config), tokens: Arc::new(tokens) };
        let router = requests(&base, OpenApiRouter::with_openapi(http::document()));
        Ok(Self { base, router })
    }

    /// What it lives on.
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// Serves until the process is told to stop.
    ///
    /// # Errors
    /// A listener that fails.
    pub async fn serve(self, listener: tokio::net::TcpListener) -> std::io::Result<()> {
        axum::serve(listener, self.router).await
    }

    /// Everything that it serves.
    pub fn router(&self) -> Router {
        self.router.clone()
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
        .layer(middleware::from_fn(http::identify))
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(error) => write!(f, "signing key: {error}"),
            Self::Data(path, error) => write!(f, "data folder {}: {error}; `--data` names another", path.display()),
            Self::Store(error) => write!(f, "{error}; `--database` names another"),
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
            Self::Store(error) => Some(error),
            Self::Data(_, error) | Self::Listen(_, error) => Some(error),
        }
    }
}

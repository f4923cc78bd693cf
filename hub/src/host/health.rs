//! `GET /health`: is the process alive? `GET /ready`: should it be given work?

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tokio::time::timeout;

use super::Life;
use crate::engine::Engine;

/// How long the database may take to show that it is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// The answer of `/ready`: 200, or 503 with what is missing.
#[derive(Debug, Serialize)]
struct Readiness {
    ready: bool,
    /// Of each that is missing, what is known of it.
    missing: Vec<Missing>,
}

/// What the server cannot work without.
#[derive(Debug, Serialize)]
struct Missing {
    what: &'static str,
    /// The contract that needs it, where not all do.
    #[serde(skip_serializing_if = "Option::is_none")]
    contract: Option<&'static str>,
    why: &'static str,
}

/// `GET /health`
pub(super) async fn health() -> &'static str {
    "alive\n"
}

/// `GET /ready`
pub(super) async fn ready(life: Life, engines: Vec<Arc<Engine>>) -> Response {
    let mut missing = Vec::new();
    if life.is_stopping() {
        missing.push(Missing { what: "time", contract: None, why: "the server is stopping" });
    }
    for engine in &engines {
        let contract = Some(engine.facts.name);
        match timeout(PATIENCE, engine.store.ping()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                // What the database says may name hosts and users: that is for the log.
                tracing::warn!(error = %error, "the database does not answer");
                missing.push(Missing { what: "database", contract, why: "cannot be reached" });
            }
            Err(_) => missing.push(Missing { what: "database", contract, why: "does not answer in time" }),
        }
    }
    let status = if missing.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(Readiness { ready: missing.is_empty(), missing })).into_response()
}

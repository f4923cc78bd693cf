//! The inspector: a window on what flows through a server, for who develops against it.
//!
//! In: what the engines tell their [`Tap`]s. Out, below `/inspect`: a page, a stream of everything as lines of JSON, and a door
//! through which an event can be sent. It is off unless [`Host::inspect`](crate::Host::inspect) says who may look.
//!
//! | path | what it is |
//! |---|---|
//! | `/inspect` | the page, and its scripts and styles below it |
//! | `/inspect/models` | the contracts that are served, each with its checked model |
//! | `/inspect/events` | what happens, a line of JSON every tenth of a second, and once a second who is connected |
//! | `/inspect/send` | sends as the server, or as a client that is connected |
//!
//! Promised: while nobody looks, an event costs one look at a flag. Somebody who looks and reads too slowly costs bounded memory and
//! is told how much was skipped; delivery never waits for it. A token is shown to nobody.

mod door;
mod feed;
mod line;
mod page;
mod present;
mod secrets;
mod send;
mod stream;
mod tap;
#[cfg(test)]
mod tests;
mod voice;

use std::sync::{Arc, OnceLock};

use axum::routing::{get, post};
use axum::{Router, middleware};
use serde_json::Value;

pub use self::door::{Inspect, is_local};
pub(crate) use self::tap::{Left, Tap, What};
pub(crate) use self::voice::Voice;
use crate::engine::Engine;
use crate::gateway::Gateway;
use crate::host::Life;

/// A contract that can be looked at.
#[derive(Clone)]
pub(crate) struct Inspected {
    gateway: Arc<dyn Gateway>,
    voice: Arc<dyn Voice>,
    model: Arc<OnceLock<Value>>,
}

impl Inspected {
    pub(crate) fn new(gateway: Arc<dyn Gateway>, voice: Arc<dyn Voice>) -> Self {
        Self { gateway, voice, model: Arc::default() }
    }

    fn engine(&self) -> &Arc<Engine> {
        self.gateway.engine()
    }

    /// The checked model; null where nobody has it. It is read when somebody first asks.
    fn model(&self) -> &Value {
        self.model.get_or_init(|| serde_json::from_str(self.engine().facts.model).unwrap_or_default())
    }
}

/// What can be looked at, and until when.
#[derive(Clone)]
struct Window {
    inspected: Arc<[Inspected]>,
    life: Life,
}

impl Window {
    fn of(&self, contract: &str) -> Option<&Inspected> {
        self.inspected.iter().find(|own| own.engine().facts.name == contract)
    }
}

/// The paths of the inspector; none where nobody may look.
pub(crate) fn router(who: &Inspect, inspected: Vec<Inspected>, life: Life) -> Router {
    if matches!(who, Inspect::Off) {
        return Router::new();
    }
    let window = Window { inspected: inspected.into(), life };
    let guarded = Router::new()
        .route("/inspect/models", get(stream::models))
        .route("/inspect/events", get(stream::events))
        .route("/inspect/send", post(send::send))
        .with_state(window)
        .layer(middleware::from_fn_with_state(who.clone(), door::guard));
    page::router().merge(guarded).layer(middleware::from_fn(page::headers))
}

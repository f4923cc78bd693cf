//! Between nodes: what one node sends reaches the listeners of the others.
//!
//! In: the messages of this node. Out: those of the others, handed to the engine of their contract. They travel through one stream
//! of Redis per contract, stored and transient alike, so that a node's events arrive in the order in which it sent them.
//!
//! Promised: sending never waits, and nothing here holds up what goes to the clients of this node. A stored event that Redis did
//! not bring, because it was full, down, restarted or slow, is brought by the sweep over the log; offsets keep it from being told twice. A
//! transient event that cannot be sent is dropped, counted in `hub_bus_dropped_total`, and one line of the log tells of the outage.
//! When Redis is back, everything flows again by itself.

mod parcel;
mod receiver;
mod sender;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use metrics::{counter, gauge};
use parking_lot::Mutex;
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, RedisError};
use tokio::sync::{Notify, mpsc};

use crate::engine::Engine;
use crate::message::Message;

/// The way to the other nodes; none where there is one node. A copy is the same way.
#[derive(Clone, Default)]
pub struct Bus(Option<Arc<Inside>>);

struct Inside {
    /// Which node this is: what comes back with its number is its own.
    node: u64,
    prefix: String,
    shown: String,
    outgoing: mpsc::Sender<Outgoing>,
    waiting: AtomicUsize,
    engines: Mutex<Vec<Weak<Engine>>>,
    /// A contract has joined.
    joined: Notify,
}

/// A message on its way to Redis.
struct Outgoing {
    contract: &'static str,
    message: Arc<Message>,
}

/// A URL that leads to no Redis.
#[derive(Debug)]
pub struct BusError(RedisError);

/// So many messages wait for Redis at most.
const MOST_WAITING: usize = 8192;

/// And so many bytes of them.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// How long Redis may take to answer before it counts as gone.
const PATIENCE: Duration = Duration::from_secs(2);

/// Between two tries to reach it.
const RETRY: Duration = Duration::from_millis(250);

/// A transient event that is older than this is not worth taking to others.
const STALE: Duration = Duration::from_secs(5);

impl Bus {
    /// One node alone.
    pub fn none() -> Self {
        Self(None)
    }

    /// Several nodes over one database and one Redis: `redis://[:PASSWORD@]HOST[:PORT][/DATABASE]` or `redis+unix:///PATH`. The keys
    /// begin with `prefix`, which is the same on all nodes of one deployment. Redis need not be there yet.
    ///
    /// # Errors
    /// A URL that cannot be read.
    ///
    /// # Panics
    /// Outside of a Tokio runtime.
    pub fn redis(url: &str, prefix: &str) -> Result<Self, BusError> {
        let client = Client::open(url).map_err(BusError)?;
        let shown = client.get_connection_info().addr().to_string();
        let (outgoing, queue) = mpsc::channel(MOST_WAITING);
        let inside = Arc::new(Inside {
            node: rand::random(),
            prefix: prefix.to_owned(),
            shown,
            outgoing,
            waiting: AtomicUsize::new(0),
            engines: Mutex::default(),
            joined: Notify::new(),
        });
        tokio::spawn(sender::run(Arc::downgrade(&inside), client.clone(), queue));
        tokio::spawn(receiver::run(Arc::downgrade(&inside), client));
        Ok(Self(Some(inside)))
    }

    /// Hands what the other nodes send of the engine's contract to the engine, for as long as there is one.
    pub(crate) fn join(&self, engine: &Arc<Engine>) {
        if let Some(inside) = &self.0 {
            inside.engines.lock().push(Arc::downgrade(engine));
            inside.joined.notify_one();
        }
    }

    /// Takes a message of this node to the others. Never blocks.
    pub(crate) fn publish(&self, contract: &'static str, message: &Arc<Message>) {
        let Some(inside) = &self.0 else { return };
        let size = message.texts.iter().map(|text| text.len()).sum();
        let waiting = inside.waiting.fetch_add(size, Ordering::Relaxed);
        let outgoing = Outgoing { contract, message: message.clone() };
        if waiting > MOST_BYTES || inside.outgoing.try_send(outgoing).is_err() {
            inside.waiting.fetch_sub(size, Ordering::Relaxed);
            drop_one(contract, message);
        }
    }
}

impl Inside {
    fn stream(&self, contract: &str) -> String {
        format!("{}:events:{contract}", self.prefix)
    }

    /// The engines of a contract on this node.
    fn engines(&self, contract: &str) -> Vec<Arc<Engine>> {
        let engines = self.engines.lock();
        engines.iter().filter_map(Weak::upgrade).filter(|engine| engine.facts.name == contract).collect()
    }

    /// The contracts of this node. Engines that have ended are forgotten.
    fn contracts(&self) -> Vec<&'static str> {
        let mut engines = self.engines.lock();
        engines.retain(|engine| engine.strong_count() > 0);
        let mut names: Vec<_> = engines.iter().filter_map(Weak::upgrade).map(|engine| engine.facts.name).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Counts a message that the other nodes do not get from here. The log brings it to them, if it is stored.
fn drop_one(contract: &'static str, message: &Message) {
    if !message.is_stored() {
        counter!("hub_bus_dropped_total", "contract" => contract).increment(1);
    }
}

/// A connection that answers within a time.
async fn connect(client: &Client, answers_within: Duration) -> Result<MultiplexedConnection, RedisError> {
    let config =
        AsyncConnectionConfig::new().set_connection_timeout(Some(PATIENCE)).set_response_timeout(Some(answers_within));
    client.get_multiplexed_async_connection_with_config(&config).await
}

/// Whether Redis can be reached, told once per change.
struct State {
    half: &'static str,
    up: bool,
}

impl State {
    fn new(half: &'static str) -> Self {
        Self { half, up: true }
    }

    fn is_up(&mut self, shown: &str) {
        gauge!("hub_bus_up", "half" => self.half).set(1);
        if !std::mem::replace(&mut self.up, true) {
            tracing::info!(redis = shown, half = self.half, "Redis is back");
        }
    }

    fn is_down(&mut self, shown: &str, error: &RedisError) {
        gauge!("hub_bus_up", "half" => self.half).set(0);
        if std::mem::replace(&mut self.up, false) {
            let until = "until it is back, nodes learn of stored events from the database alone";
            tracing::warn!(redis = shown, half = self.half, %error, "Redis cannot be reached: {until}");
        }
    }
}

impl fmt::Debug for Bus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bus").field(&self.0.as_ref().map(|inside| &inside.shown)).finish()
    }
}

impl fmt::Display for BusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the URL of Redis is none: expected `redis://HOST:PORT` or `redis+unix:///PATH` ({})", self.0)
    }
}

impl Error for BusError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

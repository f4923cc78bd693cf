//! Two nodes over one PostgreSQL, with a real Redis or without.

mod forms;
mod killed;
mod nodes;
mod outages;

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Bus;
use crate::config::Config;
use crate::engine::Engine;
use crate::engine::tests::{Client, FACTS, HIGH, ROOM, event, store};
use crate::message::Wire;
use crate::store::Store;

/// A sweep that does not come while a test runs.
const NEVER: Duration = Duration::from_secs(3600);

/// A node with its own connections.
async fn node(database: &str, bus: Bus, sweep: Duration) -> Arc<Engine> {
    let store = Store::open(database).await.expect("the database opens");
    let config = Config { sweep, ..Config::default() };
    Engine::new(FACTS, Wire::SocketIo { namespace: "/".into() }, config, store, bus)
}

/// Emits the events of these numbers from many tasks of a node, each in a transaction of its own.
fn emit_all(engine: &Arc<Engine>, numbers: std::ops::Range<u64>, tasks: usize) -> Vec<tokio::task::JoinHandle<()>> {
    let numbers = Vec::from_iter(numbers);
    let shares = numbers.chunks(numbers.len().div_ceil(tasks));
    shares
        .map(|share| {
            let (engine, share) = (engine.clone(), share.to_vec());
            tokio::spawn(async move {
                for number in share {
                    store(&engine, [event(ROOM, number, HIGH)]).await;
                }
            })
        })
        .collect()
}

/// A client that remembers what it read.
struct Reader {
    client: Client,
    read: Vec<u64>,
}

impl Reader {
    async fn new(engine: &Arc<Engine>) -> Self {
        let client = Client::plain(engine);
        client.enter(ROOM).await;
        Self { client, read: Vec::new() }
    }

    /// Reads until there are so many.
    async fn read_until(&mut self, count: usize) -> &[u64] {
        let started = Instant::now();
        while self.read.len() < count {
            self.read.extend(self.client.numbers());
            assert_eq!(self.client.closed(), None);
            assert!(started.elapsed() < PATIENCE, "{} of {count} events came", self.read.len());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        &self.read
    }
}

/// A generous bound for what is to happen at all.
const PATIENCE: Duration = Duration::from_secs(120);

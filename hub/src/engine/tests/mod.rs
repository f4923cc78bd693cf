//! The engine with clients that are no sockets, over a database in memory.

mod entering;
mod gaps;
mod order;
mod recovery;
mod slow;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use event_contracts_runtime::{Delivery, Limits, Priority, WhenSlow};
use parking_lot::Mutex;

use super::{Engine, Facts, Link, Session};
use crate::bus::Bus;
use crate::close::Close;
use crate::config::Config;
use crate::message::{Address, Frame, Message, Position, Wire};
use crate::store::Store;

pub(crate) const HIGH: &Priority = &Priority { name: "high", ..Priority::BASE };
pub(crate) const NORMAL: &Priority =
    &Priority { name: "normal", rank: 1, delivery: Delivery::Batched(Duration::from_millis(100)), ..Priority::BASE };
pub(crate) const LOW: &Priority = &Priority {
    name: "low",
    rank: 2,
    delivery: Delivery::Batched(Duration::from_millis(500)),
    coalesce: true,
    time_to_live: Some(Duration::from_secs(5)),
    when_slow: WhenSlow::Drop,
};

pub(crate) const FACTS: Facts = Facts {
    name: "test",
    version: "1.0.0",
    fingerprint: "0000000000000000",
    priorities: &[HIGH, NORMAL, LOW],
    limits: Limits::NONE,
    envelope: None,
    model: "",
    judge: None,
};

pub(crate) const ROOM: &str = "room.1";

/// A configuration whose sweep does not come, so that a test sees what happens without it.
pub(crate) fn quiet() -> Config {
    Config { sweep: Duration::from_secs(3600), ..Config::default() }
}

pub(crate) async fn node() -> Arc<Engine> {
    node_with(quiet()).await
}

async fn node_with(config: Config) -> Arc<Engine> {
    another(&Store::open("sqlite::memory:").await.expect("it works"), config)
}

/// A node over a database that others use too; nothing comes from them by itself.
fn another(store: &Store, config: Config) -> Arc<Engine> {
    Engine::new(FACTS, Wire::SocketIo { namespace: "/".into() }, config, store.clone(), Bus::default())
}

/// What a client's link was asked for.
#[derive(Default)]
struct Asked {
    wakes: AtomicUsize,
    closed: Mutex<Option<Close>>,
}

struct Fake(Arc<Asked>);

impl Link for Fake {
    fn wake(&self, _: &Session) {
        self.0.wakes.fetch_add(1, Ordering::SeqCst);
    }

    fn close(&self, _: &Session, why: Close) {
        self.0.closed.lock().get_or_insert(why);
    }

    fn carrier(&self) -> &'static str {
        "nothing"
    }
}

/// A client that reads when it is asked to.
pub(crate) struct Client {
    engine: Arc<Engine>,
    pub(crate) session: Arc<Session>,
    asked: Arc<Asked>,
}

impl Client {
    /// A client that knows nothing of positions.
    pub(crate) fn plain(engine: &Arc<Engine>) -> Self {
        Self::new(engine, None)
    }

    /// A client that is told positions.
    pub(crate) fn placed(engine: &Arc<Engine>) -> Self {
        Self::new(engine, Some(Vec::new()))
    }

    fn new(engine: &Arc<Engine>, recover: Option<Vec<(Address, Position)>>) -> Self {
        let asked = Arc::new(Asked::default());
        let session = Session::new(None, recover, None, Box::new(Fake(asked.clone())));
        Self { engine: engine.clone(), session, asked }
    }

    pub(crate) async fn enter(&self, address: &str) -> Position {
        self.engine.enter(&self.session, &address.into(), None).await.expect("it works").position
    }

    async fn recover(&self, address: &str, since: &Position) -> Option<bool> {
        self.engine.enter(&self.session, &address.into(), Some(since)).await.expect("it works").recovered
    }

    /// The texts of all frames that wait.
    pub(crate) fn read(&self) -> Vec<String> {
        std::iter::from_fn(|| self.session.pop(&self.engine)).map(|frame| text(&frame)).collect()
    }

    /// The numbers of the events that wait; what the hub itself says is left out.
    pub(crate) fn numbers(&self) -> Vec<u64> {
        self.read().iter().filter_map(|text| number(text)).collect()
    }

    pub(crate) fn closed(&self) -> Option<Close> {
        *self.asked.closed.lock()
    }
}

fn text(frame: &Frame) -> String {
    match frame {
        Frame::SocketIo(text) => text.to_string(),
        Frame::Plain(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The number in `2["event",7]` and in `2["event",7,"7.epoch@room.1"]`.
fn number(text: &str) -> Option<u64> {
    let rest = text.strip_prefix("2[\"event\",")?;
    rest.split([',', ']']).next()?.parse().ok()
}

pub(crate) fn event(to: &str, number: u64, priority: &'static Priority) -> Message {
    Message::new("event".into(), to.into(), priority, vec![format!("[\"event\",{number}]").into()])
}

/// A message with something changed.
pub(crate) fn but(mut message: Message, change: impl FnOnce(&mut Message)) -> Message {
    change(&mut message);
    message
}

pub(crate) fn keyed(to: &str, number: u64, priority: &'static Priority, key: &str) -> Message {
    but(event(to, number, priority), |message| message.coalesce_key = Some(key.into()))
}

/// Stores events in one transaction of a node; it delivers them to its own clients.
pub(crate) async fn store(engine: &Arc<Engine>, events: impl IntoIterator<Item = Message>) {
    let mut tx = engine.store.begin().await.expect("it works");
    for event in events {
        tx.emit(engine.clone(), event);
    }
    tx.commit().await.expect("it works");
}

/// What the log has of a channel after an offset, as another node would bring it.
async fn log(engine: &Arc<Engine>, address: &str, after: u64) -> Vec<Arc<Message>> {
    let page = engine.store.read(FACTS.name, address, after, 10_000).await.expect("it works").expect("it works");
    page.into_iter().map(|entry| Arc::new(engine.message_of(&address.into(), entry))).collect()
}

/// Waits for what is to come in its own time.
async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..2000 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("waited in vain: {what}");
}

//! A server of the catalogue beside this file, in two namespaces, with paths by which the tests drive it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::post;
use event_contracts_runtime::{Entry, Raw};
use event_hub::{Bus, Close, Code, Config, Connection, Host, HostConfig, Hub, Refusal, SessionId, Store, System, User};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::oneshot::{self, error::TryRecvError};
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::rooms::Rooms;
use crate::rooms::channels::Cell;
use crate::rooms::events::{
    AskMe, Asked, Enter, EnterAck, Said, Say, SayAck, SendMeAway, Stall, Tally, TallyAck, Whisper, Whispered,
};
use crate::rooms::handlers::{Access, ClientHandler};
use crate::rooms::types;

/// A server that runs until it is dropped.
pub struct Server {
    pub address: SocketAddr,
    driver: Driver,
    _tasks: JoinSet<()>,
}

/// What the application keeps of its clients.
#[derive(Default)]
struct App {
    /// How many whispers were heard of each, the number of the last, and how many came before an earlier one.
    heard: Mutex<HashMap<SessionId, (i64, i64, i64)>>,
}

/// What the tests drive the server by.
#[derive(Clone)]
struct Driver {
    hub: Hub<Rooms>,
    app: Arc<App>,
    /// Who speaks in which room.
    speakers: Arc<Mutex<HashMap<String, Speaker>>>,
    stop: CancellationToken,
}

/// Somebody who speaks until this is dropped.
struct Speaker {
    stop: oneshot::Sender<()>,
    done: JoinHandle<()>,
}

#[derive(Deserialize)]
struct Asking {
    #[serde(default)]
    room: String,
    #[serde(default)]
    connections: usize,
}

impl Server {
    pub async fn start() -> Self {
        Self::start_with(HostConfig::default()).await
    }

    pub async fn start_with(host: HostConfig) -> Self {
        Self::over(&Store::open("sqlite::memory:").await.expect("a database"), host).await
    }

    /// One of several over the same database.
    pub async fn over(store: &Store, host: HostConfig) -> Self {
        let app = Arc::new(App::default());
        let hub = |at: Option<&str>| {
            let config = Config { at: at.map(str::to_owned), ..Config::default() };
            Hub::<Rooms>::bare(store.clone(), Bus::default(), config)
        };
        let rooms = hub(None);
        let driver =
            Driver { hub: rooms.clone(), app: app.clone(), speakers: Arc::default(), stop: CancellationToken::new() };
        let routes = Router::new()
            .route("/begin", post(begin))
            .route("/end", post(end))
            .route("/expect", post(expect))
            .route("/stop", post(stop))
            .with_state(driver.clone());
        let host = Host::new(host).serve(&rooms, app).serve(&hub(Some("/more")), Arc::new(App::default()));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let mut tasks = JoinSet::new();
        tasks.spawn(host.merge(routes).listen(listener, driver.stop.clone().cancelled_owned()));
        Self { address, driver, _tasks: tasks }
    }

    /// Waits until so many clients are in the first namespace.
    pub async fn expect(&self, connections: usize) {
        assert!(self.driver.expect(connections).await, "{connections} connections");
    }

    /// Says something for now, of so many bytes.
    pub fn whisper(&self, room: &str, n: i64, bytes: usize) {
        let text = Some("x".repeat(bytes));
        let said = types::Said { room: room.to_owned(), from: "server".to_owned(), n, text };
        self.driver.hub.send(&Whispered(said)).expect("no limit holds");
    }
}

/// Somebody begins to speak in a room: 1, 2, 3 and so on, for good, in moments of no order.
async fn begin(State(driver): State<Driver>, Query(asking): Query<Asking>) -> StatusCode {
    let (hub, room) = (driver.hub.clone(), asking.room.clone());
    let (stop, mut stopped) = oneshot::channel();
    let done = tokio::spawn(async move {
        for n in 1.. {
            if stopped.try_recv() != Err(TryRecvError::Empty) {
                break;
            }
            say(&hub, types::Said { room: room.clone(), from: "server".to_owned(), n, text: None }).await;
            tokio::time::sleep(Duration::from_millis(n.unsigned_abs() * 7 % 11)).await;
        }
    });
    locked(&driver.speakers).insert(asking.room, Speaker { stop, done });
    StatusCode::OK
}

/// The speaker says a last word, -1.
async fn end(State(driver): State<Driver>, Query(asking): Query<Asking>) -> StatusCode {
    let speaker = locked(&driver.speakers).remove(&asking.room);
    let Some(speaker) = speaker else { return StatusCode::NOT_FOUND };
    drop(speaker.stop);
    speaker.done.await.expect("it speaks in peace");
    say(&driver.hub, types::Said { room: asking.room, from: "server".to_owned(), n: -1, text: None }).await;
    StatusCode::OK
}

/// The server stops.
async fn stop(State(driver): State<Driver>) -> StatusCode {
    driver.stop.cancel();
    StatusCode::OK
}

/// Waits until so many clients are connected.
async fn expect(State(driver): State<Driver>, Query(asking): Query<Asking>) -> StatusCode {
    if driver.expect(asking.connections).await { StatusCode::OK } else { StatusCode::EXPECTATION_FAILED }
}

impl Driver {
    async fn expect(&self, connections: usize) -> bool {
        for _ in 0..2_000 {
            if locked(&self.app.heard).len() == connections {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        false
    }
}

async fn say(hub: &Hub<Rooms>, said: types::Said) {
    let mut tx = hub.store().begin().await.expect("a transaction");
    hub.emit(&mut tx, &Said(said)).expect("no limit holds");
    tx.commit().await.expect("a database");
}

impl System for App {
    type Contract = Rooms;

    async fn connected(&self, connection: &Connection<Rooms>) -> Result<(), Refusal> {
        locked(&self.heard).insert(connection.id(), (0, -1, 0));
        Ok(())
    }

    async fn disconnected(&self, connection: &Connection<Rooms>) {
        locked(&self.heard).remove(&connection.id());
    }
}

impl ClientHandler for App {
    type Connection = Connection<Rooms>;
    type Error = Refusal;

    async fn enter(&self, from: &Connection<Rooms>, event: Enter) -> Result<EnterAck, Refusal> {
        let channel = event.joins().map_err(|error| Refusal::new(Code::NotFound, error.to_string()))?;
        Ok(EnterAck { entered: from.join(channel).await?.is_allowed() })
    }

    async fn say(&self, from: &Connection<Rooms>, event: Say) -> Result<SayAck, Refusal> {
        let n = event.0.n;
        let mut tx = from.hub().store().begin().await?;
        from.hub().emit(&mut tx, &Said(event.0))?;
        tx.commit().await?;
        Ok(SayAck { n })
    }

    async fn whisper(&self, from: &Connection<Rooms>, event: Whisper) -> Result<(), Refusal> {
        // A handler that gives way now and then is where order would be lost.
        tokio::task::yield_now().await;
        if let Some((heard, last, inversions)) = locked(&self.heard).get_mut(&from.id()) {
            *heard += 1;
            *inversions += i64::from(event.0.n < *last);
            *last = event.0.n;
        }
        from.hub().send(&Whispered(event.0))
    }

    async fn tally(&self, from: &Connection<Rooms>, _: Tally) -> Result<TallyAck, Refusal> {
        let (heard, _, inversions) = locked(&self.heard).get(&from.id()).copied().unwrap_or_default();
        Ok(TallyAck { heard, inversions })
    }

    async fn ask_me(&self, from: &Connection<Rooms>, event: AskMe) -> Result<types::Answer, Refusal> {
        let question = Asked(types::Question { question: event.0.question });
        from.ask(&question, Duration::from_secs(5)).await.map_err(|error| Refusal::failed(&error))
    }

    async fn asked(&self, _: &Connection<Rooms>, event: Asked) -> Result<types::Answer, Refusal> {
        Ok(types::Answer { answer: event.0.question })
    }

    async fn send_me_away(&self, from: &Connection<Rooms>, event: SendMeAway) -> Result<(), Refusal> {
        let after = event.come_back.map(|after| Duration::from_millis(after.unsigned_abs()));
        from.close(match (event.for_good, after) {
            (true, _) => Close::Revoked,
            (false, None) => Close::Slow,
            (false, Some(after)) => Close::Stopping(after),
        });
        Ok(())
    }

    async fn stall(&self, _: &Connection<Rooms>, event: Stall) -> Result<(), Refusal> {
        let milliseconds = event.milliseconds.unwrap_or(3_000).unsigned_abs();
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        Ok(())
    }

    async fn unknown(&self, _: &Connection<Rooms>, event: Raw) -> Result<(), Refusal> {
        Err(Refusal::new(Code::UnknownEvent, "no such event").of(event.name))
    }
}

impl Access for App {
    type User = User;

    async fn cell(&self, _: &User, _: &Cell) -> Entry {
        Entry::Denied
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

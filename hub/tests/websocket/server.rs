//! A server of the catalogue beside this file.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use event_contracts_runtime::Raw;
use event_hub::{Bus, Close, Code, Config, Connection, Host, HostConfig, Hub, Inspect, Refusal, Store, System, User};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::rooms::channels::Room;
use crate::rooms::events::{Echo, Echoed, End, RoomJoin, Think};
use crate::rooms::handlers::{Access, ClientHandler};
use crate::rooms::types::Text;
use crate::rooms::{Meta, Rooms};

/// Every way in which a server ends a connection.
pub const CLOSES: [Close; 13] = {
    let after = Duration::from_secs(1);
    [
        Close::TooBig,
        Close::Slow,
        Close::Stopping(after),
        Close::TokenExpired,
        Close::TooManyConnections(after),
        Close::Flooding(after),
        Close::Unresponsive,
        Close::Failed(after),
        Close::Unauthenticated,
        Close::Revoked,
        Close::WrongOrigin,
        Close::BadProtocol,
        Close::Denied,
    ]
};

/// What the tests want of the application.
#[derive(Default)]
pub struct App {
    /// Clients that were greeted, and clients that have gone.
    pub connected: AtomicUsize,
    pub disconnected: AtomicUsize,
    /// Messages whose handling has begun, and has ended.
    pub begun: AtomicUsize,
    pub ended: AtomicUsize,
}

/// A server that runs.
pub struct Server {
    pub address: SocketAddr,
    pub hub: Hub<Rooms>,
    pub app: Arc<App>,
    pub store: Store,
    stop: oneshot::Sender<()>,
    done: JoinHandle<()>,
}

impl Server {
    pub async fn start() -> Self {
        Self::start_with(Config::default(), HostConfig::default()).await
    }

    pub async fn start_with(config: Config, host: HostConfig) -> Self {
        let store = Store::open("sqlite::memory:").await.expect("a database");
        Self::start_on(store, config, host).await
    }

    /// A server that can be looked into.
    pub async fn start_inspected(who: Inspect) -> Self {
        let store = Store::open("sqlite::memory:").await.expect("a database");
        let (host, hub, app) = self::host(store.clone(), Config::default(), HostConfig::default());
        Self::start_host(store, (host.inspect(who), hub, app)).await
    }

    /// A server with a database of its own.
    pub async fn start_on(store: Store, config: Config, host: HostConfig) -> Self {
        Self::start_host(store.clone(), self::host(store, config, host)).await
    }

    async fn start_host(store: Store, (host, hub, app): (Host, Hub<Rooms>, Arc<App>)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let done = tokio::spawn(host.listen(listener, async {
            // A test that ends without stopping its server drops it with its runtime.
            let _ = stopped.await;
        }));
        Self { address, hub, app, store, stop, done }
    }

    pub fn url(&self) -> String {
        format!("ws://{}/ws/rooms", self.address)
    }

    /// Stops it, and returns when it has ended.
    pub async fn stop(self) {
        self.stop.send(()).expect("it runs");
        self.done.await.expect("it ends in peace");
    }
}

/// The server before it listens.
pub fn host(store: Store, config: Config, host: HostConfig) -> (Host, Hub<Rooms>, Arc<App>) {
    let hub = Hub::new(store, Bus::default(), config, |_| Meta {});
    let app = Arc::new(App::default());
    (Host::new(host).serve(&hub, app.clone()), hub, app)
}

impl System for App {
    type Contract = Rooms;

    async fn connected(&self, _: &Connection<Rooms>) -> Result<(), Refusal> {
        self.connected.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    async fn disconnected(&self, _: &Connection<Rooms>) {
        self.disconnected.fetch_add(1, Ordering::SeqCst);
    }
}

impl ClientHandler for App {
    type Connection = Connection<Rooms>;
    type Error = Refusal;

    async fn echo(&self, from: &Connection<Rooms>, event: Echo) -> Result<(), Refusal> {
        from.send(&Echoed(event.0));
        Ok(())
    }

    async fn think(&self, from: &Connection<Rooms>, event: Think) -> Result<(), Refusal> {
        self.begun.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(event.milliseconds)).await;
        from.send(&echoed(event.text));
        self.ended.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    async fn end(&self, from: &Connection<Rooms>, event: End) -> Result<(), Refusal> {
        let close = CLOSES.into_iter().find(|close| i64::from(close.code()) == event.code);
        from.close(close.ok_or_else(|| Refusal::new(Code::NotFound, "no such code"))?);
        Ok(())
    }

    async fn room_join(&self, from: &Connection<Rooms>, event: RoomJoin) -> Result<(), Refusal> {
        Refusal::unless_allowed(from.join(Room { room_id: event.room_id.clone() }).await?)?;
        from.send(&echoed(event.room_id));
        Ok(())
    }

    async fn unknown(&self, _: &Connection<Rooms>, event: Raw) -> Result<(), Refusal> {
        Err(Refusal::new(Code::UnknownEvent, "no such event").of(event.name))
    }
}

impl Access for App {
    type User = User;
}

fn echoed(text: String) -> Echoed {
    Echoed(Text { text })
}

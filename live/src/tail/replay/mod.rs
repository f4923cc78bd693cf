//! Plays the server's side of a recording to clients, so that a front end can be seen to do with it what it did, or did not.
//!
//! In: a recording, and a listener. Out: to each client that connects to a recorded namespace or path, what the server sent there: to the
//! first the first recorded session, to the next the next, and from the beginning again after the last; as fast as it was, or faster. An
//! event that a client wants acknowledged is answered as the events of that name were; one that never was is not. Everything that
//! passes is [`Seen`], as by a proxy.

mod plain;
mod script;
mod socketio;

use std::io::BufRead;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tower_http::cors::CorsLayer;

use self::script::Script;
use super::recording::Reader;
use super::seen::{Happening, Seen, now};
use super::trouble::Trouble;

/// How much faster than it was recorded; 0 plays without waiting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speed(pub f64);

impl Speed {
    /// How long something takes that took this long.
    fn of(self, took: Duration) -> Duration {
        if self.0 > 0.0 {
            Duration::try_from_secs_f64(took.as_secs_f64() / self.0).unwrap_or(took)
        } else {
            Duration::ZERO
        }
    }
}

/// Plays a recording.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    place: SocketAddr,
    script: Script,
    speed: Speed,
    path: String,
}

impl Server {
    /// Listens at `listen`, and plays what a server sent in a recording; Socket.IO is under `path`, `/socket.io/` unless it is given.
    ///
    /// # Errors
    /// A recording that cannot be read, or in which no server says anything; and when it cannot listen there.
    pub async fn listen<R: BufRead>(
        listen: &str,
        reader: Reader<R>,
        speed: Speed,
        path: Option<String>,
    ) -> Result<Self, Trouble> {
        let script = Script::read(reader)?;
        let refused = |error: std::io::Error| {
            Trouble::new(format!("cannot listen at `{listen}`: {error}"))
                .help("name an address that is free, as in `127.0.0.1:0`, which chooses a port")
        };
        let listener = TcpListener::bind(listen).await.map_err(refused)?;
        let place = listener.local_addr().map_err(refused)?;
        Ok(Self { listener, place, script, speed, path: path.unwrap_or_else(|| "/socket.io/".to_owned()) })
    }

    /// Where it listens.
    pub fn place(&self) -> SocketAddr {
        self.place
    }

    /// Plays to whoever comes, until `stop` says so.
    pub async fn run(self, out: mpsc::Sender<Seen>, stop: CancellationToken) {
        // Engine.IO's calls cannot wait: what they tell waits here.
        let (told, mut waiting) = mpsc::unbounded_channel();
        let stage = Arc::new(Stage {
            script: self.script,
            speed: self.speed,
            told,
            connections: AtomicU64::new(0),
            stop: stop.clone(),
        });
        let path = self.path.trim_end_matches('/').to_owned();
        let router = Router::new()
            .merge(socketio::router(&stage, &path))
            .fallback_service(plain::service(&stage))
            .layer(CorsLayer::very_permissive());
        let ended = stop.clone();
        let serving = axum::serve(self.listener, router).with_graceful_shutdown(async move { ended.cancelled().await });
        let passing = async {
            while let Some(seen) = waiting.recv().await {
                if out.send(seen).await.is_err() {
                    break;
                }
            }
        };
        tokio::select! {
            served = serving.into_future() => drop(served),
            () = passing => {}
            // Whoever is connected keeps nobody here.
            () = stop.cancelled() => {}
        }
    }
}

/// What all clients share.
struct Stage {
    script: Script,
    speed: Speed,
    told: mpsc::UnboundedSender<Seen>,
    connections: AtomicU64,
    stop: CancellationToken,
}

impl Stage {
    fn begin(&self) -> u64 {
        self.connections.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn tell(&self, connection: u64, what: Happening) {
        // Nobody who listens is nobody to tell.
        drop(self.told.send(Seen { at: now(), connection, what }));
    }
}

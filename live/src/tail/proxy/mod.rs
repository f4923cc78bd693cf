//! Stands between clients and a server, and looks on.
//!
//! In: a listener, and the address of the server. Out: everything that passes, unchanged; and [`Seen`], what was in it.
//!
//! ```text
//! client ── HTTP/1.1 ──> Forward ── the same request, over a connection of its own ──> server
//!              │            ├── the body of a poll: Tapped, in passing
//!              └ upgrade ───┴── Tunnel: bytes both ways, each message read out of a copy
//! ```
//!
//! Promised: bodies and the bytes of WebSockets are passed on as they came, as they come: nothing is gathered first, and a side that does
//! not read holds up the other. Both ends of a connection end together. Of a request two headers are rewritten: `Host` names the
//! server; and an `Origin` that is the proxy's own becomes the server's, so that a server that compares the two finds them equal. Whoever
//! looks on too slowly holds up what passes, and misses nothing.

mod forward;
mod polling;
mod sessions;
mod tunnel;

use std::net::SocketAddr;
use std::sync::Arc;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use self::forward::{Forward, Upstream};
use self::sessions::Sessions;
use super::seen::Seen;
use super::trouble::Trouble;
use crate::wire::address::Address;

/// A proxy that listens.
#[derive(Debug)]
pub struct Proxy {
    listener: TcpListener,
    place: SocketAddr,
    to: Address,
    path: String,
}

impl Proxy {
    /// Listens at `listen` (`127.0.0.1:0` chooses a port) before the server `to`; Socket.IO is under `path` there, `/socket.io/` unless
    /// it is given.
    ///
    /// # Errors
    /// When it cannot listen there.
    pub async fn listen(listen: &str, to: Address, path: Option<String>) -> Result<Self, Trouble> {
        let refused = |error: std::io::Error| {
            Trouble::new(format!("cannot listen at `{listen}`: {error}"))
                .help("name an address that is free, as in `127.0.0.1:0`, which chooses a port")
        };
        let listener = TcpListener::bind(listen).await.map_err(refused)?;
        let place = listener.local_addr().map_err(refused)?;
        let path = path.unwrap_or_else(|| "/socket.io/".to_owned());
        Ok(Self { listener, place, to, path })
    }

    /// Where it listens.
    pub fn place(&self) -> SocketAddr {
        self.place
    }

    /// Takes connections, until `stop` says so; what is under way then is cut.
    pub async fn run(self, out: mpsc::Sender<Seen>, stop: CancellationToken) {
        let tracker = TaskTracker::new();
        let shared = Arc::new(Shared {
            to: self.to,
            path: self.path.trim_end_matches('/').to_owned(),
            sessions: Sessions::new(out),
            stop: stop.clone(),
            tracker: tracker.clone(),
        });
        loop {
            let stream = tokio::select! {
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, _)) => stream,
                    // Too many files are open: there is room again when a connection has ended.
                    Err(_) => {
                        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                        continue;
                    }
                },
                () = stop.cancelled() => break,
            };
            drop(stream.set_nodelay(true));
            let shared = shared.clone();
            tracker.spawn(async move {
                let stop = shared.stop.clone();
                let upstream = Arc::new(Upstream::default());
                let service = service_fn(move |request| {
                    let forward = Forward { shared: shared.clone(), upstream: upstream.clone() };
                    async move { forward.pass(request).await }
                });
                let serving = http1::Builder::new()
                    .preserve_header_case(true)
                    .half_close(true)
                    .timer(TokioTimer::new())
                    .auto_date_header(false)
                    .serve_connection(TokioIo::new(stream), service)
                    .with_upgrades();
                tokio::select! {
                    // A client that breaks off is nothing to tell.
                    served = serving => drop(served),
                    () = stop.cancelled() => {}
                }
            });
        }
        tracker.close();
        tracker.wait().await;
    }
}

/// What all connections share.
struct Shared {
    to: Address,
    /// The path of Socket.IO, without a slash at its end.
    path: String,
    sessions: Sessions,
    stop: CancellationToken,
    tracker: TaskTracker,
}

impl Shared {
    /// Whether a path is that of Socket.IO.
    fn is_socket_io(&self, path: &str) -> bool {
        path.trim_end_matches('/') == self.path
    }
}

//! Taking connections, and stopping: nobody new, everything under way is done, everybody is told, and it ends in time.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::select;
use tokio::time::{Instant, interval, sleep, timeout_at};

use super::Life;
use super::config::HostConfig;
use crate::contracts::Usage;
use crate::counting;
use crate::engine::Engine;

/// How long nobody is taken in after the system had no room for one more.
const NO_ROOM: Duration = Duration::from_secs(1);

/// How often the histograms are looked after.
const UPKEEP: Duration = Duration::from_secs(5);

/// How often it is looked whether everything is done.
const LOOK: Duration = Duration::from_millis(25);

/// What is listened with.
pub(super) struct Listening {
    pub(super) router: Router,
    pub(super) engines: Vec<Arc<Engine>>,
    pub(super) usages: Vec<Arc<Usage>>,
    pub(super) config: HostConfig,
    pub(super) life: Life,
}

impl Listening {
    /// Serves until `shutdown` returns, and then until everything is done or the bound has come.
    pub(super) async fn run(self, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        self.accept(listener, shutdown).await;
        let bound = Instant::now() + self.config.drain.bound;
        tracing::info!("stopping: no new connections");
        self.life.stop();
        if timeout_at(bound, self.drain()).await.is_err() {
            let sessions: usize = self.engines.iter().map(|engine| engine.sessions().len()).sum();
            tracing::warn!(sessions, "stopped before everything was done");
        }
    }

    async fn accept(&self, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        let mut shutdown = pin!(shutdown);
        let mut upkeep = interval(UPKEEP);
        loop {
            let accepted = select! {
                biased;
                () = &mut shutdown => return,
                _ = upkeep.tick() => {
                    counting::upkeep();
                    continue;
                }
                accepted = listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, _)) => self.take(stream),
                Err(error) if is_of_the_client(&error) => {}
                Err(error) => {
                    tracing::error!(error = %error, "no connection can be taken");
                    select! {
                        () = &mut shutdown => return,
                        () = sleep(NO_ROOM) => {}
                    }
                }
            }
        }
    }

    /// Serves the requests of one connection.
    fn take(&self, stream: TcpStream) {
        // A frame is written whole: to wait for more would only delay it.
        if let Err(error) =
            stream.set_nodelay(true).and_then(|()| bound_stalls(&stream, self.config.http.stall_timeout))
        {
            tracing::debug!(error = %error, "a connection is gone already");
            return;
        }
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(self.config.http.head_timeout);
        let service = TowerToHyperService::new(self.router.clone());
        let connection = http.serve_connection(TokioIo::new(stream), service).with_upgrades();
        let life = self.life.clone();
        self.life.spawn(async move {
            let mut connection = pin!(connection);
            let served = select! {
                biased;
                served = connection.as_mut() => served,
                () = life.stopping() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = served {
                tracing::debug!(error = %error, "a connection ended early");
            }
        });
    }

    /// Tells everybody, and waits until all have gone and everything is done.
    async fn drain(&self) {
        for engine in &self.engines {
            engine.flush();
        }
        loop {
            let sessions: Vec<_> = self.engines.iter().flat_map(|engine| engine.sessions()).collect();
            // Somebody who was let in just before may have no session yet.
            if sessions.is_empty() && self.life.is_done() {
                break;
            }
            // The first word counts, so whoever has come meanwhile hears it too.
            for session in sessions {
                session.close(self.life.farewell());
            }
            sleep(LOOK).await;
        }
        for usage in &self.usages {
            if let Err(error) = usage.write().await {
                tracing::warn!(%error, "which versions are in use could not be written");
            }
        }
        for engine in &self.engines {
            engine.store.committed().await;
        }
    }
}

/// Has the system end a connection whose client takes nothing of what was written: no task has to wait for it then.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn bound_stalls(stream: &TcpStream, after: Duration) -> io::Result<()> {
    socket2::SockRef::from(stream).set_tcp_user_timeout(Some(after))
}

/// Elsewhere the system has its own idea of how long to try.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn bound_stalls(_: &TcpStream, _: Duration) -> io::Result<()> {
    Ok(())
}

/// Whether the client was gone before it was taken in.
fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

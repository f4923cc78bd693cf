//! Plain WebSocket (RFC 6455): one text frame an event, in the contract's envelope.
//!
//! In: requests at the contract's path. Out: the life of each connection. A request from a wrong Origin is refused with 403, as
//! browsers let no page read why a handshake failed; any other refusal is an accepted handshake and the close frame with its
//! code, which pages can read.

mod connection;
pub(crate) mod framing;
mod handshake;
mod reader;
mod signals;
mod writer;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, request};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tracing::Instrument;

use self::connection::Connection;
use self::handshake::Mistake;
use self::reader::Reader;
use self::signals::Signals;
use crate::close::Close;
use crate::engine::Session;
use crate::gateway::{Gateway, Hello};
use crate::host::{Heartbeat, Life};

/// Where clients of one contract connect.
pub(crate) struct Endpoint {
    pub(crate) gateway: Arc<dyn Gateway>,
    pub(crate) heartbeat: Heartbeat,
    pub(crate) life: Life,
}

impl Endpoint {
    /// The endpoint at its path.
    pub(crate) fn at(self, path: &str) -> Router {
        Router::new().route(path, any(upgrade)).with_state(Arc::new(self))
    }

    /// Lets a client in, or not.
    async fn admit(&self, request: &request::Parts) -> Result<(Arc<Session>, Arc<Signals>), Close> {
        if let Some(close) = self.life.refuses() {
            return Err(close);
        }
        let hello = Hello::read(request, None)?;
        let welcome = self.gateway.admit(&hello).await?;
        let signals = Arc::new(Signals::default());
        Ok((welcome.session(hello, Box::new(signals.clone())), signals))
    }

    /// A client's connection, from the switch of protocols to its end.
    async fn serve(&self, admitted: Result<(Arc<Session>, Arc<Signals>), Close>, upgrade: OnUpgrade) {
        let upgraded = upgrade.await;
        let (session, signals) = match admitted {
            Ok(admitted) => admitted,
            Err(why) => {
                if let Ok(upgraded) = upgraded {
                    Box::pin(connection::refuse(TokioIo::new(upgraded), why)).await;
                }
                return;
            }
        };
        if let Ok(upgraded) = upgraded {
            let connection =
                Connection { gateway: &*self.gateway, session: &session, signals: &signals, heartbeat: self.heartbeat };
            self.run(connection, upgraded).await;
        }
        self.gateway.close(&session).await;
    }

    /// Runs a connection: on the TCP socket itself where it is one, as nothing else can write many pieces of memory at once.
    async fn run(&self, connection: Connection<'_>, upgraded: Upgraded) {
        let limit = self.gateway.most_bytes();
        match upgraded.downcast::<TokioIo<TcpStream>>() {
            Ok(parts) => {
                let (read, write) = parts.io.into_inner().into_split();
                let reader = Reader::new(limit, parts.read_buf.to_vec());
                // All of HTTP's buffer is held by what it read too much.
                drop(parts.read_buf);
                connection.run(read, write, reader).await;
            }
            Err(upgraded) => Box::pin(run_split(connection, TokioIo::new(upgraded), limit)).await,
        }
    }
}

async fn run_split(connection: Connection<'_>, io: impl AsyncRead + AsyncWrite, limit: usize) {
    let (read, write) = tokio::io::split(io);
    connection.run(read, write, Reader::new(limit, Vec::new())).await;
}

async fn upgrade(State(endpoint): State<Arc<Endpoint>>, request: Request) -> Response {
    let (mut request, _) = request.into_parts();
    let answer = match handshake::accept(&request) {
        Ok(answer) => answer,
        Err(mistake) => return mistake.into_response(),
    };
    let Some(upgrade) = request.extensions.remove::<OnUpgrade>() else {
        return Mistake::NoUpgrade.into_response();
    };
    let admitted = endpoint.admit(&request).await;
    if let Err(why) = admitted {
        endpoint.gateway.engine().turned_away(why);
    }
    if let Err(Close::WrongOrigin) = admitted {
        return (StatusCode::FORBIDDEN, "this page may not connect\n").into_response();
    }
    let span = match &admitted {
        Ok((session, _)) => tracing::debug_span!(
            "connection",
            contract = endpoint.gateway.engine().facts.name,
            session = %session.id
        ),
        Err(_) => tracing::Span::none(),
    };
    let life = endpoint.life.clone();
    life.spawn(async move { endpoint.serve(admitted, upgrade).await }.instrument(span));
    answer
}

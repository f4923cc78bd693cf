//! Socket.IO, protocol version 5, over Engine.IO 4: WebSocket and long-polling.
//!
//! In: the messages of an Engine.IO socket. Out: sessions of the gateways whose namespaces the client connects to, several on one
//! socket if it likes, and the frames of their queues.
//!
//! ```text
//! message ─ packet ─> Handler ─> Seat (one namespace) ─ waiting input, one task while there is any ─> Gateway
//! Session queue ─ Link ─> Engine.IO's own short buffer ─> client         (Rounds: all that waits at once; no room: later)
//! ```
//!
//! Promised: the packets of a session are handled one after the other, in their order; what waits of a client's input and of its
//! output is bounded in bytes; nothing waits for a client that is idle, no task and no buffer.
//!
//! A client that reads nothing holds, beside its session's queue ([`SlowClients`](crate::SlowClients)), at most [`BUFFERED`]
//! frames in Engine.IO's buffer, which it shares with everybody who is sent the same frames, and 128 KiB and one frame in the
//! WebSocket's.
//!
//! # Sizes
//! The limit of a contract counts the bytes of the JSON text of an event, as in `["message.new",{"text":"hi"}]`: what
//! stands before it (types, namespace, packet id) is free. So it is the same on both transports, and the same as a plain
//! WebSocket's. A client that exceeds it is told so and disconnected (`hub:closing` with 1009). One that sends more than twice as
//! much is cut before its message was read.

mod handler;
mod link;
pub mod packet;
mod rounds;
mod seat;
mod seats;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use engineioxide::config::EngineIoConfig;
use engineioxide::service::EngineIoService;

use self::handler::Handler;
use crate::auth::Origins;
use crate::gateway::Gateway;
use crate::host::Life;

/// The path that clients ask for unless they are told another.
const PATH: &str = "/socket.io";

/// So many frames fit into Engine.IO's own buffer of one socket.
pub(crate) const BUFFERED: usize = 64;

/// What can be set of Socket.IO, for all namespaces.
#[derive(Clone, Copy, Debug)]
pub struct SocketIo {
    /// How often a client is asked for a sign of life. 25 s unless set.
    pub ping_interval: Duration,
    /// How long it may take to give one. 20 s unless set.
    pub ping_timeout: Duration,
    /// How long a client may be in no namespace. 10 s unless set.
    pub connect_timeout: Duration,
    /// With more bytes of a client's input waiting for their turn than this, in one namespace, it is disconnected. 4 MiB
    /// unless set.
    pub input_bytes: usize,
}

impl Default for SocketIo {
    fn default() -> Self {
        Self {
            ping_interval: Duration::from_secs(25),
            ping_timeout: Duration::from_secs(20),
            connect_timeout: Duration::from_secs(10),
            input_bytes: 4 * 1024 * 1024,
        }
    }
}

/// Serves Socket.IO under `/socket.io/`: each gateway in the namespace of its engine.
pub(crate) fn router(gateways: Vec<Arc<dyn Gateway>>, options: SocketIo, life: Life) -> Router {
    let cors = Origins::cors_of(gateways.iter().map(|gateway| gateway.engine().config.origins.clone()).collect());
    let handler = Arc::new(Handler::new(gateways, options, life));
    // Room for what stands before the JSON text of the largest event, and for one that is a little larger to be read and refused.
    let bound = handler.largest_event().saturating_mul(2).max(16 * 1024);
    let config = EngineIoConfig::builder()
        .req_path(PATH)
        .ping_interval(options.ping_interval)
        .ping_timeout(options.ping_timeout)
        .max_buffer_size(BUFFERED)
        .max_payload(u64::try_from(bound).unwrap_or(u64::MAX))
        .ws_max_message_size(bound)
        .ws_max_frame_size(bound)
        .build();
    let service = EngineIoService::with_config(handler, config);
    let patience = options.ping_timeout;
    Router::new()
        .route_service(PATH, service.clone())
        .route_service(&format!("{PATH}/"), service)
        .layer(middleware::from_fn(move |request, next| in_time(patience, request, next)))
        .layer(cors)
}

/// A client that sends the body of a request drop by drop is not waited for.
async fn in_time(patience: Duration, request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}

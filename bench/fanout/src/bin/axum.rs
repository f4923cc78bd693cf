//! The floor of idle memory: WebSockets of axum that do nothing. `axum [READ_BUFFER]`.

use axum::Router;
use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::routing::any;
use fanout::control;
use tokio::net::TcpListener;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() {
    let buffer: Option<usize> = std::env::args().nth(1).and_then(|bytes| bytes.parse().ok());
    let router = Router::new().route(
        "/ws",
        any(async move |upgrade: WebSocketUpgrade| {
            let upgrade = match buffer {
                Some(bytes) => upgrade.read_buffer_size(bytes),
                None => upgrade,
            };
            upgrade.on_upgrade(async |mut socket: WebSocket| while let Some(Ok(_)) = socket.recv().await {})
        }),
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async { axum::serve(listener, router).await });
    control::serve(address, |_| async {}).await;
}

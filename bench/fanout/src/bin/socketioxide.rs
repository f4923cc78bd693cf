//! The peer: a bare socketioxide server. `socketioxide ROOMS`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::serve::ListenerExt;
use fanout::control::{self, Order};
use fanout::{Rooms, TEXT, now};
use serde::Serialize;
use socketioxide::SocketIo;
use socketioxide::extract::SocketRef;
use tokio::net::TcpListener;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Serialize)]
struct Tick {
    room_id: String,
    number: u64,
    sent_at: u64,
    text: String,
}

#[tokio::main]
async fn main() {
    let rooms: usize = std::env::args().nth(1).and_then(|rooms| rooms.parse().ok()).expect("a number of rooms");
    let (layer, io) = SocketIo::new_layer();
    let come = Arc::new(AtomicUsize::new(0));
    io.ns("/", async move |socket: SocketRef| {
        socket.join((come.fetch_add(1, Ordering::Relaxed) % rooms).to_string());
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let listener = listener.tap_io(|stream| stream.set_nodelay(true).expect("a connection"));
    tokio::spawn(async { axum::serve(listener, axum::Router::new().layer(layer)).await });
    let mut numbers = Rooms::new(rooms);
    control::serve(address, |order| {
        let Order::Tick(count) = order else { panic!("nothing is stored here") };
        let ticks: Vec<(usize, u64)> = (0..count).map(|_| numbers.next()).collect();
        let io = io.clone();
        async move {
            for (room, number) in ticks {
                let tick = Tick { room_id: room.to_string(), number, sent_at: now(), text: TEXT.to_owned() };
                io.to(tick.room_id.clone()).emit("load.tick", &tick).await.expect("room in every buffer");
            }
        }
    })
    .await;
}

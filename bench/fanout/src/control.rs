//! The port on which a server is told what to send: a line `tick COUNT` or `note COUNT`, answered by nothing.

use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;

/// What to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// So many transient events.
    Tick(u64),
    /// So many stored events.
    Note(u64),
}

/// Tells the port of clients and the port of orders on the standard output, and has every order carried out, one after the other.
///
/// # Panics
/// Where no port can be had.
pub async fn serve<F: Future<Output = ()>>(clients: SocketAddr, mut carry_out: impl FnMut(Order) -> F) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("ready {} {}", clients.port(), listener.local_addr().expect("an address").port());
    loop {
        let (stream, _) = listener.accept().await.expect("the port is ours");
        let mut lines = BufReader::new(stream).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            let order = match line.split_once(' ') {
                Some(("tick", count)) => count.parse().map(Order::Tick),
                Some(("note", count)) => count.parse().map(Order::Note),
                _ => panic!("`{line}` is no order"),
            };
            carry_out(order.expect("a count is a number")).await;
        }
    }
}

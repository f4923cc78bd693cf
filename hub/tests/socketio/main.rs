//! Socket.IO, as the stock client sees it: each file of `tests/node/socketio` runs against a server of its own.

mod protocol;
mod server;

use std::path::Path;
use std::process::Stdio;

use event_hub::{HostConfig, Store};
use tokio::process::Command;

use crate::server::Server;

mod rooms {
    event_contracts_macros::contract!("tests/socketio/catalogue.yaml");
}

/// Runs a file of tests with Node against two servers of one database, which must end well.
async fn node(file: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/node");
    assert!(folder.join("node_modules").exists(), "run `npm install` in {}", folder.display());
    let store = Store::open("sqlite::memory:").await.expect("a database");
    let (server, next) =
        (Server::over(&store, HostConfig::default()).await, Server::over(&store, HostConfig::default()).await);
    let output = Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .arg(folder.join("socketio").join(file))
        .env("HUB", format!("http://{}", server.address))
        .env("NEXT_HUB", format!("http://{}", next.address))
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .expect("node runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn basics() {
    node("basics.js").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn draining() {
    node("draining.js").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile() {
    node("hostile.js").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order() {
    node("order.js").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recovery() {
    node("recovery.js").await;
}

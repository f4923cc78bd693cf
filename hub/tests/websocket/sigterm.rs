//! A process that is told to stop.

use std::process::Stdio;
use std::sync::atomic::Ordering;
use std::time::Duration;

use event_hub::{Config, Drain, HostConfig, Store, told_to_stop};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::time::timeout;

use crate::client::{Client, PATIENCE, eventually};
use crate::server::host;

/// Under this name in its environment, the process of the test below is a server.
const SERVES: &str = "HUB_TEST_SERVES";

/// What the server prints: where it listens, that it handles something, and what it has handled at its end.
const LISTENS: &str = "listens on ";
const THINKS: &str = "thinks now";
const ENDED: &str = "ended after ";

/// The server: nothing, unless it was started by the test below.
#[tokio::test]
async fn serve() {
    if std::env::var_os(SERVES).is_none() {
        return;
    }
    let store = Store::open("sqlite::memory:").await.expect("a database");
    let drain = Drain { spread: Duration::from_millis(100), bound: Duration::from_secs(15) };
    let (host, _, app) = host(store, Config::default(), HostConfig { drain, ..HostConfig::default() });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("{LISTENS}{}", listener.local_addr().expect("an address"));
    let begins = app.clone();
    tokio::spawn(async move {
        eventually("a client thinks", || begins.begun.load(Ordering::SeqCst) == 1).await;
        println!("{THINKS}");
    });
    host.listen(listener, told_to_stop()).await;
    println!("{ENDED}{}", app.ended.load(Ordering::SeqCst));
}

#[tokio::test]
async fn a_process_that_is_told_to_stop_finishes_and_says_so() {
    let mut server = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "sigterm::serve", "--nocapture"])
        .env(SERVES, "1")
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("it starts");
    let mut lines = BufReader::new(server.stdout.take().expect("a pipe")).lines();
    let mut said = async |what: &str| {
        loop {
            let line = timeout(PATIENCE, lines.next_line()).await.expect("in time").expect("text").expect("a line");
            if let Some((_, rest)) = line.split_once(what) {
                return rest.to_owned();
            }
        }
    };
    let address = said(LISTENS).await;
    let url = format!("ws://{address}/ws/rooms");
    let mut idle = Client::connect(&url).await;
    let mut thinks = Client::connect(&url).await;
    thinks.say("echo", json!({ "text": "there" })).await;
    assert_eq!(thinks.event().await.0, "echoed");
    thinks.say("think", json!({ "text": "done", "milliseconds": 500 })).await;
    said(THINKS).await;
    let id = server.id().expect("it runs").to_string();
    let killed = Command::new("kill").args(["-TERM", &id]).status().await.expect("`kill` runs");
    assert!(killed.success());
    assert_eq!(idle.end().await.0, 4001);
    assert_eq!(thinks.event().await, ("echoed".to_owned(), json!({ "text": "done" })));
    assert_eq!(thinks.end().await.0, 4001);
    assert_eq!(said(ENDED).await, "1");
    let status = timeout(PATIENCE, server.wait()).await.expect("in time").expect("a status");
    assert!(status.success(), "{status}");
}

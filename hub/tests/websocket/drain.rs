//! How a server stops: nobody new, everything under way is done, everybody is told, and it ends in time.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use event_hub::{Drain, HostConfig};
use serde_json::json;
use tokio::net::TcpStream;

use crate::client::{Client, eventually};
use crate::raw::Raw;
use crate::server::Server;

/// What a server does at its end if nothing holds it up.
fn in_order(spread: u64, bound: u64) -> HostConfig {
    let drain = Drain { spread: Duration::from_millis(spread), bound: Duration::from_millis(bound) };
    HostConfig { drain, ..HostConfig::default() }
}

#[tokio::test]
async fn everybody_is_told_and_what_is_under_way_is_done() {
    let server = Server::start_with(Default::default(), in_order(5000, 15_000)).await;
    let (address, app) = (server.address, server.app.clone());
    let mut thinking = Vec::new();
    for number in 0..20 {
        let mut client = Client::connect(&server.url()).await;
        client.say("think", json!({ "text": number.to_string(), "milliseconds": 500 })).await;
        thinking.push(client);
    }
    let mut idle = Vec::new();
    for _ in 0..200 {
        idle.push(Client::connect(&server.url()).await);
    }
    // Connections of HTTP that are kept, one after a request and one before any.
    let mut kept = Raw::dial(address).await;
    kept.write(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n").await;
    kept.head().await;
    let silent = Raw::dial(address).await;
    eventually("all think", || app.begun.load(Ordering::SeqCst) == 20).await;

    let begun = Instant::now();
    let stopping = tokio::spawn(server.stop());
    let mut times = BTreeSet::new();
    for client in &mut idle {
        let (code, words) = client.end().await;
        let time = words.strip_prefix("server is stopping; come back in ").and_then(|rest| rest.strip_suffix(" ms"));
        times.insert(time.and_then(|time| time.parse::<u64>().ok()).expect("a time to come back after"));
        assert_eq!(code, 4001);
    }
    assert!(times.len() > 100 && times.last() <= Some(&5000), "spread over five seconds: {times:?}");
    for (number, client) in thinking.iter_mut().enumerate() {
        assert_eq!(client.event().await, ("echoed".to_owned(), json!({ "text": number.to_string() })));
        assert_eq!(client.end().await.0, 4001);
    }
    stopping.await.expect("it ends in peace");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert_eq!((app.ended.load(Ordering::SeqCst), app.disconnected.load(Ordering::SeqCst)), (20, 220));
    TcpStream::connect(address).await.expect_err("nobody listens");
    drop((kept, silent));
}

#[tokio::test]
async fn it_ends_in_time_whatever_is_not_done() {
    let server = Server::start_with(Default::default(), in_order(0, 500)).await;
    let app = server.app.clone();
    let mut client = Client::connect(&server.url()).await;
    client.say("think", json!({ "text": "for ever", "milliseconds": 9000 })).await;
    eventually("it thinks", || app.begun.load(Ordering::SeqCst) == 1).await;
    let begun = Instant::now();
    server.stop().await;
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn who_comes_while_it_stops_is_told_too() {
    let server = Server::start_with(Default::default(), in_order(0, 10_000)).await;
    let (address, app) = (server.address, server.app.clone());
    let mut client = Client::connect(&server.url()).await;
    client.say("think", json!({ "text": "a while", "milliseconds": 1000 })).await;
    eventually("it thinks", || app.begun.load(Ordering::SeqCst) == 1).await;
    // A request that is under way when the server stops.
    let mut late = Raw::dial(address).await;
    let handshake = crate::raw::handshake("/ws/rooms", "");
    let (early, rest) = handshake.split_at(30);
    late.write(early).await;
    let stopping = tokio::spawn(server.stop());
    eventually("nobody is taken in", || std::net::TcpStream::connect(address).is_err()).await;
    late.write(rest).await;
    assert!(late.head().await.starts_with("HTTP/1.1 101"));
    assert_eq!(late.end().await, 4001);
    stopping.await.expect("it ends in peace");
}

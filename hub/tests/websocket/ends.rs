//! How connections end: every code of the table, and clients that go without a word.

use std::sync::atomic::Ordering;
use std::time::Duration;

use event_hub::{Heartbeat, HostConfig};
use serde_json::json;

use crate::client::{Client, eventually};
use crate::raw::{PING, PONG, Raw, TEXT};
use crate::rooms::events::RoomShout;
use crate::server::{CLOSES, Server};

fn quick() -> HostConfig {
    let heartbeat = Heartbeat { interval: Duration::from_millis(100), timeout: Duration::from_millis(200) };
    HostConfig { heartbeat, ..HostConfig::default() }
}

#[tokio::test]
async fn every_code_and_its_reason_reach_the_client() {
    let server = Server::start().await;
    for close in CLOSES {
        let mut client = Client::connect(&server.url()).await;
        client.say("end", json!({ "code": close.code() })).await;
        let later = close.come_back().is_some_and(|after| !after.is_zero());
        let when = if later { "; come back in 1000 ms" } else { "" };
        let words = format!("{}{when}", close.reason());
        assert_eq!(client.end().await, (close.code(), words));
    }
    eventually("all have gone", || server.app.disconnected.load(Ordering::SeqCst) == CLOSES.len()).await;
}

#[tokio::test]
async fn who_gives_no_sign_of_life_is_told_and_cut() {
    let server = Server::start_with(Default::default(), quick()).await;
    let mut silent = Raw::connect(server.address).await;
    assert_eq!(silent.next().await, Some((PING, Vec::new())));
    assert_eq!(silent.end().await, 4005);
    eventually("it is gone", || server.app.disconnected.load(Ordering::SeqCst) == 1).await;
}

#[tokio::test]
async fn who_answers_or_speaks_or_thinks_stays() {
    let server = Server::start_with(Default::default(), quick()).await;
    let mut answers = Raw::connect(server.address).await;
    for _ in 0..8 {
        assert_eq!(answers.next().await, Some((PING, Vec::new())));
        answers.frame(PONG, b"").await;
    }
    let mut speaks = Raw::connect(server.address).await;
    let echo = json!({ "type": "echo", "data": { "text": "still here" } }).to_string();
    let mut heard = 0;
    for _ in 0..12 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        speaks.frame(TEXT, echo.as_bytes()).await;
        while let Some((first, _)) = speaks.next().await {
            if first == TEXT {
                heard += 1;
                break;
            }
        }
    }
    assert_eq!(heard, 12);
    let mut thinks = Raw::connect(server.address).await;
    let think = json!({ "type": "think", "data": { "text": "done", "milliseconds": 700 } }).to_string();
    thinks.frame(TEXT, think.as_bytes()).await;
    assert_eq!(thinks.next().await.map(|(first, _)| first), Some(TEXT));
}

#[tokio::test]
async fn who_goes_without_a_word_is_noticed() {
    let server = Server::start().await;
    // Aborted: the system says so in a reset.
    let raw = Raw::connect(server.address).await;
    eventually("it is there", || server.app.connected.load(Ordering::SeqCst) == 1).await;
    raw.stream.set_zero_linger().expect("a socket");
    drop(raw);
    eventually("the abort is noticed", || server.app.disconnected.load(Ordering::SeqCst) == 1).await;
    // Half closed: nothing more comes, though the client would still read.
    let mut raw = Raw::connect(server.address).await;
    tokio::io::AsyncWriteExt::shutdown(&mut raw.stream).await.expect("a socket");
    assert_eq!(raw.next().await, None);
    eventually("the half end is noticed", || server.app.disconnected.load(Ordering::SeqCst) == 2).await;
}

#[tokio::test]
async fn what_is_handled_is_not_cut_off() {
    let server = Server::start().await;
    let mut raw = Raw::connect(server.address).await;
    let think = json!({ "type": "think", "data": { "text": "alone", "milliseconds": 300 } }).to_string();
    raw.frame(TEXT, think.as_bytes()).await;
    eventually("it is handled", || server.app.begun.load(Ordering::SeqCst) == 1).await;
    drop(raw);
    eventually("it has gone", || server.app.disconnected.load(Ordering::SeqCst) == 1).await;
    assert_eq!(server.app.ended.load(Ordering::SeqCst), 1, "its message was handled to the end before that");
}

#[tokio::test]
async fn who_sends_faster_than_the_server_works_is_held_up() {
    let server = Server::start().await;
    let mut raw = Raw::connect(server.address).await;
    let think = json!({ "type": "think", "data": { "text": "slow", "milliseconds": 200 } }).to_string();
    raw.frame(TEXT, think.as_bytes()).await;
    let ping = crate::raw::frame(PING, b"now");
    // More than the buffers of both systems hold: that it cannot all be written shows that nobody reads it.
    let flood = ping.repeat(4_000_000);
    let (mut read, mut write) = raw.stream.split();
    let mut space = vec![0; 65_536];
    tokio::select! {
        written = tokio::io::AsyncWriteExt::write_all(&mut write, &flood) => panic!("{written:?}"),
        first = tokio::io::AsyncReadExt::read(&mut read, &mut space) => assert!(first.expect("an answer") > 0),
    }
}

#[tokio::test]
async fn who_does_not_read_is_told_and_nobody_else_notices() {
    let server = Server::start().await;
    let mut paused = Raw::connect(server.address).await;
    let join = json!({ "type": "room.join", "data": { "room_id": "lobby" } }).to_string();
    paused.frame(TEXT, join.as_bytes()).await;
    let mut others = Vec::new();
    for _ in 0..20 {
        let mut client = Client::connect(&server.url()).await;
        client.say("room.join", json!({ "room_id": "lobby" })).await;
        assert_eq!(client.event().await.0, "echoed");
        others.push(client);
    }
    let mut sent = 0;
    while server.app.disconnected.load(Ordering::SeqCst) == 0 {
        // As much as everybody who reads has read.
        for _ in 0..4 {
            let shout = RoomShout { room_id: "lobby".to_owned(), text: "y".repeat(50_000) };
            server.hub.send(&shout).expect("no limits");
            sent += 1;
        }
        for other in &mut others {
            for _ in 0..4 {
                assert_eq!(other.event().await.0, "room.shout");
            }
        }
        assert!(sent < 2000, "100 MB wait for one client");
        if sent == 400 {
            // By now far more was sent than may wait: it begins to read again, and finds why it was cut.
            assert_eq!(paused.end().await, 4000);
        }
    }
    assert_eq!(server.app.disconnected.load(Ordering::SeqCst), 1);
}

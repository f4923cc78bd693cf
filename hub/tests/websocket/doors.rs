//! Who is let in, and what the others can read.

use std::sync::Arc;
use std::time::Duration;

use event_hub::auth::{Grant, Origins};
use event_hub::{Bus, Config, Host, HostConfig, Store};
use serde_json::json;
use test_contracts::{WireServer, tokens};
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

use crate::client::{Client, PATIENCE};
use crate::raw::{Raw, handshake};
use crate::server::Server;

#[tokio::test]
async fn origins_are_compared_whole() {
    let origins = Origins::default().allow("https://app.example.com").expect("an origin");
    let server = Server::start_with(Config { origins, ..Config::default() }, HostConfig::default()).await;
    for (lines, status) in [
        ("", "101"),
        ("Origin: https://app.example.com\r\n", "101"),
        ("Origin: http://hub.example\r\n", "101"),
        ("Origin: https://evil.example\r\n", "403"),
        ("Origin: null\r\n", "403"),
        ("Origin: http://app.example.com\r\n", "403"),
        ("Origin: https://app.example.com.evil.example\r\n", "403"),
        ("Origin: https://evilapp.example.com\r\n", "403"),
        ("Origin: https://app.example.com:8443\r\n", "403"),
        ("Origin: https://app.example.com\r\nOrigin: https://evil.example\r\n", "403"),
    ] {
        let mut raw = Raw::dial(server.address).await;
        raw.write(&handshake("/ws/rooms", lines)).await;
        let head = raw.head().await;
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{lines}{head}");
    }
}

#[tokio::test]
async fn who_is_not_let_in_reads_a_code() {
    let server = Server::start().await;
    for (query, code) in [("recover=nothing", 4103)] {
        let mut client = Client::connect(&format!("{}?{query}", server.url())).await;
        assert_eq!(client.end().await.0, code, "{query}");
    }
}

#[tokio::test]
async fn tokens_and_numbers_are_told_by_their_codes() {
    let tokens = tokens();
    let store = Store::open("sqlite::memory:").await.expect("a database");
    let config = Config { tokens: tokens.verifier.clone(), ..Config::default() };
    let hub = WireServer::hub(store, Bus::default(), config);
    let host = Host::new(HostConfig::default()).serve(&hub, Arc::new(WireServer));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("ws://{}/ws/wire", listener.local_addr().expect("an address"));
    tokio::spawn(host.listen(listener, std::future::pending()));

    let expired = tokens.sign(&Grant { lifetime: Duration::ZERO, ..Grant::of("ada") });
    for (query, code) in [("", 4100), ("?token=no.such.token", 4100), (&*format!("?token={expired}"), 4002)] {
        let mut client = Client::connect(&format!("{url}{query}")).await;
        assert_eq!(client.end().await.0, code, "{query}");
    }
    // Three at once may be one user's, as the contract says.
    let good = format!("{url}?token={}", tokens.of("ada", &["7"]));
    let ping = json!({ "type": "ping", "timestamp": "2026-02-12T10:30:00Z", "success": true });
    let mut clients = Vec::new();
    for _ in 0..3 {
        let mut client = Client::connect(&good).await;
        client.send(ping.to_string()).await;
        assert_eq!(client.event().await.0, "pong");
        clients.push(client);
    }
    assert_eq!(Client::connect(&good).await.end().await.0, 4003);
    drop(clients.pop());
    let again = async {
        loop {
            let mut client = Client::connect(&good).await;
            client.send(ping.to_string()).await;
            if let Message::Text(_) = client.hear().await {
                return;
            }
        }
    };
    timeout(PATIENCE, again).await.expect("the place is free again");
}

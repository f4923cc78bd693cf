//! What runs a server in production: health, readiness, metrics, and requests that never end.

use std::time::Duration;

use event_hub::{HostConfig, Http};
use serde_json::{Value, json};

use crate::client::Client;
use crate::raw::Raw;
use crate::server::Server;

/// The head and the body of an answer.
async fn get(server: &Server, path: &str) -> (String, String) {
    let mut raw = Raw::dial(server.address).await;
    raw.write(format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").as_bytes()).await;
    let head = raw.head().await;
    (head, String::from_utf8(raw.rest().await).expect("text"))
}

#[tokio::test]
async fn a_server_says_how_it_is() {
    let server = Server::start().await;
    let (head, body) = get(&server, "/health").await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert_eq!(body, "alive\n");
    let (head, body) = get(&server, "/ready").await;
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("application/json"), "{head}");
    assert_eq!(serde_json::from_str::<Value>(&body).expect("JSON"), json!({ "ready": true, "missing": [] }));
}

#[tokio::test]
async fn without_its_database_it_is_alive_and_not_ready() {
    let server = Server::start().await;
    server.store.pool().close().await;
    let (head, body) = get(&server, "/ready").await;
    assert!(head.starts_with("HTTP/1.1 503"), "{head}");
    let missing = json!([{ "what": "database", "contract": "rooms", "why": "cannot be reached" }]);
    assert_eq!(serde_json::from_str::<Value>(&body).expect("JSON"), json!({ "ready": false, "missing": missing }));
    assert!(get(&server, "/health").await.0.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn metrics_are_in_the_form_of_prometheus_and_explained() {
    let server = Server::start().await;
    let mut client = Client::connect(&server.url()).await;
    client.say("echo", json!({ "text": "counted" })).await;
    client.event().await;
    for (name, payload) in [("no.such", json!({})), ("echo", json!({ "text": 1 }))] {
        client.say(name, payload).await;
        assert_eq!(client.event().await.0, "hub:error");
    }
    client.say("end", json!({ "code": 4006 })).await;
    client.end().await;
    let (head, body) = get(&server, "/metrics").await;
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("text/plain; version=0.0.4"), "{head}");
    let counted = |line: &str| body.lines().any(|own| own.starts_with(line));
    for line in [
        r#"hub_sessions{contract="rooms"} "#,
        r#"hub_connections_closed_total{contract="rooms",code="4006"} "#,
        r#"hub_events_received_total{contract="rooms",event="echo"} "#,
        r#"hub_events_refused_total{contract="rooms",event="",code="unknown_event"} "#,
        r#"hub_events_refused_total{contract="rooms",event="echo",code="invalid_payload"} "#,
        r#"hub_handler_seconds_count{contract="rooms",event="echo"} "#,
    ] {
        assert!(counted(line), "{line}\n{body}");
    }
    for line in body.lines().filter(|line| line.starts_with("# TYPE ")) {
        let name = line.split(' ').nth(2).expect("a name");
        assert!(body.contains(&format!("# HELP {name} ")), "{name} is not explained");
    }
}

#[tokio::test]
async fn a_request_that_does_not_come_is_not_waited_for() {
    let http = Http { head_timeout: Duration::from_millis(200), ..Http::default() };
    let server = Server::start_with(Default::default(), HostConfig { http, ..HostConfig::default() }).await;
    for begun in ["", "GET /health HT", "GET /health HTTP/1.1\r\nHost: a\r\nX-Slow: "] {
        let mut raw = Raw::dial(server.address).await;
        raw.write(begun.as_bytes()).await;
        // It ends: with an answer of HTTP's own or without.
        raw.rest().await;
    }
}

//! RFC 6455, as far as a server has to hold to it: handshakes, sizes, and what is no frame of text.

use event_hub::{Config, HostConfig};
use serde_json::{Value, json};

use crate::client::Client;
use crate::raw::{BINARY, CLOSE, MORE, PING, PONG, Raw, TEXT, frame, handshake};
use crate::server::Server;

const LIMIT: usize = 1000;

/// An `echo` of so many bytes in all.
fn echo(bytes: usize) -> String {
    let text = |padding: usize| json!({ "type": "echo", "data": { "text": "y".repeat(padding) } }).to_string();
    let whole = text(bytes - text(0).len());
    assert_eq!(whole.len(), bytes);
    whole
}

#[tokio::test]
async fn the_largest_message_is_exact() {
    for (config, limit) in [(Config::default(), 65_536), (Config { frame_bytes: LIMIT, ..Config::default() }, LIMIT)] {
        let server = Server::start_with(config, HostConfig::default()).await;
        for size in [limit - 1, limit] {
            let mut client = Client::connect(&server.url()).await;
            client.send(echo(size)).await;
            assert_eq!(client.event().await.0, "echoed", "{size} of {limit}");
        }
        let mut client = Client::connect(&server.url()).await;
        client.send(echo(limit + 1)).await;
        assert_eq!(client.end().await, (1009, "message too big".to_owned()));
    }
}

#[tokio::test]
async fn fragments_count_as_a_whole() {
    let server = Server::start_with(Config { frame_bytes: LIMIT, ..Config::default() }, HostConfig::default()).await;
    for (size, passes) in [(LIMIT - 1, true), (LIMIT, true), (LIMIT + 1, false)] {
        let message = echo(size);
        let (first, rest) = message.as_bytes().split_at(700);
        let (second, third) = rest.split_at(200);
        let mut raw = Raw::connect(server.address).await;
        raw.frame(TEXT & MORE, first).await;
        raw.frame(0x00, second).await;
        raw.frame(PING, b"between").await;
        raw.frame(0x80, third).await;
        assert_eq!(raw.next().await, Some((PONG, b"between".to_vec())));
        if passes {
            assert_eq!(raw.next().await.map(|(first, _)| first), Some(TEXT), "{size}");
        } else {
            assert_eq!(raw.end().await, 1009, "{size}");
        }
    }
}

#[tokio::test]
async fn a_huge_message_is_refused_while_it_is_sent() {
    let server = Server::start().await;
    let mut raw = Raw::connect(server.address).await;
    raw.frame(TEXT, &vec![b'y'; 3_000_000]).await;
    assert_eq!(raw.end().await, 1009);
    let mut raw = Raw::connect(server.address).await;
    // It is larger than any memory, and the header is all that ever comes of it.
    raw.write(&[TEXT, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4]).await;
    assert_eq!(raw.end().await, 1009);
}

#[tokio::test]
async fn what_breaks_the_protocol_is_told_so() {
    let server = Server::start().await;
    let unmasked = [TEXT, 2, b'{', b'}'];
    for (what, bytes) in [
        ("bytes", frame(BINARY, b"{}")),
        ("no mask", unmasked.to_vec()),
        ("a reserved bit", frame(TEXT | 0x40, b"{}")),
        ("an opcode that is none", frame(0x83, b"")),
        ("a fragment of nothing", frame(0x80, b"{}")),
        ("no UTF-8", frame(TEXT, &[b'"', 0xc3, 0x28, b'"'])),
        ("a long ping", frame(PING, &[0; 126])),
        ("HTTP", b"GET / HTTP/1.1\r\n\r\n".to_vec()),
    ] {
        let mut raw = Raw::connect(server.address).await;
        raw.write(&bytes).await;
        assert_eq!(raw.end().await, 4103, "{what}");
    }
}

#[tokio::test]
async fn a_client_may_end_the_connection() {
    let server = Server::start().await;
    for payload in [&b""[..], &1000_u16.to_be_bytes(), b"\x0f\xa0going"] {
        let mut raw = Raw::connect(server.address).await;
        raw.frame(CLOSE, payload).await;
        let code = payload.get(..2).unwrap_or_default();
        assert_eq!(raw.next().await, Some((CLOSE, code.to_vec())));
        assert_eq!(raw.next().await, None);
    }
}

#[tokio::test]
async fn frames_may_come_with_the_handshake_and_in_any_pieces() {
    let server = Server::start().await;
    let mut bytes = handshake("/ws/rooms", "");
    for text in ["one", "two", "three"] {
        let echo = json!({ "type": "echo", "data": { "text": text } }).to_string();
        bytes.extend(frame(TEXT, echo.as_bytes()));
    }
    for pieces in [1, 7, 100, 10_000] {
        let mut raw = Raw::dial(server.address).await;
        for piece in bytes.chunks(pieces) {
            raw.write(piece).await;
        }
        assert!(raw.head().await.starts_with("HTTP/1.1 101"));
        for text in ["one", "two", "three"] {
            let (first, payload) = raw.next().await.expect("an answer");
            let heard: Value = serde_json::from_slice(&payload).expect("JSON");
            assert_eq!((first, &heard["data"]["text"]), (TEXT, &json!(text)), "in pieces of {pieces}");
        }
    }
}

#[tokio::test]
async fn other_requests_are_told_what_the_path_is() {
    let server = Server::start().await;
    for (request, status) in [
        ("GET /ws/rooms HTTP/1.1\r\nHost: a\r\n\r\n", "426"),
        ("POST /ws/rooms HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "426"),
        ("GET /ws/elsewhere HTTP/1.1\r\nHost: a\r\n\r\n", "404"),
    ] {
        let mut raw = Raw::dial(server.address).await;
        raw.write(request.as_bytes()).await;
        let head = raw.head().await;
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{request}{head}");
    }
    let wrong_version =
        String::from_utf8(handshake("/ws/rooms", "")).expect("text").replace("Version: 13", "Version: 8");
    let mut raw = Raw::dial(server.address).await;
    raw.write(wrong_version.as_bytes()).await;
    let head = raw.head().await;
    assert!(head.starts_with("HTTP/1.1 426") && head.contains("sec-websocket-version: 13"), "{head}");
}

//! The inspector: who may look, what is seen, and what can be sent.

use event_hub::Inspect;
use serde_json::{Value, json};

use crate::client::Client;
use crate::raw::Raw;
use crate::rooms::events::{RoomBadge, RoomShout};
use crate::server::Server;

const TOKEN: &str = "0123456789abcdef";

fn behind_token() -> Inspect {
    Inspect::Token(TOKEN.into())
}

/// The status and the body of an answer.
async fn ask(server: &Server, request: &str, lines: &str, body: &str) -> (u16, String) {
    let mut raw = Raw::dial(server.address).await;
    let length = body.len();
    let head = format!("{request} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{lines}", server.address);
    raw.write(format!("{head}Content-Length: {length}\r\n\r\n{body}").as_bytes()).await;
    let head = raw.head().await;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    (status, String::from_utf8(raw.rest().await).expect("text"))
}

fn with_token() -> String {
    format!("Authorization: Bearer {TOKEN}\r\n")
}

async fn send(server: &Server, wish: Value) -> (u16, Value) {
    let lines = format!("{}Content-Type: application/json\r\n", with_token());
    let (status, body) = ask(server, "POST /inspect/send", &lines, &wish.to_string()).await;
    (status, serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}")))
}

/// One who looks.
struct Stream {
    raw: Raw,
    read: String,
    seen: Vec<Value>,
}

impl Stream {
    /// Returns once the first line has come: whatever happens from then on is seen.
    async fn begin(server: &Server) -> Self {
        let mut raw = Raw::dial(server.address).await;
        let lines = with_token();
        raw.write(format!("GET /inspect/events HTTP/1.1\r\nHost: {}\r\n{lines}\r\n", server.address).as_bytes()).await;
        let head = raw.head().await;
        assert!(head.starts_with("HTTP/1.1 200") && head.contains("application/x-ndjson"), "{head}");
        let mut stream = Self { raw, read: String::new(), seen: Vec::new() };
        stream.line().await;
        stream
    }

    /// The next line. Each lies in a chunk of its own.
    async fn line(&mut self) -> Value {
        loop {
            if let Some((line, rest)) = self.read.split_once("\n\r\n") {
                let line = line.split_once("\r\n").map_or(line, |(_, line)| line).to_owned();
                self.read = rest.to_owned();
                return serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
            }
            let more = self.raw.some().await.expect("the stream goes on");
            self.read.push_str(std::str::from_utf8(&more).expect("text"));
        }
    }

    /// The first event of a name.
    async fn event(&mut self, name: &str) -> Value {
        loop {
            if let Some(at) = self.seen.iter().position(|event| event["event"] == name) {
                return self.seen.remove(at);
            }
            let mut line = self.line().await;
            self.seen.extend(line["events"].as_array_mut().into_iter().flatten().map(Value::take));
        }
    }
}

#[tokio::test]
async fn it_is_off_unless_somebody_opens_it() {
    let server = Server::start().await;
    for path in ["/inspect", "/inspect/start.js", "/inspect/models", "/inspect/events"] {
        assert_eq!(ask(&server, &format!("GET {path}"), "", "").await.0, 404, "{path}");
    }
    assert_eq!(ask(&server, "POST /inspect/send", "", "{}").await.0, 404);
}

#[tokio::test]
async fn behind_a_token_nothing_is_told_to_who_has_none() {
    let server = Server::start_inspected(behind_token()).await;
    for request in ["GET /inspect/models", "GET /inspect/events", "POST /inspect/send"] {
        for lines in ["", "Authorization: Bearer 0123456789abcdee\r\n", "Authorization: Bearer\r\n"] {
            assert_eq!(ask(&server, request, lines, "").await.0, 401, "{request} {lines}");
        }
        let foreign = format!("{}Origin: http://elsewhere.example\r\n", with_token());
        assert_eq!(ask(&server, request, &foreign, "").await.0, 403, "{request}");
    }
    // The page itself says nothing of the server.
    let (status, page) = ask(&server, "GET /inspect", "", "").await;
    assert_eq!(status, 200);
    assert!(page.contains("<title>Inspector</title>") && !page.contains("rooms"), "{page}");
    let (status, models) = ask(&server, "GET /inspect/models", &with_token(), "").await;
    assert_eq!(status, 200);
    assert!(models.contains("\"room.badge\""), "{models}");
}

#[tokio::test]
async fn an_open_inspector_is_not_open_under_a_name_of_elsewhere() {
    let server = Server::start_inspected(Inspect::Open).await;
    assert_eq!(ask(&server, "GET /inspect/models", "", "").await.0, 200);
    let mut raw = Raw::dial(server.address).await;
    raw.write(b"GET /inspect/models HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n").await;
    assert!(raw.head().await.starts_with("HTTP/1.1 403"));
}

#[tokio::test]
async fn what_flows_is_seen_with_a_verdict() {
    let server = Server::start_inspected(behind_token()).await;
    let mut stream = Stream::begin(&server).await;
    let mut client = Client::connect(&server.url()).await;
    client.say("room.join", json!({ "room_id": "lobby" })).await;
    client.event().await;

    let joined = stream.event("room.join").await;
    assert_eq!(
        (&joined["way"], &joined["verdict"], &joined["contract"]),
        (&json!("in"), &json!("fits"), &json!("rooms"))
    );
    assert!(joined["took"].is_u64() && joined["session"].is_string(), "{joined}");
    let echoed = stream.event("echoed").await;
    assert_eq!((&echoed["way"], &echoed["verdict"]), (&json!("out"), &json!("fits")));

    let shout = RoomShout { room_id: "lobby".to_owned(), text: "hello".to_owned() };
    server.hub.send(&shout).expect("no limit");
    let shouted = stream.event("room.shout").await;
    let told = ["way", "channel", "priority", "verdict"].map(|key| shouted[key].as_str().unwrap_or_default());
    assert_eq!(told, ["out", "room.lobby", "now", "fits"]);
    assert_eq!(
        (&shouted["recipients"], &shouted["bytes"]),
        (&json!(1), &json!(shouted["text"].as_str().map(str::len)))
    );

    // The types let it through, the contract does not.
    server.hub.send(&RoomBadge { room_id: "lobby".to_owned(), label: "far too long".to_owned() }).expect("no limit");
    let badge = stream.event("room.badge").await;
    assert_eq!(badge["verdict"], "breach");
    assert_eq!(badge["problem"], "`room.badge`: `label`: must have at most 8 characters (maxLength)");

    for (name, payload, code) in [
        ("room.shout", json!({}), "wrong_direction"),
        ("room.jion", json!({}), "unknown_event"),
        ("echo", json!({ "text": 7 }), "invalid_payload"),
    ] {
        client.say(name, payload).await;
        let refused = stream.event(name).await;
        assert_eq!((&refused["verdict"], &refused["code"]), (&json!("breach"), &json!(code)), "{refused}");
        assert_eq!(stream.event("hub:error").await["way"], "hub");
    }
}

#[tokio::test]
async fn tokens_are_not_seen() {
    let server = Server::start_inspected(behind_token()).await;
    let mut stream = Stream::begin(&server).await;
    let mut client = Client::connect(&server.url()).await;
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
    for name in ["hub:renew", "echo", "hub:renw"] {
        client.say(name, json!({ "token": token, "text": format!("look: {token}") })).await;
        let seen = stream.event(name).await.to_string();
        assert!(!seen.contains("c2lnbmF0dXJl") && seen.contains("token)"), "{seen}");
    }
}

#[tokio::test]
async fn who_looks_can_send_as_the_server_within_the_contract() {
    let server = Server::start_inspected(behind_token()).await;
    let mut client = Client::connect(&server.url()).await;
    client.say("room.join", json!({ "room_id": "lobby" })).await;
    client.event().await;
    let wish = |event: &str, argument: Value| json!({ "contract": "rooms", "by": "server", "event": event, "channel": "room.lobby", "arguments": [argument] });

    let (status, sent) = send(&server, wish("room.note", json!({ "room_id": "lobby", "number": 7 }))).await;
    assert_eq!(status, 200, "{sent}");
    assert_eq!(client.event().await, ("room.note".to_owned(), json!({ "room_id": "lobby", "number": 7 })));

    let long = json!({ "room_id": "lobby", "label": "far too long" });
    let (status, refused) = send(&server, wish("room.badge", long.clone())).await;
    assert_eq!(
        (status, &refused["problem"]),
        (422, &json!("`room.badge`: `label`: must have at most 8 characters (maxLength)"))
    );
    let mut anyway = wish("room.badge", long.clone());
    anyway["anyway"] = json!(true);
    assert_eq!(send(&server, anyway).await.0, 200);
    assert_eq!(client.event().await, ("room.badge".to_owned(), long));

    for wrong in [
        json!({ "contract": "none", "by": "server", "event": "room.note" }),
        json!({ "contract": "rooms", "by": "server", "event": "room.join" }),
        json!({ "contract": "rooms", "by": "server", "event": "room.note", "arguments": [{ "room_id": "a", "number": 1 }] }),
        json!({ "contract": "rooms", "by": "server", "event": "room.note", "channel": "no.such", "arguments": [] }),
        json!({ "contract": "rooms", "by": "server", "event": "echoed", "arguments": [{ "text": "a" }] }),
        json!({ "contract": "rooms", "by": "client", "session": "0000000000000000", "text": "{}" }),
    ] {
        let (status, answer) = send(&server, wrong.clone()).await;
        assert!(status == 422 && answer["problem"].is_string(), "{wrong}: {answer}");
    }
}

#[tokio::test]
async fn who_looks_can_say_what_a_client_might() {
    let server = Server::start_inspected(behind_token()).await;
    let mut stream = Stream::begin(&server).await;
    let mut client = Client::connect(&server.url()).await;
    let session = stream.event("connected").await["session"].take();
    let text = json!({ "type": "echo", "data": { "text": "from the form" } }).to_string();
    let (status, sent) =
        send(&server, json!({ "contract": "rooms", "by": "client", "session": session, "text": text })).await;
    assert_eq!(status, 200, "{sent}");
    assert_eq!(client.event().await, ("echoed".to_owned(), json!({ "text": "from the form" })));
    assert_eq!(stream.event("echo").await["session"], session);
}

#[tokio::test]
async fn a_stream_does_not_keep_the_server_from_stopping() {
    let server = Server::start_inspected(behind_token()).await;
    let mut stream = Stream::begin(&server).await;
    server.stop().await;
    while stream.raw.some().await.is_some() {}
}

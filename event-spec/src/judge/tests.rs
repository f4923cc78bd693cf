//! Frames, and what is said of them.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Judge, Kind, Sender, Subject, Verdict};
use crate::Date;
use crate::files::{FileError, Files};

struct Text(&'static str);

impl Files for Text {
    fn read(&self, _: &str) -> Result<String, FileError> {
        Ok(self.0.to_owned())
    }

    fn list(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }
}

/// The judge of a catalogue that is written here.
fn judge(text: &'static str) -> Judge {
    let outcome = crate::load(&Text(text), "catalogue.yaml");
    let found: Vec<_> = outcome.diagnostics.iter().map(|diagnostic| &diagnostic.message).collect();
    let catalogue = outcome.catalogue.unwrap_or_else(|| panic!("{found:#?}"));
    Judge::new(Arc::new(catalogue), Date::parse("2026-06-15"))
}

static PACKETS: LazyLock<Judge> = LazyLock::new(|| {
    judge(
        r##"
catalogue: chat
version: 1.0.0
transport: socket.io
naming: "{resource}.{action}"
channels:
  room: { address: "room.{room_id}", params: { room_id: { type: string } }, access: member }
  board: { address: "board.{kind}.{number}", params: { kind: { type: string }, number: { type: integer } }, access: member }
events:
  message.new:
    direction: server-to-client
    channel: room
    storage: stored
    rest: POST /messages
    aliases:
      - { name: conversation.new_message, reason: an old page }
      - { name: message.created, sunset: 2026-06-15 }
      - { name: message.made, sunset: 2026-06-14 }
    payload:
      type: object
      required: [room_id, tags]
      properties:
        room_id: { type: string }
        tags: { type: array, items: { enum: [red, green] }, uniqueItems: true }
        sender: { type: object, required: [name], properties: { name: { type: string, pattern: "^[a-z]+$" } } }
  message.send: { direction: client-to-server, rest: POST /messages, payload: { type: string } }
  room.join:
    direction: client-to-server
    joins: room
    payload: { type: object, required: [room_id], properties: { room_id: { type: string } } }
    ack: { payload: { type: object, required: [success], properties: { success: { type: boolean } } } }
  channel.join: { direction: client-to-server, joins: any, payload: { type: string } }
  pen.moved: { direction: both, to: everybody, args: [{ name: x, schema: { type: number } }, { name: y, schema: { type: number } }] }
  list.clear: { direction: both, to: everybody, storage: stored }
"##,
    )
});

static ENVELOPES: LazyLock<Judge> = LazyLock::new(|| {
    judge(
        r##"
catalogue: forum
version: 1.0.0
transport: websocket
naming: ["{resource}.{action}", "{event}"]
envelope:
  name: type
  payload: data
  channel: channel
  priority: priority
  meta:
    type: object
    required: [timestamp]
    properties: { timestamp: { type: string, format: date-time }, error: { type: string } }
  error: error
priorities: { high: { deliver: immediately }, low: { batch: 5s } }
channels:
  thread: { address: "thread.{id}", params: { id: { type: integer } }, access: member }
events:
  thread.closed:
    direction: both
    channel: { name: thread, params: { id: thread_id } }
    priority: high
    storage: stored
    payload: { type: object, required: [thread_id], properties: { thread_id: { type: integer } } }
  pong: { direction: server-to-client, to: connection }
"##,
    )
});

/// The problems, one a line: their kind, where they are, and what is said.
fn said(verdict: &Verdict<'_>) -> String {
    let lines = verdict.problems.iter().map(|problem| {
        let place = problem.path.as_ref().map(|path| format!(" {path}")).unwrap_or_default();
        format!("{}{place}: {problem}", problem.kind)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn server(text: &str) -> String {
    said(&PACKETS.packet(Sender::Server, text))
}

fn client(text: &str) -> String {
    said(&PACKETS.packet(Sender::Client, text))
}

fn envelope(value: &Value) -> String {
    said(&ENVELOPES.frame(Sender::Server, &value.to_string()))
}

#[test]
fn what_the_contract_says_is_fine() {
    for text in [
        r#"["message.new", {"room_id": "a", "tags": ["red"]}]"#,
        r#"["message.new", {"room_id": "a", "tags": [], "more": 1, "sender": {"name": "x"}}, "12.k3f9@room.a"]"#,
        r#"["message.created", {"room_id": "a", "tags": []}]"#,
        r#"["pen.moved", 1, 2.5]"#,
        r#"["list.clear"]"#,
        r#"["list.clear", null]"#,
        r#"["list.clear", null, "3.k3f9@*"]"#,
        r#"["hub:error", {"code": "denied"}]"#,
    ] {
        assert_eq!(server(text), "", "{text}");
    }
    for text in [
        r#"["room.join", {"room_id": "a b"}]"#,
        r#"["channel.join", "room.a%20b"]"#,
        r#"["hub:renew", {"token": "t"}]"#,
    ] {
        assert_eq!(client(text), "", "{text}");
    }
}

#[test]
fn names_are_told() {
    let new = r#"{"room_id": "a", "tags": []}"#;
    for (name, expected) in [
        ("mesage.new", "unknown-event: `mesage.new` is no event of `chat`; did you mean `message.new`?"),
        (
            "conversation.newmessage",
            "unknown-event: `conversation.newmessage` is no event of `chat`; did you mean `message.new`?",
        ),
        ("order.paid", "unknown-event: `order.paid` is no event of `chat`"),
        (
            "conversation.new_message",
            "wrong-name: `conversation.new_message` is called `message.new`; write `message.new`",
        ),
        (
            "message.made",
            "alias-expired: `message.made` is called `message.new`; the former name was served until 2026-06-14; write `message.new`",
        ),
        ("room.join", "wrong-direction: clients send `room.join`, and the server does not"),
        ("hub:eror", "unknown-event: `hub:eror` is none of the hub's own events; did you mean `hub:error`?"),
        ("hub:renew", "wrong-direction: clients send `hub:renew`, and the server does not"),
    ] {
        assert_eq!(server(&format!("[\"{name}\", {new}]")), expected);
    }
    assert_eq!(client(r#"["message.new", {}]"#), "wrong-direction: the server sends `message.new`, and clients do not");
    assert_eq!(
        client(r#"["message.send", "hello"]"#),
        "through-rest: `message.send` comes through `POST /messages`, not over the socket; make the request: the event follows"
    );
    let long = "x".repeat(1000);
    assert!(server(&format!("[\"{long}\"]")).len() < 200);
}

#[test]
fn what_is_known_is_told_beside_the_problems() {
    let verdict =
        PACKETS.packet(Sender::Server, r#"["message.created", {"room_id": "a b", "tags": []}, "1.x@room.a%20b"]"#);
    assert_eq!(verdict.name.as_deref(), Some("message.created"));
    assert_eq!(verdict.alias.map(|alias| alias.name.value.as_str()), Some("message.created"));
    assert_eq!(verdict.event().map(|event| event.name.value.as_str()), Some("message.new"));
    assert_eq!(verdict.channel.as_deref(), Some("room.a%20b"));
    assert_eq!(verdict.position.as_deref(), Some("1.x@room.a%20b"));
    let verdict = PACKETS.packet(Sender::Client, r#"["room.join", {"room_id": "7"}]"#);
    assert_eq!(verdict.channel.as_deref(), Some("room.7"));
    assert!(matches!(PACKETS.packet(Sender::Server, r#"["hub:left", {}]"#).subject, Subject::Notice));
}

#[test]
fn payloads_are_held_to_their_types() {
    for (payload, expected) in [
        (r#"{"room_id": "a"}"#, "payload payload.tags: the field `tags` is missing in `payload`"),
        (
            r#"{"room_id": 1, "tags": ["red", "red", "blue"]}"#,
            "payload payload.room_id: `payload.room_id` must be a text, and this is the number 1\n\
             payload payload.tags[1]: the items of `payload.tags` must differ, and these are equal\n\
             payload payload.tags[2]: `payload.tags[2]` must be one of `red`, `green`, and this is `blue`",
        ),
        (
            r#"{"room_id": "a", "tags": [], "sender": {"nane": "x"}}"#,
            "payload payload.sender.name: the field `name` is missing in `payload.sender`; `nane` is written here: is it meant?",
        ),
        (
            r#"{"room_id": "a", "tags": [], "sender": {"name": "X"}}"#,
            "payload payload.sender.name: `payload.sender.name` must match `^[a-z]+$`, and this is `X`",
        ),
        ("7", "payload payload: `payload` must be an object, and this is the number 7"),
    ] {
        assert_eq!(server(&format!("[\"message.new\", {payload}]")), expected);
    }
    let fine = r#"{"room_id": "a", "tags": []}"#;
    for (text, expected) in [
        (r#"["message.new"]"#.to_owned(), "payload payload: the payload is missing"),
        (
            format!("[\"message.new\", {fine}, {fine}]"),
            "payload payload: the event takes one argument, and this has 2 arguments",
        ),
        (
            format!("[\"message.new\", {fine}, \"no position\"]"),
            "payload payload: the event takes one argument, and this has 2 arguments",
        ),
        (r#"["pen.moved", 1, "2"]"#.to_owned(), "payload y: `y` must be a number, and this is the text `2`"),
        (r#"["pen.moved", 1]"#.to_owned(), "payload payload: the event takes 2 arguments, and this has 1 argument"),
        (r#"["list.clear", {}]"#.to_owned(), "payload payload: the event takes no argument, and this has 1 argument"),
    ] {
        assert_eq!(server(&text), expected);
    }
    assert_eq!(
        client(r#"["channel.join", "rom.7"]"#),
        "channel payload: `payload` must be the address of a channel, and this is none; \
         the addresses are `room.{room_id}`, `board.{kind}.{number}`"
    );
    assert_eq!(client(r#"["channel.join", "board.a%2Eb.-7"]"#), "");
    assert!(!client(r#"["channel.join", "board.a%2eb.-7"]"#).is_empty());
    assert!(!client(r#"["channel.join", "board.a.07"]"#).is_empty());
}

#[test]
fn what_is_no_packet_is_told() {
    for (text, expected) in [
        ("[", "not-json: this is no JSON: EOF while parsing a list, at line 1, column 1"),
        ("{}", "not-a-frame: a packet is a list, and this is a map"),
        ("[]", "not-a-frame: a packet begins with the event's name, and this does not"),
        ("[7]", "not-a-frame: a packet begins with the event's name, and this does not"),
    ] {
        assert_eq!(server(text), expected);
    }
    assert!(server(&"[".repeat(100_000)).starts_with("not-json"));
}

#[test]
fn acknowledgements_are_judged() {
    let by = |sender, event: &str, arguments: &Value| {
        said(&PACKETS.acknowledgement(sender, event, arguments.as_array().map_or(&[], Vec::as_slice)))
    };
    assert_eq!(by(Sender::Server, "room.join", &json!([{ "success": true }])), "");
    assert_eq!(
        by(Sender::Server, "room.join", &json!([{ "success": 1 }])),
        "acknowledgement acknowledgement.success: `acknowledgement.success` must be a boolean, and this is the number 1"
    );
    assert_eq!(
        by(Sender::Server, "room.join", &json!([])),
        "acknowledgement acknowledgement: the acknowledgement is missing"
    );
    assert_eq!(by(Sender::Server, "room.join", &json!([{ "error": { "code": "denied", "message": "no" } }])), "");
    assert_eq!(by(Sender::Server, "pen.moved", &json!([])), "");
    assert_eq!(
        by(Sender::Client, "message.new", &json!([1])),
        "acknowledgement: `message.new` is acknowledged, and the contract declares no acknowledgement"
    );
    let verdict = PACKETS.acknowledgement_packet(Sender::Server, "room.join", "[{\"success\":false}]");
    assert!(matches!(verdict.subject, Subject::Acknowledgement(event) if event.name.value == "room.join"));
}

#[test]
fn envelopes_are_judged() {
    let when = "2026-02-12T10:30:00Z";
    let closed = |more: Value| {
        let mut frame = json!({ "type": "thread.closed", "timestamp": when, "data": { "thread_id": 7 } });
        if let (Value::Object(frame), Value::Object(more)) = (&mut frame, more) {
            frame.extend(more);
        }
        frame
    };
    for fine in [
        closed(json!({})),
        closed(json!({ "channel": "thread.7", "priority": "high", "position": "4.k@thread.7", "more": 1 })),
        json!({ "type": "pong", "timestamp": when }),
        json!({ "type": "pong", "timestamp": when, "data": null }),
        json!({ "type": "thread.closed", "timestamp": when, "error": "gone" }),
        json!({ "type": "hub:error", "data": { "code": "denied" } }),
    ] {
        assert_eq!(envelope(&fine), "", "{fine}");
    }
    for (frame, expected) in [
        (
            closed(json!({ "channel": "thread.8" })),
            "channel envelope.channel: `envelope.channel` says `8` as `id`, and the payload says `7`",
        ),
        (
            closed(json!({ "channel": "forum.8" })),
            "channel envelope.channel: `envelope.channel` is `forum.8`, which is no address of `thread.{id}`",
        ),
        (
            closed(json!({ "channel": 8 })),
            "envelope envelope.channel: `envelope.channel` must be a text, and this is a number",
        ),
        (
            closed(json!({ "priority": "low" })),
            "envelope envelope.priority: `envelope.priority` must be `high`, and this is `low`",
        ),
        (
            closed(json!({ "timestamp": "today" })),
            "envelope envelope.timestamp: `envelope.timestamp` must be a date and time as in `2026-02-12T10:30:00Z`, and this is the text `today`",
        ),
        (json!({ "type": "pong" }), "envelope envelope.timestamp: the field `timestamp` is missing in `envelope`"),
        (
            json!({ "tpye": "pong" }),
            "envelope envelope.type: the field `type` is missing in `envelope`: it holds the event's name; `tpye` is written here: is it meant?",
        ),
        (json!({ "type": 7 }), "envelope envelope.type: `envelope.type` must be a text, and this is a number"),
        (json!({ "type": "thread.closed", "timestamp": when }), "payload payload: the payload is missing"),
        (json!([]), "not-a-frame: a frame is an object with `type` and `data`, and this is a list"),
        (
            json!({ "type": "thread.close" }),
            "unknown-event: `thread.close` is no event of `forum`; did you mean `thread.closed`?",
        ),
    ] {
        assert_eq!(envelope(&frame), expected, "{frame}");
    }
    let frame = closed(json!({})).to_string();
    assert_eq!(ENVELOPES.frame(Sender::Server, &frame).channel.as_deref(), Some("thread.7"));
}

#[test]
fn kinds_are_told_apart() {
    let mut names: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Kind::ALL.len());
}

fn values() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        Just(json!("thread.closed")),
        Just(json!("message.new")),
    ];
    scalar.prop_recursive(4, 32, 5, |inner| {
        let key =
            prop_oneof!["[a-z]{0,4}", Just("type".to_owned()), Just("data".to_owned()), Just("channel".to_owned())];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..5).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn nothing_panics(text in ".*", value in values(), name in ".{0,12}") {
        for sender in [Sender::Server, Sender::Client] {
            for text in [text.clone(), value.to_string(), format!("[\"message.new\",{value}]"), format!("[\"pen.moved\",{value},{value}]")] {
                let _ = PACKETS.text(sender, &text);
                let _ = ENVELOPES.text(sender, &text);
                let _ = PACKETS.acknowledgement_packet(sender, "room.join", &text);
            }
            let _ = ENVELOPES.event(sender, &name, std::slice::from_ref(&value));
            let _ = PACKETS.event(sender, &name, std::slice::from_ref(&value));
        }
    }

    #[test]
    fn a_text_and_its_value_are_judged_alike(value in values()) {
        let text = said(&PACKETS.packet(Sender::Server, &format!("[\"message.new\",{value}]")));
        prop_assert_eq!(text, said(&PACKETS.event(Sender::Server, "message.new", &[value])));
    }
}

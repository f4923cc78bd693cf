//! Synthetic contracts of any size, in the language of each tool that is measured.
//!
//! Every event has a name of its own and nine fields with names of their own: three texts, a timestamp, a closed
//! enum, a whole number, a number, a boolean and a list of texts.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

const RESOURCES: [&str; 10] =
    ["message", "order", "thread", "invoice", "ticket", "listing", "review", "payment", "project", "account"];
const ACTIONS: [&str; 10] =
    ["created", "updated", "deleted", "assigned", "closed", "reopened", "shared", "flagged", "restored", "moved"];

/// The kinds of the nine fields, with the stem of their names.
pub const FIELDS: [(&str, Kind); 9] = [
    ("id", Kind::Text),
    ("room_id", Kind::Text),
    ("body", Kind::Text),
    ("sent_at", Kind::Timestamp),
    ("state", Kind::State),
    ("count", Kind::Integer),
    ("ratio", Kind::Number),
    ("visible", Kind::Boolean),
    ("labels", Kind::List),
];

/// What a field holds.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    Text,
    Timestamp,
    State,
    Integer,
    Number,
    Boolean,
    List,
}

/// An event of the synthetic contract.
pub struct Event {
    /// `message.created_17`
    pub name: String,
    /// `MessageCreated17`
    pub ident: String,
    /// Wire names, which are Rust and TypeScript identifiers too.
    pub fields: Vec<(String, Kind)>,
}

/// The first `count` events; a longer list begins with the shorter one.
pub fn events(count: usize) -> Vec<Event> {
    (0..count)
        .map(|at| {
            let (resource, action) = (RESOURCES[at % 10], ACTIONS[at / 10 % 10]);
            let ident = format!("{}{}{at}", capitalised(resource), capitalised(action));
            // `room_id` keeps its name, since the channel is bound to it.
            let fields = FIELDS.iter().map(|(stem, kind)| match *stem {
                "room_id" => ("room_id".to_owned(), *kind),
                _ => (format!("{resource}_{stem}_{at}"), *kind),
            });
            Event { name: format!("{resource}.{action}_{at}"), ident, fields: fields.collect() }
        })
        .collect()
}

/// The catalogue. With an envelope it is a plain WebSocket contract whose frames have seven fields.
pub fn catalogue(events: &[Event], envelope: bool) -> String {
    let mut text = String::from("catalogue: synthetic\nversion: 1.0.0\n");
    if envelope {
        text.push_str(
            "transport: websocket\nenvelope:\n  name: event\n  payload: data\n  channel: channel\n  priority: priority\n  meta:\n    \
             type: object\n    required: [timestamp, user_id, request_id]\n    properties:\n      timestamp: { type: string, format: date-time }\n      \
             user_id: { type: integer }\n      request_id: { type: string }\n",
        );
    } else {
        text.push_str("transport: socket.io\n");
    }
    text.push_str(
        "naming: \"{resource}.{action}\"\npriorities:\n  high: { deliver: immediately }\nchannels:\n  room:\n    summary: A room.\n    address: \
         room.{room_id}\n    params: { room_id: { type: string } }\n    access: member\nevents:\n",
    );
    events.iter().for_each(|event| write_event(&mut text, event));
    text
}

/// A catalogue in which no rule of the lint finds anything: with examples and a handshake. A `grown` one has a further
/// event, and a further field in every tenth.
pub fn complete(name: &str, events: &[Event], grown: bool) -> String {
    let mut text = format!("catalogue: {name}\nversion: 1.{}.0\ntransport: socket.io\n", u8::from(grown));
    text.push_str(
        "naming: \"{resource}.{action}\"\nhandshake:\n  auth:\n    type: object\n    required: [token]\n    properties:\n      token: { \
         type: string }\npriorities:\n  high: { deliver: immediately }\nchannels:\n  room:\n    summary: A room.\n    address: \
         room.{room_id}\n    params: { room_id: { type: string } }\n    access: member\nevents:\n",
    );
    for (at, event) in events.iter().enumerate() {
        write_event(&mut text, event);
        if grown && at % 10 == 0 {
            text.push_str("        note: { type: string }\n");
        }
        let _ = writeln!(text, "    examples:\n      - {}", flow(&example(event)));
    }
    if grown {
        text.push_str(
            "  shelf.emptied:\n    summary: A shelf is empty.\n    direction: server-to-client\n    to: everybody\n    priority: high\n    \
             storage: stored\n",
        );
    }
    text
}

/// An event of a catalogue, up to the last of its fields.
fn write_event(text: &mut String, event: &Event) {
    let _ = writeln!(
        text,
        "  {}:\n    summary: Something happened to {}.\n    direction: server-to-client\n    channel: room\n    priority: high\n    \
         storage: stored\n    payload:\n      type: object",
        event.name, event.name,
    );
    let names: Vec<&str> = event.fields.iter().map(|(name, _)| name.as_str()).collect();
    let _ = writeln!(text, "      required: [{}]\n      properties:", names.join(", "));
    for (name, kind) in &event.fields {
        let mut schema = schema(*kind);
        if *kind == Kind::State {
            schema["x-open"] = false.into();
        }
        let _ = writeln!(text, "        {name}: {}", flow(&schema));
    }
}

/// The payloads as JSON Schema (draft-07), a definition an event.
pub fn json_schema(events: &[Event]) -> String {
    let definitions: Map<String, Value> = events.iter().map(|event| (event.ident.clone(), object(event))).collect();
    let refs: Map<String, Value> = events
        .iter()
        .map(|event| (event.ident.clone(), json!({ "$ref": format!("#/definitions/{}", event.ident) })))
        .collect();
    let root = json!({
        "$schema": "http://json-schema.org/draft-07/schema#", "title": "Payloads", "type": "object",
        "properties": refs, "definitions": definitions,
    });
    root.to_string()
}

/// The payloads as protobuf messages of a package, `grown` as in [`complete`].
pub fn protobuf(package: &str, events: &[Event], grown: bool) -> String {
    let mut text = format!("syntax = \"proto3\";\n\npackage {package}.v1;\n\n");
    for (place, event) in events.iter().enumerate() {
        let _ = writeln!(text, "// Something happened to {}.\nmessage {} {{", event.name, event.ident);
        text.push_str("  enum State {\n    STATE_UNSPECIFIED = 0;\n    STATE_OPEN = 1;\n    STATE_CLOSED = 2;\n  }\n");
        for (at, (name, kind)) in event.fields.iter().enumerate() {
            let ty = match kind {
                Kind::Text | Kind::Timestamp => "string",
                Kind::State => "State",
                Kind::Integer => "int64",
                Kind::Number => "double",
                Kind::Boolean => "bool",
                Kind::List => "repeated string",
            };
            let _ = writeln!(text, "  {ty} {name} = {};", at + 1);
        }
        if grown && place % 10 == 0 {
            text.push_str("  string note = 10;\n");
        }
        text.push_str("}\n\n");
    }
    if grown {
        text.push_str("message ShelfEmptied {}\n");
    }
    text
}

/// An example payload of about 300 bytes.
pub fn example(event: &Event) -> Value {
    let fields = event.fields.iter().map(|(name, kind)| {
        let value = match kind {
            Kind::Text => json!("text of a usual length"),
            Kind::Timestamp => json!("2026-02-12T10:30:00Z"),
            Kind::State => json!("open"),
            Kind::Integer => json!(42),
            Kind::Number => json!(79.5),
            Kind::Boolean => json!(true),
            Kind::List => json!(["red", "green"]),
        };
        (name.clone(), value)
    });
    Value::Object(fields.collect())
}

fn object(event: &Event) -> Value {
    let names: Vec<&str> = event.fields.iter().map(|(name, _)| name.as_str()).collect();
    let properties: Map<String, Value> =
        event.fields.iter().map(|(name, kind)| (name.clone(), schema(*kind))).collect();
    json!({
        "description": format!("Something happened to {}.", event.name),
        "type": "object", "required": names, "properties": properties,
    })
}

fn schema(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Timestamp => json!({ "type": "string", "format": "date-time" }),
        Kind::State => json!({ "type": "string", "enum": ["open", "closed"] }),
        Kind::Integer => json!({ "type": "integer" }),
        Kind::Number => json!({ "type": "number" }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::List => json!({ "type": "array", "items": { "type": "string" } }),
    }
}

/// A schema in YAML's flow style, as people write it.
fn flow(schema: &Value) -> String {
    match schema {
        Value::Object(keywords) => {
            let entries: Vec<String> = keywords.iter().map(|(key, value)| format!("{key}: {}", flow(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

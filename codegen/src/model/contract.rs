//! The root of a model, and what concerns the contract as a whole.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::channel::Channel;
use super::delivery::{Limits, Priority, Reconnect};
use super::event::Event;
use super::flow::Flow;

/// One contract, checked and resolved. Lists are always there, and keep the catalogue's order; other values that the catalogue
/// does not give are absent.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Model {
    /// The version of this form: 1.
    pub model: u32,
    /// What the contract is.
    pub contract: Contract,
    /// What carries the events.
    pub transport: Transport,
    /// The allowed patterns of event names; any of them allows a name.
    pub naming: Vec<Naming>,
    /// What a client presents when it connects.
    pub handshake: Handshake,
    /// How name, payload and metadata lie in a frame. Absent where the transport carries the name itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub envelope: Option<Envelope>,
    /// Delivery policies, the most urgent first.
    pub priorities: Vec<Priority>,
    /// What the server holds its clients to.
    pub limits: Limits,
    /// What a client does when the connection is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reconnect: Option<Reconnect>,
    /// The errors that the server may answer with.
    pub errors: Vec<ErrorCode>,
    /// Where the server sends events.
    pub channels: Vec<Channel>,
    /// Every event.
    pub events: Vec<Event>,
    /// Front-end views: what they listen to, and what they read of it.
    pub consumers: Vec<Consumer>,
    /// Courses of events, for people: no peer can observe them.
    pub flows: Vec<Flow>,
    /// Every named type as JSON Schema (draft-07); schemas anywhere in the model refer to `#/definitions/NAME`.
    pub definitions: Map<String, Value>,
}

/// What the contract is.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Contract {
    /// Its name: lower case letters, digits, `_` and `-`.
    pub name: String,
    /// Its version, as in Semantic Versioning 2.0.0.
    pub version: String,
    /// A digest of everything that a peer can observe on the wire: 16 lower case hexadecimal digits.
    pub fingerprint: String,
    /// What it is for, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// More about it, in Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether objects refuse keys that their schemas do not name, as a policy of the whole contract.
    pub closed: bool,
}

/// What carries the events.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind")]
pub enum Transport {
    /// Socket.IO 4: without an envelope, a packet holds the event's name and its arguments.
    #[serde(rename = "socket.io")]
    SocketIo {
        /// The namespace, as in `/`.
        namespace: String,
    },
    /// Text frames of RFC 6455, each one JSON object in the form of the envelope.
    #[serde(rename = "websocket")]
    WebSocket {
        /// The path of the endpoint, as in `/ws/user`.
        #[serde(skip_serializing_if = "Option::is_none")]
        path: Option<String>,
    },
}

/// A pattern that names of events follow.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Naming {
    /// As in `{resource}.{action}`.
    pub pattern: String,
    /// How a word is written: `snake_case`, `kebab-case`, `camelCase` or `PascalCase`.
    pub style: String,
}

/// What a client presents when it connects, as JSON Schemas.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Handshake {
    /// Socket.IO's `auth` object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth: Option<Value>,
    /// The query of the URL, as an object of texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<Value>,
}

/// How name, payload and metadata lie in a JSON object.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Envelope {
    /// The key that holds the event's name.
    pub name: String,
    /// The key that holds the payload; absent in a frame of an event without one.
    pub payload: String,
    /// The key that holds the printed address of the channel, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The key that holds the name of the priority, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// Whether what clients send lies in it as well.
    pub wraps_clients: bool,
    /// What lies beside these keys, as the JSON Schema of an object.
    pub meta: Value,
    /// How a frame reports a failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<EnvelopeError>,
}

/// The part of an envelope that reports a failure.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EnvelopeError {
    /// The key, present on failure alone.
    pub key: String,
    /// What it holds, as JSON Schema.
    pub schema: Value,
}

/// An error that the server may answer with.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ErrorCode {
    /// Its text on the wire.
    pub code: String,
    /// When it is answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

/// A view of a front end.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Consumer {
    /// Its name.
    pub name: String,
    /// What it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The events that it must handle.
    pub listens: Vec<Reading>,
}

/// What a consumer reads of an event.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Reading {
    /// The event's name.
    pub event: String,
    /// The payload's fields that it reads. Absent where it reads the payload whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<FieldRead>>,
}

/// A field that a consumer reads.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FieldRead {
    /// The keys on the way to it.
    pub path: Vec<String>,
    /// Whether the consumer copes where nothing is there.
    pub optional: bool,
}

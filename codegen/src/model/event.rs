//! Events.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// A named message.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Event {
    /// Its name on the wire.
    pub name: String,
    /// What it tells, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// More about it, in Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who sends it, as the catalogue says: `server-to-client`, `client-to-server` or `both`.
    pub direction: String,
    /// What the server sends, and nothing where only clients send it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<Message>,
    /// What clients send, and nothing where only the server sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<Message>,
    /// Whether clients may send it over the socket: they send it at all, and not by a request.
    pub client_sends: bool,
    /// The request that clients make instead of sending it, or that causes it, as in `POST /messages`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest: Option<String>,
    /// Where the server sends it; absent where only clients do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<Route>,
    /// The name of its priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// Whether it outlives its sending.
    pub storage: Storage,
    /// Payload fields, each as the keys on the way to it: waiting events that agree in them replace each other, where the priority
    /// says that newer events replace older ones.
    pub coalesce_by: Vec<Vec<String>>,
    /// What a client's event does to a membership in a channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub membership: Option<Membership>,
    /// What the other side acknowledges it with (Socket.IO).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ack: Option<Ack>,
    /// The event that answers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<String>,
    /// Why and until when it is still there, where it should no longer be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// Its former and wrong names.
    pub aliases: Vec<Alias>,
    /// Free words to group by.
    pub tags: Vec<String>,
}

/// What a message carries.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Message {
    /// Its arguments: none where it carries nothing, one as nearly always, or several.
    pub arguments: Vec<Argument>,
    /// Examples of it.
    pub examples: Vec<Example>,
}

/// An argument of a message.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Argument {
    /// Its name for people, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it holds, as JSON Schema.
    pub schema: Value,
}

/// An example of a message.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Example {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// A value for each argument.
    pub arguments: Vec<Value>,
}

/// Where the server sends an event.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "to", rename_all = "lowercase")]
pub enum Route {
    /// To the subscribers of a channel.
    Channel {
        /// The channel's name.
        channel: String,
        /// Where each parameter of its address comes from, in the address's order.
        parameters: Vec<Binding>,
    },
    /// To every connection.
    Everybody,
    /// To the connection that asked.
    Connection,
}

/// Where a parameter of an address comes from: a field of the payload, or the sender.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Binding {
    /// The parameter's name.
    pub parameter: String,
    /// The keys on the way to the payload's field, which is always there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<Vec<String>>,
    /// The name under which the sender gives it, where the payload does not carry it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
}

/// Whether an event outlives its sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Storage {
    /// Written to the database first, and kept for clients that come back.
    Stored,
    /// May be lost.
    Transient,
}

/// What a client's event does to a membership.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Membership {
    /// Whether it asks to enter, or leaves.
    pub effect: MembershipEffect,
    /// The channel's name. Absent where the payload is the printed address of any channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Where each parameter of the channel's address comes from.
    pub parameters: Vec<Binding>,
}

/// Whether a client enters or leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MembershipEffect {
    /// It asks to enter.
    Joins,
    /// It leaves.
    Leaves,
}

/// An acknowledgement.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Ack {
    /// Who acknowledges.
    pub by: Peer,
    /// With what.
    #[serde(flatten)]
    pub message: Message,
}

/// An end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Peer {
    /// The server.
    Server,
    /// The client.
    Client,
}

/// Why and until when something is still there.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Deprecation {
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The version or date since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// The date of its end (RFC 3339 `full-date`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sunset: Option<String>,
    /// The event to use instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacement: Option<String>,
}

/// A former or wrong name.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Alias {
    /// The name.
    pub name: String,
    /// Where it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The version or date since when it is an alias.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// The date until which clients are served under this name (RFC 3339 `full-date`). Without one the name is wrong, and
    /// nobody is served under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sunset: Option<String>,
}

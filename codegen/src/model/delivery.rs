//! Priorities, limits and reconnecting. Durations are whole milliseconds.

use schemars::JsonSchema;
use serde::Serialize;

/// A delivery policy.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Priority {
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// How long events are collected before they are sent together; 0 where each is sent at once.
    pub window_ms: u64,
    /// Whether a newer event replaces one that still waits.
    pub coalesce: bool,
    /// How long an event is worth delivering; absent where that is for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ttl_ms: Option<u64>,
    /// What happens to transient events of a client that reads too slowly.
    pub when_slow: WhenSlow,
}

/// What happens to transient events of a client that reads too slowly. Stored ones are never dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WhenSlow {
    /// They wait, until the client is disconnected.
    Keep,
    /// They are dropped.
    Drop,
}

/// What the server holds its clients to; what is absent is unlimited.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Limits {
    /// Events that one user causes, over sockets and by requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_user: Option<Rate>,
    /// Client events of one connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_connection: Option<Rate>,
    /// Events on one channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_channel: Option<Rate>,
    /// Events in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Rate>,
    /// Connections of one user at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connections_per_user: Option<u64>,
    /// Connections at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connections: Option<u64>,
    /// Bytes of one frame.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frame_bytes: Option<u64>,
}

/// So many in so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rate {
    /// How many.
    pub count: u64,
    /// In how long.
    pub per_ms: u64,
}

/// What a client does when the connection is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reconnect {
    /// How often it tries.
    pub attempts: u64,
    /// How long it waits before the first try.
    pub delay_ms: u64,
    /// How much longer it waits before each further try.
    pub step_ms: u64,
}

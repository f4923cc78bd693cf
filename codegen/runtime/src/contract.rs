//! A contract and its constants.

use std::time::Duration;

use crate::{ChannelSet, Envelope, EventSet};

/// One catalogue: its name, its policies, its events.
pub trait Contract: Copy + Send + Sync + 'static {
    /// The catalogue's name.
    const NAME: &'static str;
    /// The catalogue's version, as in Semantic Versioning 2.0.0.
    const VERSION: &'static str;
    /// A digest of everything that a peer can observe on the wire: 16 lower case hexadecimal digits.
    const FINGERPRINT: &'static str;
    /// The whole contract as JSON, in the form of docs/model.md, for tools that ask at run time; empty where nobody generated it. A
    /// program that never asks does not contain it.
    const MODEL: &'static str = "";
    /// What carries the events.
    const TRANSPORT: Transport;
    /// Delivery policies, the most urgent first.
    const PRIORITIES: &'static [&'static Priority];
    /// What the server holds its clients to.
    const LIMITS: Limits = Limits::NONE;
    /// What a client does when the connection is lost.
    const RECONNECT: Option<Reconnect> = None;
    /// What the server sends.
    type ServerEvent: EventSet<Contract = Self, Meta = Self::Meta>;
    /// What clients send.
    type ClientEvent: EventSet<Contract = Self>;
    /// Any of its channels; [`NoChannel`](crate::NoChannel) where it declares none.
    type Channel: ChannelSet<Contract = Self>;
    /// What lies beside name and payload in a frame of the server; [`NoEnvelope`](crate::NoEnvelope) where nothing does. The
    /// frames of clients have the same, or none.
    type Meta: Envelope;
}

/// What carries the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Socket.IO 4; the name of an event is the first item of its packet.
    SocketIo {
        /// The namespace, as in `/`.
        namespace: &'static str,
    },
    /// Text frames of RFC 6455.
    WebSocket {
        /// The path of the endpoint, as in `/ws/user`.
        path: Option<&'static str>,
    },
}

/// A delivery policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Priority {
    /// Its name in the catalogue and in envelopes.
    pub name: &'static str,
    /// Its place among the contract's priorities: 0 is the most urgent.
    pub rank: usize,
    /// When a frame leaves.
    pub delivery: Delivery,
    /// Whether a newer event replaces one that still waits.
    pub coalesce: bool,
    /// How long an event is worth delivering.
    pub time_to_live: Option<Duration>,
    /// What happens to transient events of a client that reads too slowly.
    pub when_slow: WhenSlow,
}

impl Priority {
    /// What a policy is unless it says otherwise: at once, nothing replaced, nothing dropped, worth delivering for ever.
    pub const BASE: Self = Self {
        name: "",
        rank: 0,
        delivery: Delivery::Immediate,
        coalesce: false,
        time_to_live: None,
        when_slow: WhenSlow::Keep,
    };
}

/// When a frame leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// At once.
    Immediate,
    /// Collected, and sent once per window.
    Batched(Duration),
}

/// What happens to an event whose receiver reads too slowly. Stored events are never dropped: their receiver is
/// disconnected and resumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenSlow {
    /// It waits, until the client is disconnected.
    Keep,
    /// It is dropped.
    Drop,
}

/// What the server holds its clients to; `None` is unlimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Events that one user causes, over sockets and by requests.
    pub per_user: Option<Rate>,
    /// Client events of one connection.
    pub per_connection: Option<Rate>,
    /// Events on one channel.
    pub per_channel: Option<Rate>,
    /// Events in all.
    pub total: Option<Rate>,
    /// Connections of one user at once.
    pub connections_per_user: Option<u64>,
    /// Connections at once.
    pub connections: Option<u64>,
    /// Bytes of one frame.
    pub frame_bytes: Option<u64>,
}

impl Limits {
    /// No limit at all.
    pub const NONE: Self = Self {
        per_user: None,
        per_connection: None,
        per_channel: None,
        total: None,
        connections_per_user: None,
        connections: None,
        frame_bytes: None,
    };
}

/// So many in so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub count: u64,
    /// In how long.
    pub per: Duration,
}

/// What a client does when the connection is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reconnect {
    /// How often it tries.
    pub attempts: u64,
    /// How long it waits before the first try.
    pub delay: Duration,
    /// How much longer it waits before each further try.
    pub step: Duration,
}

impl Reconnect {
    /// How long to wait before a try, counted from 0; none after the last.
    pub fn wait(&self, attempt: u64) -> Option<Duration> {
        if attempt >= self.attempts {
            return None;
        }
        let steps = u32::try_from(attempt).unwrap_or(u32::MAX);
        Some(self.delay.saturating_add(self.step.saturating_mul(steps)))
    }
}

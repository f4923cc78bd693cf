//! Delivery policies, limits, reconnecting, error codes.

use std::time::Duration;

use crate::catalogue::{Rate, WhenSlow};
use crate::document::words::{Coalesce, Deliver};
use crate::record::record;
use crate::source::Spanned;

record! {
    /// A delivery policy.
    PriorityRecord is "a priority" {
        /// What it is for.
        [optional] summary: Spanned<String>,
        /// `immediately`: a frame leaves at once.
        [optional] deliver: Spanned<Deliver>,
        /// Instead of `deliver`, a window: events are collected and sent once per window.
        [optional] batch: Spanned<Duration>,
        /// `latest`: a newer event replaces a waiting one on the same channel, and with the same `coalesce_by` fields.
        [optional] coalesce: Spanned<Coalesce>,
        /// How long an event is worth delivering.
        [optional] ttl: Spanned<Duration>,
        /// What becomes of transient events whose reader is too slow; `keep` unless given.
        [optional] when_slow: Spanned<WhenSlow>,
    }
}

record! {
    /// What the server holds its clients to.
    LimitsRecord is "the limits" {
        /// Events from or to one user.
        [optional] per_user: Spanned<Rate>,
        /// Client events of one connection.
        [optional] per_connection: Spanned<Rate>,
        /// Events on one channel.
        [optional] per_channel: Spanned<Rate>,
        /// Events in all.
        [optional] total: Spanned<Rate>,
        /// Connections of one user at once.
        [optional] connections_per_user: Spanned<u64>,
        /// Connections at once.
        [optional] connections: Spanned<u64>,
        /// Bytes of one frame.
        [optional] frame_bytes: Spanned<u64>,
    }
}

record! {
    /// What a client does when the connection is lost.
    ReconnectRecord is "reconnecting" {
        /// How often it tries.
        [required] attempts: Spanned<u64>,
        /// How long it waits before the first try.
        [required] delay: Spanned<Duration>,
        /// How much longer it waits before each further try; no longer unless given.
        [optional] step: Spanned<Duration>,
    }
}

record! {
    /// An error that the server may answer with.
    ErrorRecord is "an error code" {
        /// When it is answered.
        [optional] summary: Spanned<String>,
    }
}

//! Who is connected, and where they listen.

use std::time::SystemTime;

use serde::Serialize;

use super::Inspected;
use crate::message::EVERYBODY;

/// So many connections and channels of a contract are listed at most; the rest is counted.
const MOST: usize = 200;

/// What is there of a contract on this node.
#[derive(Serialize)]
pub(super) struct Present {
    contract: &'static str,
    /// How many are connected.
    sessions: usize,
    /// The youngest of them.
    connections: Vec<Connected>,
    /// How many channels have somebody who listens.
    channels: usize,
    /// Those with the most.
    addresses: Vec<Listened>,
}

/// A client.
#[derive(Serialize)]
struct Connected {
    session: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    roles: Vec<String>,
    carrier: &'static str,
    /// The fingerprint of its contract, if it told.
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
    /// Whether that is the one that is served.
    current: bool,
    /// Milliseconds since 1970.
    since: u64,
    channels: Vec<String>,
    /// The bytes that wait for it.
    waiting: usize,
}

/// A channel.
#[derive(Serialize)]
struct Listened {
    address: String,
    listeners: usize,
}

impl Present {
    pub(super) fn of(inspected: &Inspected) -> Self {
        let engine = inspected.engine();
        let mut sessions = engine.sessions();
        let count = sessions.len();
        sessions.sort_by_key(|session| std::cmp::Reverse(session.since));
        sessions.truncate(MOST);
        let mut addresses = engine.listeners();
        addresses.retain(|(address, _)| **address != *EVERYBODY);
        let channels = addresses.len();
        addresses.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        addresses.truncate(MOST);
        let connections = sessions.into_iter().map(|session| {
            let user = session.user();
            let mut channels: Vec<String> = session.channels().iter().map(ToString::to_string).collect();
            channels.sort();
            channels.truncate(MOST);
            Connected {
                session: session.id.to_string(),
                user: user.as_ref().map(|user| user.id.clone()),
                name: user.as_ref().and_then(|user| user.name.clone()),
                roles: user.map(|user| user.roles.clone()).unwrap_or_default(),
                carrier: session.carrier(),
                fingerprint: session.fingerprint.as_deref().map(str::to_owned),
                current: session.fingerprint.as_deref() == Some(engine.facts.fingerprint),
                since: millis(session.since),
                channels,
                waiting: session.waiting_bytes(),
            }
        });
        Self {
            contract: engine.facts.name,
            sessions: count,
            connections: connections.collect(),
            channels,
            addresses: addresses
                .into_iter()
                .map(|(address, listeners)| Listened { address: address.to_string(), listeners })
                .collect(),
        }
    }
}

fn millis(at: SystemTime) -> u64 {
    u64::try_from(at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis()).unwrap_or(u64::MAX)
}

//! Which connection a message belongs to: the transports of a Socket.IO session are one.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use event_spec::judge::Sender;
use parking_lot::Mutex;
use tokio::sync::mpsc;

use super::super::seen::{Happening, Message, Protocol, Seen, now};
use crate::wire::engine::{Open, Packet};

/// A session that nothing was heard of for so long is forgotten: its server has given it up.
const FORGOTTEN: Duration = Duration::from_secs(300);

/// Knows the sessions.
pub(super) struct Sessions {
    out: mpsc::Sender<Seen>,
    last: AtomicU64,
    known: Mutex<HashMap<String, Known>>,
}

struct Known {
    connection: u64,
    heard: Instant,
}

/// Where a request asked for a session.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) path: String,
    pub(super) query: String,
}

impl Asked {
    /// The value of a parameter of the query; ids of sessions are written as they are.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let mut parts = self.query.split('&').filter_map(|part| part.split_once('='));
        parts.find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

impl Sessions {
    pub(super) fn new(out: mpsc::Sender<Seen>) -> Self {
        Self { out, last: AtomicU64::new(0), known: Mutex::default() }
    }

    /// Where what is seen goes.
    pub(super) fn out(&self) -> &mpsc::Sender<Seen> {
        &self.out
    }

    /// A new connection.
    pub(super) fn begin(&self) -> u64 {
        self.last.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// The connection of the session that a request names.
    pub(super) fn of(&self, asked: &Asked) -> Option<u64> {
        let mut known = self.known.lock();
        let known = known.get_mut(asked.parameter("sid")?)?;
        known.heard = Instant::now();
        Some(known.connection)
    }

    /// What a packet of Engine.IO shows, on the connection that it came by; a session that it opens gets one.
    pub(super) fn read(
        &self,
        from: Sender,
        packet: Option<Packet<'_>>,
        asked: &Asked,
        connection: &mut Option<u64>,
    ) -> Option<Seen> {
        let seen = |connection, what| Some(Seen { at: now(), connection, what });
        match packet {
            Some(Packet::Open(json)) if from == Sender::Server => {
                let open: Open = serde_json::from_str(json).ok()?;
                let number = self.begin();
                *connection = Some(number);
                let mut known = self.known.lock();
                known.retain(|_, known| known.heard.elapsed() < FORGOTTEN);
                known.insert(open.sid, Known { connection: number, heard: Instant::now() });
                let (path, query) = (asked.path.clone(), asked.query.clone());
                seen(number, Happening::Opened { protocol: Protocol::SocketIo, path, query })
            }
            Some(Packet::Message(text)) => {
                let message = Message::Text(text.to_owned());
                seen((*connection)?, Happening::Sent { from, message })
            }
            Some(Packet::Bytes(bytes)) => {
                seen((*connection)?, Happening::Sent { from, message: Message::Bytes(bytes) })
            }
            Some(Packet::Close) => {
                let number = (*connection)?;
                self.end(number).then_some(())?;
                seen(number, Happening::Closed { by: Some(from), code: None, reason: String::new() })
            }
            Some(Packet::Open(_) | Packet::Ping | Packet::Pong | Packet::Upgrade | Packet::Noop) => None,
            None => {
                let why = "no packet of Engine.IO".to_owned();
                seen((*connection)?, Happening::Unreadable { from, why })
            }
        }
    }

    /// Forgets a session; says whether it was known.
    pub(super) fn end(&self, connection: u64) -> bool {
        let mut known = self.known.lock();
        let before = known.len();
        known.retain(|_, known| known.connection != connection);
        known.len() != before
    }
}

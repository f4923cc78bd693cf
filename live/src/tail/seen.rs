//! What was seen on the wire, before anybody says what it means.

use std::time::{Duration, SystemTime};

use event_spec::judge::Sender;

/// One thing that was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// When.
    pub at: SystemTime,
    /// On which connection, counted from 1. The transports of one Socket.IO session are one connection.
    pub connection: u64,
    /// What.
    pub what: Happening,
}

/// Something that happens on a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// It begins.
    Opened {
        /// What it speaks.
        protocol: Protocol,
        /// The path that was asked for.
        path: String,
        /// The query, which may hold a token.
        query: String,
    },
    /// Somebody sends a message: of a plain WebSocket; or of Engine.IO, the text of a Socket.IO packet.
    Sent {
        /// Who.
        from: Sender,
        /// What.
        message: Message,
    },
    /// Something that cannot be looked at, and why.
    Unreadable {
        /// Who sent it.
        from: Sender,
        /// Why.
        why: String,
    },
    /// It ends.
    Closed {
        /// Who said so, where somebody did.
        by: Option<Sender>,
        /// The code of the close frame, where there is one.
        code: Option<u16>,
        /// In words; may be empty.
        reason: String,
    },
}

/// What a connection speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// Socket.IO, by WebSocket or polling.
    SocketIo,
    /// A plain WebSocket.
    WebSocket,
}

impl Protocol {
    /// As a catalogue writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SocketIo => "socket.io",
            Self::WebSocket => "websocket",
        }
    }
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// Now, to the millisecond: what a recording keeps of a time.
pub fn now() -> SystemTime {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// A time as RFC 3339 writes it, in UTC and to the millisecond.
pub fn written(at: SystemTime) -> String {
    let most = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_799);
    humantime::format_rfc3339_millis(at.clamp(SystemTime::UNIX_EPOCH, most)).to_string()
}

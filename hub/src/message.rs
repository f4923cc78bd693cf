//! An event on its way out: encoded once, whoever it goes to.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::str::FromStr;
use std::sync::{Arc, LazyLock, OnceLock};

use bytes::Bytes;
use engineioxide::Str;
use event_contracts_runtime::{Priority, WhenSlow};
use tokio::time::Instant;

use crate::inspect::Left;
use crate::transport::websocket::framing;

/// The printed address of a channel.
pub(crate) type Address = Arc<str>;

/// The address of the channel that every connection is in: no contract can declare it, as no printed address is a lone star.
pub(crate) const EVERYBODY: &str = "*";

/// One connection, unique among all nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId(pub(crate) u64);

impl SessionId {
    /// A new one.
    pub(crate) fn random() -> Self {
        Self(rand::random())
    }
}

/// 16 hexadecimal digits.
impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Where a stored event stands in its channel. Offsets count from 1 without a gap; the epoch changes when the log of the channel
/// was lost, so that offsets of before mean nothing any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Its place in the channel.
    pub offset: u64,
    /// Which log of the channel it counts in.
    pub epoch: Arc<str>,
}

/// `12.k3f9`, as it travels.
impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.offset, self.epoch)
    }
}

impl FromStr for Position {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (offset, epoch) = text.split_once('.').ok_or(())?;
        let offset = offset.parse().map_err(|_| ())?;
        if epoch.is_empty() || epoch.len() > 32 { Err(()) } else { Ok(Self { offset, epoch: epoch.into() }) }
    }
}

/// How a contract's frames lie on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wire {
    /// Socket.IO packets of a namespace, as in `/` or `/chatflow`.
    SocketIo { namespace: Arc<str> },
    /// Text frames of a plain WebSocket (RFC 6455).
    Plain,
}

/// A frame, ready to be written to any number of clients; a copy shares its bytes.
#[derive(Clone, Debug)]
pub(crate) enum Frame {
    /// The text of an Engine.IO message.
    SocketIo(Str),
    /// A whole WebSocket frame, header and all: what a server sends is not masked, so it is the same for every client.
    Plain(Bytes),
}

impl Frame {
    /// Its size in bytes.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::SocketIo(text) => text.as_bytes().len(),
            Self::Plain(text) => text.len(),
        }
    }
}

/// An event on its way out.
#[derive(Debug)]
pub(crate) struct Message {
    /// The event's name.
    pub(crate) event: Arc<str>,
    /// Where it goes: a channel, or [`EVERYBODY`].
    pub(crate) to: Address,
    /// Its delivery policy; the base policy where the catalogue names none.
    pub(crate) priority: &'static Priority,
    /// Where it stands in its channel, once it is stored; none where it is transient.
    pub(crate) position: Option<Position>,
    /// What it has in common with the older events that it may replace.
    pub(crate) coalesce_key: Option<String>,
    /// When it was sent.
    pub(crate) at: Instant,
    /// The connection that is not told.
    pub(crate) except: Option<SessionId>,
    /// The JSON texts of its frame: under its name, then under each alias that is still served.
    pub(crate) texts: Vec<Arc<str>>,
    /// When it left the queues of its receivers, as far as somebody looked.
    pub(crate) left: Left,
    frames: [OnceLock<Box<[Frame]>>; 2],
}

impl Message {
    /// A message whose frames are not yet written for a wire.
    pub(crate) fn new(event: Arc<str>, to: Address, priority: &'static Priority, texts: Vec<Arc<str>>) -> Self {
        Self {
            event,
            to,
            priority,
            position: None,
            coalesce_key: None,
            at: Instant::now(),
            except: None,
            texts,
            left: Left::default(),
            frames: [const { OnceLock::new() }; 2],
        }
    }

    /// A frame that is for one client alone, and always kept.
    pub(crate) fn alone(frame: Frame) -> Self {
        const KEPT: &Priority = &Priority::BASE;
        let message = Self::new(Arc::default(), Arc::default(), KEPT, Vec::new());
        let [bare, _] = &message.frames;
        bare.get_or_init(|| Box::new([frame]));
        message
    }

    /// Notes that the queue of one of its receivers let it go.
    pub(crate) fn note_left(&self) {
        self.left.note(self.at.elapsed());
    }

    /// Whether it was written to the log.
    pub(crate) fn is_stored(&self) -> bool {
        self.position.is_some()
    }

    /// Whether it is no longer worth delivering. What is stored always is.
    pub(crate) fn is_expired(&self, now: impl FnOnce() -> Instant) -> bool {
        !self.is_stored() && self.priority.time_to_live.is_some_and(|ttl| now().duration_since(self.at) > ttl)
    }

    /// Whether a client that reads too slowly can do without it.
    pub(crate) fn can_be_dropped(&self) -> bool {
        !self.is_stored() && self.priority.when_slow == WhenSlow::Drop
    }

    /// A hash of what it shares with the older events that it may replace; none where it replaces nothing.
    pub(crate) fn coalesce_hash(&self) -> Option<u64> {
        static STATE: LazyLock<RandomState> = LazyLock::new(RandomState::new);
        let key = self.coalesce_key.as_ref().filter(|_| !self.is_stored())?;
        Some(STATE.hash_one((&self.event, &self.to, key)))
    }

    /// Whether it may take the place of an older one, for everybody who would have got that.
    pub(crate) fn replaces(&self, older: &Self) -> bool {
        let Some(key) = self.coalesce_key.as_ref().filter(|_| !self.is_stored() && !older.is_stored()) else {
            return false;
        };
        older.coalesce_key.as_ref() == Some(key)
            && older.event == self.event
            && older.to == self.to
            && older.except == self.except
    }

    /// The size of its frames in bytes.
    pub(crate) fn len(&self, wire: &Wire, positions: bool) -> usize {
        self.frames(wire, positions).iter().map(Frame::len).sum()
    }

    /// Its frames, written at the first call: one under its name, one under each alias. With `positions`, a stored event also
    /// says where it stands: as one more argument on Socket.IO (after `null` where there is no payload), under the key `position` in an envelope.
    pub(crate) fn frames(&self, wire: &Wire, positions: bool) -> &[Frame] {
        let position = self.position.as_ref().filter(|_| positions);
        self.frames[usize::from(position.is_some())].get_or_init(|| {
            let tail = position.map(|position| format!("{position}@{}", self.to));
            self.texts.iter().map(|text| frame(wire, text, tail.as_deref())).collect()
        })
    }
}

/// A Socket.IO frame that the client is to acknowledge.
pub(crate) fn question(namespace: &str, id: u64, text: &str) -> Frame {
    let place = if namespace == "/" { String::new() } else { format!("{namespace},") };
    Frame::SocketIo(format!("2{place}{id}{text}").into())
}

/// One frame of a JSON text.
pub(crate) fn frame(wire: &Wire, text: &str, position: Option<&str>) -> Frame {
    let mut out = String::with_capacity(text.len() + 64);
    if let Wire::SocketIo { namespace } = wire {
        out.push('2');
        if &**namespace != "/" {
            out.push_str(namespace);
            out.push(',');
        }
    }
    match position {
        None => out.push_str(text),
        Some(position) => {
            let (end, key) = match wire {
                Wire::SocketIo { .. } => (']', ""),
                Wire::Plain => ('}', "\"position\":"),
            };
            let open = text.strip_suffix(end).unwrap_or(text);
            out.push_str(open);
            if matches!(wire, Wire::SocketIo { .. }) && serde_json::from_str::<(String,)>(text).is_ok() {
                // A name alone: the position is never the first argument, where a payload is.
                out.push_str(",null");
            }
            out.push(',');
            out.push_str(key);
            out.push_str(&serde_json::Value::from(position).to_string());
            out.push(end);
        }
    }
    match wire {
        Wire::SocketIo { .. } => Frame::SocketIo(out.into()),
        Wire::Plain => Frame::Plain(framing::text(&out)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_follows_the_payload_even_where_there_is_none() {
        let wire = Wire::SocketIo { namespace: "/chat".into() };
        let text = |event: &str, position| match frame(&wire, event, position) {
            Frame::SocketIo(text) => text.to_string(),
            Frame::Plain(_) => String::new(),
        };
        let position = Some("1.k3f9@room.\"a\"");
        assert_eq!(text(r#"["said",{"n":1}]"#, position), r#"2/chat,["said",{"n":1},"1.k3f9@room.\"a\""]"#);
        assert_eq!(text(r#"["said",1,[2]]"#, position), r#"2/chat,["said",1,[2],"1.k3f9@room.\"a\""]"#);
        assert_eq!(text(r#"["opened"]"#, position), r#"2/chat,["opened",null,"1.k3f9@room.\"a\""]"#);
        assert_eq!(text(r#"["opened"]"#, None), r#"2/chat,["opened"]"#);
    }
}

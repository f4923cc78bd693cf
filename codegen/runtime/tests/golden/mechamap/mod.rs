//! The contract `mechamap`: Socket.IO events, with an envelope as their only argument where the server sends them.

use crate::runtime::{
    Contract, Delivery, NoChannel, Priority, Raw, Timestamp, Transport, WhenSlow, args, envelope, event, event_set,
    newtype, object, unit,
};

/// The contract `mechamap`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mechamap;

impl Contract for Mechamap {
    const NAME: &'static str = "mechamap";
    const VERSION: &'static str = "1.0.0";
    const FINGERPRINT: &'static str = "0123456789abcdef";
    const TRANSPORT: Transport = Transport::SocketIo { namespace: "/" };
    const PRIORITIES: &'static [&'static Priority] = &[&MEDIUM];
    type ServerEvent = ServerEvent;
    type ClientEvent = ClientEvent;
    type Channel = NoChannel<Self>;
    type Meta = Meta;
}

/// Every two seconds.
pub const MEDIUM: Priority = Priority {
    name: "medium",
    rank: 0,
    delivery: Delivery::Immediate,
    coalesce: false,
    time_to_live: None,
    when_slow: WhenSlow::Keep,
};

/// What lies beside name and payload in a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Meta {
    /// When the event happened.
    pub timestamp: Timestamp,
    /// Who caused it.
    pub user_id: Option<i64>,
    /// Where it comes from.
    pub metadata: Metadata,
}

object!(Meta { timestamp, user_id?, metadata });
envelope!(Meta { name: "event", payload: "data", channel: "channel", priority: "priority" });

/// Where an event comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Metadata {
    /// The version of the envelope.
    pub version: String,
    /// The program.
    pub source: String,
}

object!(Metadata { version, source });

/// A comment was edited.
#[derive(Clone, Debug, PartialEq)]
pub struct ForumCommentUpdated {
    /// The comment.
    pub comment_id: i64,
    /// Its new text.
    pub content: String,
}

object!(ForumCommentUpdated { comment_id, content });
event!(ForumCommentUpdated = "forum.comment.updated" in Mechamap: server, stored, MEDIUM);

/// A client asks to enter a channel.
#[derive(Clone, Debug, PartialEq)]
pub struct JoinChannel(pub String);

newtype!(JoinChannel(String));
event!(JoinChannel = "join_channel" in Mechamap: client, transient, ack = bool);

/// A client looks at a part of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Looked(pub f64, pub f64);

args!(Looked(from: f64, to: f64));
event!(Looked = "looked" in Mechamap: client, transient);

/// Somebody is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Here;

unit!(Here);
event!(Here = "here" in Mechamap: both, transient, everybody);

/// What the server sends.
#[derive(Clone, Debug, PartialEq)]
pub enum ServerEvent {
    /// A comment was edited.
    ForumCommentUpdated(ForumCommentUpdated),
    /// Somebody is there.
    Here(Here),
    /// An event that this contract does not name, kept as it came.
    Unknown(Raw),
}

event_set!(ServerEvent of Mechamap { ForumCommentUpdated = "forum.comment.updated", Here = "here" });

/// What clients send.
#[derive(Clone, Debug, PartialEq)]
pub enum ClientEvent {
    /// A client asks to enter a channel.
    JoinChannel(JoinChannel),
    /// A client looks at a part of a page.
    Looked(Looked),
    /// Somebody is there.
    Here(Here),
    /// An event that this contract does not name, kept as it came.
    Unknown(Raw),
}

event_set!(ClientEvent of Mechamap: bare {
    JoinChannel = "join_channel",
    Looked = "looked",
    Here = "here";
    rest "comment.create" = "POST /comments",
});

//! The contract `gochat`: plain WebSocket frames with an envelope that can report a failure.

use crate::runtime::{
    Contract, NoChannel, Priority, Raw, Timestamp, Transport, envelope, event, event_set, newtype, object, string_enum,
    unit,
};

/// The contract `gochat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gochat;

impl Contract for Gochat {
    const NAME: &'static str = "gochat";
    const VERSION: &'static str = "1.0.0";
    const FINGERPRINT: &'static str = "0123456789abcdef";
    const TRANSPORT: Transport = Transport::WebSocket { path: Some("/ws/user") };
    const PRIORITIES: &'static [&'static Priority] = &[];
    type ServerEvent = ServerEvent;
    type ClientEvent = ClientEvent;
    type Channel = NoChannel<Self>;
    type Meta = Meta;
}

/// What lies beside name and payload in a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Meta {
    /// When the frame was made.
    pub timestamp: Timestamp,
    /// Whether the request was met.
    pub success: bool,
    /// Why not.
    pub error: Option<Failure>,
}

object!(Meta { timestamp, success, error? });
envelope!(Meta { name: "type", payload: "data", error: "error" });

/// Why a request was not met.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The code.
    pub code: FailureCode,
    /// In words.
    pub message: String,
}

object!(Failure { code, message });

/// The code of a failure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FailureCode {
    /// The user is no member of the conversation.
    NotAMember,
    /// A code that the contract does not list.
    Other(String),
}

string_enum!(open FailureCode { NotAMember = "NOT_A_MEMBER" });

/// A message for the conversations of a user.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageReceive {
    /// The conversation.
    pub conversation_id: String,
    /// The text.
    pub content: String,
}

object!(MessageReceive { conversation_id, content });
event!(MessageReceive = "message.receive" in Gochat: server, stored);

/// A user entered a conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct ConversationJoined(pub String);

newtype!(ConversationJoined(String));
event!(ConversationJoined = "conversation.joined" in Gochat: server, transient, connection);

/// The answer to a ping.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pong;

unit!(Pong);
event!(Pong = "pong" in Gochat: server, transient, connection);

/// Somebody is typing.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageTyping {
    /// The conversation.
    pub conversation_id: String,
}

object!(closed MessageTyping { conversation_id });
event!(MessageTyping = "message.typing" in Gochat: client, transient);

/// What the server sends.
#[derive(Clone, Debug, PartialEq)]
pub enum ServerEvent {
    /// A message for the conversations of a user.
    MessageReceive(Box<MessageReceive>),
    /// A user entered a conversation.
    Joined(ConversationJoined),
    /// The answer to a ping.
    Pong(Pong),
    /// An event that this contract does not name, kept as it came.
    Unknown(Raw),
}

event_set!(ServerEvent of Gochat {
    MessageReceive(Box<MessageReceive>) = "message.receive",
    Joined(ConversationJoined) = "conversation.joined",
    Pong = "pong",
});

/// What clients send.
#[derive(Clone, Debug, PartialEq)]
pub enum ClientEvent {
    /// Somebody is typing.
    MessageTyping(MessageTyping),
    /// An event that this contract does not name, kept as it came.
    Unknown(Raw),
}

event_set!(ClientEvent of Gochat {
    MessageTyping = "message.typing";
    rest "message.send" = "POST /api/conversations/:id/messages",
    rest "message.edit" = "PATCH /api/messages/:id",
});

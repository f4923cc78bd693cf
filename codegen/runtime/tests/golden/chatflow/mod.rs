//! The contract `chatflow`: a support chat.

pub mod channels;
pub mod events;
pub mod handlers;
pub mod types;

use std::time::Duration;

use crate::runtime::{
    Contract, Delivery, Limits, NoEnvelope, Priority, Rate, Raw, Reconnect, Transport, WhenSlow, event_set,
};

pub use channels::AnyChannel;
use events::{AgentOnline, AgentTyping, JoinChannel, MessageNew, Moved, OrderShipped, Ping, Pong, VisitorTyping};

/// The contract `chatflow`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chatflow;

impl Contract for Chatflow {
    const NAME: &'static str = "chatflow";
    const VERSION: &'static str = "1.0.0";
    const FINGERPRINT: &'static str = "0123456789abcdef";
    const TRANSPORT: Transport = Transport::SocketIo { namespace: "/" };
    const PRIORITIES: &'static [&'static Priority] = &[&priorities::HIGH, &priorities::LOW];
    const LIMITS: Limits = Limits { per_user: Some(Rate { count: 100, per: Duration::from_secs(60) }), ..Limits::NONE };
    const RECONNECT: Option<Reconnect> =
        Some(Reconnect { attempts: 5, delay: Duration::from_secs(1), step: Duration::from_secs(1) });
    type ServerEvent = ServerEvent;
    type ClientEvent = ClientEvent;
    type Channel = AnyChannel;
    type Meta = NoEnvelope;
}

/// The names of events.
pub mod names {
    /// A message arrived in a conversation.
    pub const MESSAGE_NEW: &str = "message.new";
    /// A visitor is typing.
    pub const VISITOR_TYPING: &str = "visitor.typing";
}

/// Delivery policies.
pub mod priorities {
    use super::{Delivery, Duration, Priority, WhenSlow};

    /// At once.
    pub const HIGH: Priority = Priority {
        name: "high",
        rank: 0,
        delivery: Delivery::Immediate,
        coalesce: false,
        time_to_live: None,
        when_slow: WhenSlow::Keep,
    };
    /// Every ten seconds.
    pub const LOW: Priority = Priority {
        name: "low",
        rank: 1,
        delivery: Delivery::Batched(Duration::from_secs(10)),
        coalesce: true,
        time_to_live: Some(Duration::from_secs(60)),
        when_slow: WhenSlow::Drop,
    };
}

/// What the server sends.
#[derive(Clone, Debug, PartialEq)]
pub enum ServerEvent {
    /// A message arrived in a conversation.
    MessageNew(MessageNew),
    /// An agent is typing.
    AgentTyping(AgentTyping),
    /// An agent came online.
    AgentOnline(AgentOnline),
    /// The answer to a ping.
    Pong(Pong),
    /// An order left the house.
    OrderShipped(OrderShipped),
    /// A pointer moved.
    Moved(Moved),
    /// An event that this contract does not name, kept as it came.
    Unknown(Raw),
}

event_set!(ServerEvent of Chatflow {
    MessageNew = "message.new" | "message.created" until "2027-03-01",
    AgentTyping = "agent.typing",
    AgentOnline = "agent.online",
    Pong = "pong",
    OrderShipped = "order.shipped",
    Moved = "moved",
});

/// What clients send.
#[derive(Clone, Debug, PartialEq)]
pub enum ClientEvent {
    /// A visitor is typing.
    VisitorTyping(VisitorTyping),
    /// Asks to enter a channel.
    JoinChannel(JoinChannel),
    /// Asks for a pong.
    Ping(Ping),
    /// A pointer moved.
    Moved(Moved),
    /// An event that this contract does not name, kept as it came.
    Unknown(Raw),
}

event_set!(ClientEvent of Chatflow {
    VisitorTyping = "visitor.typing",
    JoinChannel = "join_channel",
    Ping = "ping",
    Moved = "moved";
    rest "message.send" = "POST /messages",
});

/// The name of an event of this contract, checked by the compiler.
#[doc(inline)]
pub use crate::chatflow_event_name as event_name;
#[doc(hidden)]
#[macro_export]
macro_rules! chatflow_event_name {
    ("message.new") => { "message.new" };
    ("agent.typing") => { "agent.typing" };
    ("visitor.typing") => { "visitor.typing" };
    ($($other:tt)*) => {
        $crate::runtime::literal! {
            "event" "chatflow"
            ["message.new" "agent.typing" "visitor.typing"]
            ["conversation.new_message" => "message.new"]
            $($other)*
        }
    };
}

/// The address of a channel of this contract, checked by the compiler.
#[doc(inline)]
pub use crate::chatflow_channel_name as channel_name;
#[doc(hidden)]
#[macro_export]
macro_rules! chatflow_channel_name {
    ("conversation.{conversation_id}") => { "conversation.{conversation_id}" };
    ($($other:tt)*) => {
        $crate::runtime::literal! {
            "channel" "chatflow" ["conversation.{conversation_id}" "user.{user_id}.orders" "lobby"] [] $($other)*
        }
    };
}

//! The events of `chatflow`.

use super::types::{Message, Sender};
use super::{Chatflow, channels, priorities};
use crate::runtime::{Date, Routed, Timestamp, args, event, newtype, object, unit};

/// A message arrived in a conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageNew(pub Message);

newtype!(MessageNew(Message));
event!(MessageNew = "message.new" in Chatflow: server, stored, priorities::HIGH);

impl Routed for MessageNew {
    type Channel = channels::Conversation;

    fn to(&self) -> channels::Conversation {
        channels::Conversation { conversation_id: self.conversation_id.clone() }
    }
}

/// An agent is typing.
#[derive(Clone, Debug, PartialEq)]
pub struct AgentTyping {
    /// The conversation.
    pub conversation_id: String,
    /// Who is typing.
    pub sender: Sender,
}

object!(AgentTyping { conversation_id, sender });
event!(AgentTyping = "agent.typing" in Chatflow: server, transient, priorities::LOW);

impl Routed for AgentTyping {
    type Channel = channels::Conversation;

    fn to(&self) -> channels::Conversation {
        channels::Conversation { conversation_id: self.conversation_id.clone() }
    }
}

/// An agent came online.
#[derive(Clone, Debug, PartialEq)]
pub struct AgentOnline {
    /// Since when.
    pub since: Timestamp,
}

object!(AgentOnline { since });
event!(AgentOnline = "agent.online" in Chatflow: server, transient, everybody);

/// An order left the house.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderShipped {
    /// When it is to arrive.
    pub arrives: Date,
}

object!(OrderShipped { arrives });
event!(OrderShipped = "order.shipped" in Chatflow: server, stored, channel = channels::Orders);

impl OrderShipped {
    /// The orders of the buyer.
    pub fn to(&self, buyer_id: i64) -> channels::Orders {
        channels::Orders { user_id: buyer_id }
    }
}

/// The answer to a ping.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pong;

unit!(Pong);
event!(Pong = "pong" in Chatflow: server, transient, connection);

/// Asks for a pong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ping;

unit!(Ping);
event!(Ping = "ping" in Chatflow: client, transient, answer = Pong);

/// A pointer moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved(pub f64, pub f64);

args!(Moved(x: f64, y: f64));
event!(Moved = "moved" in Chatflow: both, transient, priorities::LOW, everybody);

/// A visitor is typing.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitorTyping {
    /// The conversation.
    pub conversation_id: String,
}

object!(VisitorTyping { conversation_id });
event!(VisitorTyping = "visitor.typing" in Chatflow: client, transient);

/// Asks to enter a channel, by its printed address.
#[derive(Clone, Debug, PartialEq)]
pub struct JoinChannel(pub String);

newtype!(JoinChannel(String));
event!(JoinChannel = "join_channel" in Chatflow: client, transient, ack = JoinChannelAck);

/// Whether the channel was entered.
#[derive(Clone, Debug, PartialEq)]
pub struct JoinChannelAck {
    /// Whether it was.
    pub success: bool,
    /// Why not.
    pub error: Option<String>,
}

object!(JoinChannelAck { success, error? });

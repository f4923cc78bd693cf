//! The channels of `chatflow`.

use super::Chatflow;
use super::types::Sender;
use crate::runtime::{channel, channel_set};

/// One conversation, for those who take part in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Conversation {
    /// The conversation.
    pub conversation_id: String,
}

channel!(Conversation in Chatflow: "conversation." conversation_id; class "participant");

/// The orders of a user.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Orders {
    /// The user.
    pub user_id: i64,
}

channel!(Orders in Chatflow: "user." user_id ".orders"; authenticated);

/// What one side of a conversation says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Side {
    /// The side.
    pub sender: Sender,
    /// The conversation.
    pub conversation_id: String,
}

channel!(Side in Chatflow: "side:" sender = "from" "/" conversation_id; class "participant");

/// Everybody.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Lobby;

channel!(Lobby in Chatflow: "lobby"; public);

/// Any channel of the contract.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AnyChannel {
    /// One conversation.
    Conversation(Conversation),
    /// The orders of a user.
    Orders(Orders),
    /// What one side of a conversation says.
    Side(Side),
    /// Everybody.
    Lobby(Lobby),
}

channel_set!(AnyChannel of Chatflow { Conversation, Orders, Side, Lobby });

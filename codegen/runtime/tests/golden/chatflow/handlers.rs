//! What a side has to answer for: client events, access, views.

use super::channels::{AnyChannel, Conversation, Side};
use super::events::{JoinChannel, JoinChannelAck, MessageNew, Moved, Ping, VisitorTyping};
use super::{ClientEvent, ServerEvent};
use crate::runtime::{Admit, Dispatch, Encoded, Entry, Raw};

/// What a server does with each event that clients send.
pub trait ClientHandler {
    /// The connection that an event came from.
    type Connection: Sync;
    /// Why an event could not be handled.
    type Error;

    /// `visitor.typing`: a visitor is typing.
    fn visitor_typing(
        &self,
        from: &Self::Connection,
        event: VisitorTyping,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// `join_channel`: asks to enter a channel.
    fn join_channel(
        &self,
        from: &Self::Connection,
        event: JoinChannel,
    ) -> impl Future<Output = Result<JoinChannelAck, Self::Error>> + Send;

    /// `ping`: asks for a pong.
    fn ping(&self, from: &Self::Connection, event: Ping) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// `moved`: a pointer moved.
    fn moved(&self, from: &Self::Connection, event: Moved) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// An event that the contract does not name.
    fn unknown(&self, from: &Self::Connection, event: Raw) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

impl<H: ClientHandler + Sync> Dispatch<H> for ClientEvent {
    type Connection = H::Connection;
    type Error = H::Error;

    async fn dispatch(self, handler: &H, from: &H::Connection) -> Result<Option<Encoded>, H::Error> {
        match self {
            Self::VisitorTyping(event) => handler.visitor_typing(from, event).await.map(|()| None),
            Self::JoinChannel(event) => handler.join_channel(from, event).await.map(|ack| Some(Encoded::of(&ack))),
            Self::Ping(event) => handler.ping(from, event).await.map(|()| None),
            Self::Moved(event) => handler.moved(from, event).await.map(|()| None),
            Self::Unknown(event) => handler.unknown(from, event).await.map(|()| None),
        }
    }
}

/// Who may enter which channel.
pub trait Access {
    /// Who presented a valid token.
    type User: Sync;

    /// `conversation.{conversation_id}`, for a `participant`.
    fn conversation(&self, user: &Self::User, channel: &Conversation) -> impl Future<Output = Entry> + Send;

    /// `side:{from}/{conversation_id}`, for a `participant`.
    fn side(&self, user: &Self::User, channel: &Side) -> impl Future<Output = Entry> + Send;
}

impl<A: Access + Sync> Admit<A, A::User> for AnyChannel {
    async fn admit(&self, access: &A, user: Option<&A::User>) -> Entry {
        match (self, user) {
            (Self::Lobby(_), _) => Entry::Allowed,
            (_, None) => Entry::Unauthenticated,
            (Self::Orders(_), Some(_)) => Entry::Allowed,
            (Self::Conversation(channel), Some(user)) => access.conversation(user, channel).await,
            (Self::Side(channel), Some(user)) => access.side(user, channel).await,
        }
    }
}

/// The view `inbox`.
pub trait Inbox {
    /// `message.new`: a message arrived in a conversation.
    fn message_new(&mut self, event: MessageNew);
}

impl ServerEvent {
    /// Hands the event to the view `inbox`. What comes back is one that it does not listen to.
    pub fn dispatch_inbox<V: Inbox>(self, view: &mut V) -> Option<Self> {
        match self {
            Self::MessageNew(event) => view.message_new(event),
            other => return Some(other),
        }
        None
    }
}

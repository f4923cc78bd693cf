//! What clients may send: that they are writing. It is told to everybody else in the conversation.

use event_contracts::chatflow as contract;
use event_contracts::chatflow::channels::Conversation;
use event_contracts::chatflow::events::{AgentTyping, VisitorTyping};
use event_contracts::chatflow::handlers::ClientHandler;
use event_contracts::runtime::Raw;
use event_hub::{Code, Connection, Refusal};

use super::{AGENT, Chatflow, VISITOR};

impl ClientHandler for Chatflow {
    type Connection = Connection<contract::Chatflow>;
    type Error = Refusal;

    async fn agent_typing(&self, from: &Self::Connection, event: AgentTyping) -> Result<(), Refusal> {
        take_part(from, AGENT, &event.conversation_id)?;
        from.hub().except(from.id()).send(&event)
    }

    async fn visitor_typing(&self, from: &Self::Connection, event: VisitorTyping) -> Result<(), Refusal> {
        take_part(from, VISITOR, &event.conversation_id)?;
        from.hub().except(from.id()).send(&event)
    }

    async fn unknown(&self, _: &Self::Connection, event: Raw) -> Result<(), Refusal> {
        Err(Refusal::new(Code::UnknownEvent, "the contract has no such event").of(event.name))
    }
}

/// Holds a client to its side, and to the conversations that it is in.
fn take_part(from: &Connection<contract::Chatflow>, role: &str, conversation_id: &str) -> Result<(), Refusal> {
    // A token may have both roles; then an agent it is.
    let is_role = from.user().is_some_and(|user| user.is(role) && (role == AGENT || !user.is(AGENT)));
    if !is_role {
        return Err(Refusal::new(Code::Denied, format!("only a client with the role `{role}` sends this")));
    }
    if !from.is_in(Conversation { conversation_id: conversation_id.to_owned() }) {
        return Err(Refusal::new(Code::Denied, "not in this conversation"));
    }
    Ok(())
}

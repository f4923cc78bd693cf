//! What clients send over the socket: what needs no storing, what they have read, and which conversations they look at.

use event_contracts::gochat::Gochat;
use event_contracts::gochat::events::{
    ClientMessageRead, ClientMessageTyping, ConversationActive, ConversationJoin, ConversationJoined,
    ConversationLeave, ConversationLoad, ConversationUserActive, Disconnect, MessageRead, MessageTyping, Ping, Pong,
    UserStatus, UserStatusSubscribe, UserStatusUnsubscribe,
};
use event_contracts::gochat::handlers::ClientHandler;
use event_contracts::runtime::Raw;
use event_hub::{Code, Connection, Refusal};

use super::store::{messages, users};
use super::{Chat, hold_for, hold_to_membership, joined, known};
use crate::clock;

impl ClientHandler for Chat {
    type Connection = Connection<Gochat>;
    type Error = Refusal;

    /// The watchers need not wait until the socket is closed.
    async fn disconnect(&self, from: &Connection<Gochat>, _: Disconnect) -> Result<(), Refusal> {
        Ok(self.presence.go(from.id()).await?)
    }

    async fn ping(&self, from: &Connection<Gochat>, _: Ping) -> Result<(), Refusal> {
        from.send(&Pong);
        Ok(())
    }

    async fn message_read(&self, from: &Connection<Gochat>, event: ClientMessageRead) -> Result<(), Refusal> {
        let user = known(from)?;
        let mut tx = self.hub.store().begin().await?;
        hold_for(tx.conn(), &event.conversation_id, &user.id).await?;
        let message = messages::find(tx.conn(), &event.conversation_id, &event.message_id).await?;
        let message = message.ok_or_else(|| Refusal::new(Code::NotFound, "the conversation has no such message"))?;
        if messages::read_up_to(tx.conn(), &event.conversation_id, &user.id, message.number).await? {
            let read_at = clock::now();
            self.presence.touch(tx.conn(), &user.id, &read_at).await?;
            let ClientMessageRead { conversation_id, message_id } = event;
            let read = MessageRead { conversation_id, message_id, user_id: user.id.clone(), read_at };
            from.hub().emit(&mut tx, &read)?;
        }
        Ok(tx.commit().await?)
    }

    async fn message_typing(&self, from: &Connection<Gochat>, event: ClientMessageTyping) -> Result<(), Refusal> {
        let user = known(from)?;
        let ClientMessageTyping { conversation_id, is_typing } = event;
        joined(from, &conversation_id)?;
        let typing = MessageTyping { conversation_id, user_id: user.id.clone(), is_typing };
        from.hub().except(from.id()).send(&typing)
    }

    async fn conversation_join(&self, from: &Connection<Gochat>, event: ConversationJoin) -> Result<(), Refusal> {
        let user = known(from)?;
        let mut db = self.db().await?;
        hold_to_membership(&mut db, &event.conversation_id, &user.id).await?;
        drop(db);
        Refusal::unless_allowed(from.join(event.joins()).await?)?;
        let ConversationJoin { conversation_id } = event;
        let active = ConversationUserActive { conversation_id: conversation_id.clone(), user_id: user.id.clone() };
        from.hub().except(from.id()).send(&active)?;
        from.send(&ConversationJoined { conversation_id, success: true });
        Ok(())
    }

    async fn conversation_leave(&self, from: &Connection<Gochat>, event: ConversationLeave) -> Result<(), Refusal> {
        from.leave(event.leaves());
        Ok(())
    }

    async fn conversation_active(&self, from: &Connection<Gochat>, event: ConversationActive) -> Result<(), Refusal> {
        let user = known(from)?;
        joined(from, &event.conversation_id)?;
        let active = ConversationUserActive { conversation_id: event.conversation_id, user_id: user.id.clone() };
        from.hub().except(from.id()).send(&active)
    }

    async fn conversation_load(&self, from: &Connection<Gochat>, _: ConversationLoad) -> Result<(), Refusal> {
        let user = known(from)?;
        let list = self.list(from, &user.id).await?;
        from.send(&list);
        Ok(())
    }

    /// The client watches first and is answered then, so that no change falls between the two.
    async fn user_status_subscribe(
        &self,
        from: &Connection<Gochat>,
        event: UserStatusSubscribe,
    ) -> Result<(), Refusal> {
        let mut db = self.db().await?;
        if users::find(&mut db, &event.user_id).await?.is_none() {
            return Err(Refusal::new(Code::NotFound, "there is no such user"));
        }
        drop(db);
        Refusal::unless_allowed(from.join(event.joins()).await?)?;
        let mut db = self.db().await?;
        let state = self.presence.state(&mut db, &event.user_id).await?;
        from.send(&UserStatus { user_id: event.user_id, online: state.online, timestamp: clock::now() });
        Ok(())
    }

    async fn user_status_unsubscribe(
        &self,
        from: &Connection<Gochat>,
        event: UserStatusUnsubscribe,
    ) -> Result<(), Refusal> {
        from.leave(event.leaves());
        Ok(())
    }

    async fn unknown(&self, _: &Connection<Gochat>, event: Raw) -> Result<(), Refusal> {
        Err(Refusal::new(Code::UnknownEvent, "the contract names no such type").of(event.name))
    }
}

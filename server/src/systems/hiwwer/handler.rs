//! What clients send over the socket: which rooms they enter, what was read, that somebody is writing, whom they watch.

use event_contracts::hiwwer as contract;
use event_contracts::hiwwer::channels;
use event_contracts::hiwwer::events::{
    ClientDisputeMessageRead, ClientDisputeTyping, ClientOrderMessageRead, ClientOrderTyping, DisputeJoin,
    DisputeLeave, DisputeMessageRead, DisputeTyping, OrderJoin, OrderLeave, OrderMessageRead, OrderTyping, UserUnwatch,
    UserWatch, UserWatchAck,
};
use event_contracts::hiwwer::handlers::ClientHandler;
use event_contracts::hiwwer::types::{Joined, UserPresence, UserPresenceStatus};
use event_contracts::runtime::{Raw, Timestamp};
use event_hub::{Code, Connection, Refusal, Tx, User};

use super::room::{Part, Room};
use super::store::{messages, people};
use super::{Hiwwer, known};
use crate::clock;

impl ClientHandler for Hiwwer {
    type Connection = Connection<contract::Hiwwer>;
    type Error = Refusal;

    async fn order_join(&self, from: &Self::Connection, event: OrderJoin) -> Result<Joined, Refusal> {
        self.enter(from, Room::Order(event.order_id)).await
    }

    async fn order_leave(&self, from: &Self::Connection, event: OrderLeave) -> Result<(), Refusal> {
        from.leave(event.leaves());
        Ok(())
    }

    async fn order_message_read(&self, from: &Self::Connection, event: ClientOrderMessageRead) -> Result<(), Refusal> {
        let user = known(from)?;
        let ClientOrderMessageRead { order_id, message_id } = event;
        let read_at = clock::now();
        let mut tx = self.hub.store().begin().await?;
        if self.read(&mut tx, &user, &Room::Order(order_id.clone()), &message_id, &read_at).await?.is_some() {
            let read = OrderMessageRead { order_id, message_id, reader_id: user.id.clone(), read_at };
            from.hub().emit(&mut tx, &read)?;
        }
        Ok(tx.commit().await?)
    }

    async fn order_typing(&self, from: &Self::Connection, event: ClientOrderTyping) -> Result<(), Refusal> {
        let user = known(from)?;
        let ClientOrderTyping { order_id, is_typing } = event;
        inside(from.is_in(channels::Order { order_id: order_id.clone() }))?;
        from.hub().except(from.id()).send(&OrderTyping { order_id, user_id: user.id.clone(), is_typing })
    }

    async fn dispute_join(&self, from: &Self::Connection, event: DisputeJoin) -> Result<Joined, Refusal> {
        self.enter(from, Room::Dispute(event.dispute_id)).await
    }

    async fn dispute_leave(&self, from: &Self::Connection, event: DisputeLeave) -> Result<(), Refusal> {
        from.leave(event.leaves());
        Ok(())
    }

    async fn dispute_message_read(
        &self,
        from: &Self::Connection,
        event: ClientDisputeMessageRead,
    ) -> Result<(), Refusal> {
        let user = known(from)?;
        let ClientDisputeMessageRead { dispute_id, message_id } = event;
        let read_at = clock::now();
        let mut tx = self.hub.store().begin().await?;
        let room = Room::Dispute(dispute_id.clone());
        if let Some(part) = self.read(&mut tx, &user, &room, &message_id, &read_at).await? {
            let (reader_id, reader_role) = (user.id.clone(), part.role);
            let read = DisputeMessageRead { dispute_id, message_id, reader_id, reader_role, read_at };
            from.hub().emit(&mut tx, &read)?;
        }
        Ok(tx.commit().await?)
    }

    async fn dispute_typing(&self, from: &Self::Connection, event: ClientDisputeTyping) -> Result<(), Refusal> {
        let user = known(from)?;
        let ClientDisputeTyping { dispute_id, is_typing } = event;
        inside(from.is_in(channels::Dispute { dispute_id: dispute_id.clone() }))?;
        let part = Room::Dispute(dispute_id.clone()).part(&mut *self.db().await?, &user).await?;
        let typing = DisputeTyping { dispute_id, user_id: user.id.clone(), role: part.role, is_typing };
        from.hub().except(from.id()).send(&typing)
    }

    /// The client watches first and is answered then, so that no change falls between the two.
    async fn user_watch(&self, from: &Self::Connection, event: UserWatch) -> Result<UserWatchAck, Refusal> {
        if people::name(&mut *self.db().await?, &event.user_id).await?.is_none() {
            return Err(Refusal::new(Code::NotFound, "there is no such user"));
        }
        Refusal::unless_allowed(from.join(event.joins()).await?)?;
        let state = self.presence.state(&mut *self.db().await?, &event.user_id).await?;
        let status = if state.online { UserPresenceStatus::Online } else { UserPresenceStatus::Offline };
        let presence = UserPresence { user_id: event.user_id, status, last_active_at: state.last_active_at };
        Ok(UserWatchAck { success: true, error: None, presence: Some(presence) })
    }

    async fn user_unwatch(&self, from: &Self::Connection, event: UserUnwatch) -> Result<(), Refusal> {
        from.leave(event.leaves());
        Ok(())
    }

    async fn unknown(&self, _: &Self::Connection, event: Raw) -> Result<(), Refusal> {
        Err(Refusal::new(Code::UnknownEvent, "the contract has no such event").of(event.name))
    }
}

impl Hiwwer {
    async fn enter(&self, from: &Connection<contract::Hiwwer>, room: Room) -> Result<Joined, Refusal> {
        let user = known(from)?;
        room.part(&mut *self.db().await?, &user).await?;
        let entry = match room {
            Room::Order(order_id) => from.join(channels::Order { order_id }).await?,
            Room::Dispute(dispute_id) => from.join(channels::Dispute { dispute_id }).await?,
        };
        Refusal::unless_allowed(entry)?;
        Ok(Joined { success: true, error: None })
    }

    /// Notes what a user has read. Gives back the part of the user in the room, where that is news.
    async fn read(
        &self,
        tx: &mut Tx,
        user: &User,
        room: &Room,
        message: &str,
        now: &Timestamp,
    ) -> Result<Option<Part>, Refusal> {
        let part = room.part(tx.conn(), user).await?;
        let number = messages::number(tx.conn(), &room.key(), message).await?;
        let number = number.ok_or_else(|| Refusal::new(Code::NotFound, "there is no such message"))?;
        if !messages::read(tx.conn(), &room.key(), &user.id, number, now).await? {
            return Ok(None);
        }
        self.presence.touch(tx.conn(), &user.id, now).await?;
        Ok(Some(part))
    }
}

fn inside(inside: bool) -> Result<(), Refusal> {
    if inside { Ok(()) } else { Err(Refusal::new(Code::Denied, "join first")) }
}

//! What clients may send: that a room was opened or closed.

use event_contracts::leads as contract;
use event_contracts::leads::channels::Room;
use event_contracts::leads::events::{RoomJoin, RoomLeave};
use event_contracts::leads::handlers::ClientHandler;
use event_contracts::runtime::Raw;
use event_hub::{Code, Connection, Refusal};

use super::Leads;

impl ClientHandler for Leads {
    type Connection = Connection<contract::Leads>;
    type Error = Refusal;

    async fn room_join(&self, from: &Self::Connection, event: RoomJoin) -> Result<(), Refusal> {
        Refusal::unless_allowed(from.join(Room { room_id: event.room_id }).await?)
    }

    async fn room_leave(&self, from: &Self::Connection, event: RoomLeave) -> Result<(), Refusal> {
        from.leave(Room { room_id: event.room_id });
        Ok(())
    }

    async fn unknown(&self, _: &Self::Connection, event: Raw) -> Result<(), Refusal> {
        Err(Refusal::new(Code::UnknownEvent, "the contract has no such event").of(event.name))
    }
}

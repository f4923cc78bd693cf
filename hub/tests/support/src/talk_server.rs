//! The application of `talk`.

use std::collections::HashMap;
use std::time::Duration;

use event_contracts_runtime::{Entry, Raw};
use event_hub::{Code, Connection, Hub, Refusal, SessionId, StoreError, System, User};
use parking_lot::Mutex;

use crate::talk::Talk;
use crate::talk::channels::{AnyChannel, Room};
use crate::talk::events::{
    ChannelJoin, ChannelLeave, ClientWelcomed, LobbyAnnounced, MessageNew, NewsPosted, NoteAdded, NumberCount, Ping,
    Pong, RoomJoin, RoomLeave, TroubleMake, TypingChanged, WindowClose, WindowCloseAck,
};
use crate::talk::handlers::{Access, ClientHandler};
use crate::talk::types::{Entered, Message, Numbered, TroubleMakeHow};

/// The application of `talk`. It remembers who is connected and what was counted.
#[derive(Debug)]
pub struct TalkServer {
    hub: Hub<Talk>,
    connected: Mutex<HashMap<SessionId, Connection<Talk>>>,
    counted: Mutex<HashMap<SessionId, Vec<u64>>>,
}

impl TalkServer {
    /// One that sends with this hub.
    pub fn new(hub: Hub<Talk>) -> Self {
        Self { hub, connected: Mutex::default(), counted: Mutex::default() }
    }

    /// Says something in a room: stored, then told.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn say(&self, room: &str, number: u64, text: &str) -> Result<(), StoreError> {
        self.store(|hub, tx| hub.emit(tx, &MessageNew(message(room, number, text)))).await
    }

    /// Puts a note on the board of a room: stored, then told within 200 ms.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn note(&self, room: &str, number: u64, text: &str) -> Result<(), StoreError> {
        self.store(|hub, tx| hub.emit(tx, &NoteAdded(message(room, number, text)))).await
    }

    /// Tells everybody something that is stored.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn post_news(&self, number: u64) -> Result<(), StoreError> {
        self.store(|hub, tx| hub.emit_to_everybody(tx, &NewsPosted(Numbered { number }))).await
    }

    /// Says something in the lobby, which may be lost.
    ///
    /// # Errors
    /// The contract's limits.
    pub fn announce(&self, number: u64) -> Result<(), Refusal> {
        self.hub.send(&LobbyAnnounced(Numbered { number }))
    }

    /// Who is connected.
    pub fn connected(&self) -> Vec<Connection<Talk>> {
        self.connected.lock().values().cloned().collect()
    }

    /// What a connection has counted, in the order in which its events were handled.
    pub fn counted(&self, by: SessionId) -> Vec<u64> {
        self.counted.lock().get(&by).cloned().unwrap_or_default()
    }

    /// Asks a client whether its window may be closed.
    ///
    /// # Errors
    /// No answer in time, or none that fits.
    pub async fn ask_to_close(
        &self,
        client: &Connection<Talk>,
        within: Duration,
    ) -> Result<WindowCloseAck, event_hub::AskError> {
        client.ask(&WindowClose { reason: "a test".to_owned() }, within).await
    }

    async fn store(
        &self,
        emit: impl FnOnce(&Hub<Talk>, &mut event_hub::Tx) -> Result<(), Refusal>,
    ) -> Result<(), StoreError> {
        let mut tx = self.hub.store().begin().await?;
        emit(&self.hub, &mut tx).expect("no limit of this contract counts what the server sends");
        tx.commit().await
    }
}

impl System for TalkServer {
    type Contract = Talk;

    async fn connected(&self, connection: &Connection<Talk>) -> Result<(), Refusal> {
        self.connected.lock().insert(connection.id(), connection.clone());
        connection.send(&ClientWelcomed { user_id: connection.user().map(|user| user.id.clone()) });
        Ok(())
    }

    async fn disconnected(&self, connection: &Connection<Talk>) {
        self.connected.lock().remove(&connection.id());
    }
}

impl ClientHandler for TalkServer {
    type Connection = Connection<Talk>;
    type Error = Refusal;

    async fn typing_changed(&self, from: &Connection<Talk>, event: TypingChanged) -> Result<(), Refusal> {
        if !from.is_in(Room { room_id: event.room_id.clone() }) {
            return Err(Refusal::new(Code::Denied, "enter the room first"));
        }
        from.hub().except(from.id()).send(&event)
    }

    async fn channel_join(&self, from: &Connection<Talk>, event: ChannelJoin) -> Result<Entered, Refusal> {
        let channel = event.joins().map_err(|error| Refusal::new(Code::NotFound, error.to_string()))?;
        enter(from, channel).await
    }

    async fn channel_leave(&self, from: &Connection<Talk>, event: ChannelLeave) -> Result<(), Refusal> {
        from.leave(event.leaves().map_err(|error| Refusal::new(Code::NotFound, error.to_string()))?);
        Ok(())
    }

    async fn room_join(&self, from: &Connection<Talk>, event: RoomJoin) -> Result<Entered, Refusal> {
        enter(from, event.joins().into()).await
    }

    async fn room_leave(&self, from: &Connection<Talk>, event: RoomLeave) -> Result<(), Refusal> {
        from.leave(event.leaves());
        Ok(())
    }

    async fn number_count(&self, from: &Connection<Talk>, event: NumberCount) -> Result<Numbered, Refusal> {
        let mut counted = self.counted.lock();
        let own = counted.entry(from.id()).or_default();
        own.push(event.number);
        Ok(Numbered { number: own.len() as u64 })
    }

    async fn trouble_make(&self, _: &Connection<Talk>, event: TroubleMake) -> Result<Numbered, Refusal> {
        match event.how {
            TroubleMakeHow::Deny => Err(Refusal::new(Code::Denied, "as you asked")),
            TroubleMakeHow::Wait => {
                std::future::pending::<()>().await;
                Ok(Numbered { number: 0 })
            }
            TroubleMakeHow::Panic => panic!("as a client asked"),
        }
    }

    async fn ping(&self, from: &Connection<Talk>, _: Ping) -> Result<(), Refusal> {
        from.send(&Pong);
        Ok(())
    }

    async fn unknown(&self, _: &Connection<Talk>, event: Raw) -> Result<(), Refusal> {
        Err(Refusal::new(Code::UnknownEvent, "no such event").of(event.name))
    }
}

impl Access for TalkServer {
    type User = User;

    async fn room(&self, user: &User, channel: &Room) -> Entry {
        user.is(&channel.room_id).into()
    }
}

async fn enter(client: &Connection<Talk>, channel: AnyChannel) -> Result<Entered, Refusal> {
    let entry = client.join(channel).await?;
    Refusal::unless_allowed(entry)?;
    Ok(Entered { entered: true })
}

fn message(room: &str, number: u64, text: &str) -> Message {
    Message { room_id: room.to_owned(), number, text: text.to_owned() }
}

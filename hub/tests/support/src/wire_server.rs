//! The application of `wire`.

use std::time::SystemTime;

use event_contracts_runtime::{Entry, Raw, Timestamp};
use event_hub::{About, Answer, Bus, Code, Config, Connection, Hub, Refusal, Store, System, User};

use crate::wire::channels;
use crate::wire::events::{MessageNew, MessageSend, MessageSent, Ping, Pong, RequestFailed, RoomJoin, RoomJoined};
use crate::wire::handlers::{Access, ClientHandler};
use crate::wire::types::{Failure, Message, Room};
use crate::wire::{Meta, ServerEvent, Wire};

/// The application of `wire`. It stores what clients say before it tells others.
#[derive(Clone, Copy, Debug, Default)]
pub struct WireServer;

impl WireServer {
    /// A hub whose frames say when they were made.
    pub fn hub(store: Store, bus: Bus, config: Config) -> Hub<Wire> {
        Hub::new(store, bus, config, stamp)
    }
}

fn stamp(about: &About) -> Meta {
    Meta { timestamp: timestamp(about.at), success: true, error: None }
}

fn timestamp(at: SystemTime) -> Timestamp {
    Timestamp::new(humantime::format_rfc3339_millis(at).to_string()).expect("RFC 3339")
}

impl System for WireServer {
    type Contract = Wire;

    /// Nobody without a token.
    async fn admits(&self, user: Option<&User>) -> Entry {
        if user.is_some() { Entry::Allowed } else { Entry::Unauthenticated }
    }

    fn refused(&self, _: &Connection<Wire>, refusal: &Refusal) -> Answer {
        let failure = Failure { code: format!("{:?}", refusal.code), message: refusal.to_string() };
        let meta = Meta { timestamp: timestamp(SystemTime::now()), success: false, error: Some(failure) };
        Answer::Frame(ServerEvent::from(RequestFailed).encode_in(&meta, None))
    }
}

impl ClientHandler for WireServer {
    type Connection = Connection<Wire>;
    type Error = Refusal;

    async fn room_join(&self, from: &Connection<Wire>, event: RoomJoin) -> Result<(), Refusal> {
        let entry = from.join(event.joins()).await?;
        Refusal::unless_allowed(entry)?;
        from.send(&RoomJoined(Room { room_id: event.room_id }));
        Ok(())
    }

    async fn message_send(&self, from: &Connection<Wire>, event: MessageSend) -> Result<(), Refusal> {
        let MessageSend { room_id, text } = event;
        if !from.is_in(channels::Room { room_id }) {
            return Err(Refusal::new(Code::Denied, "enter the room first"));
        }
        let hub = from.hub();
        let mut tx = hub.store().begin().await?;
        hub.emit(&mut tx, &MessageNew(Message { room_id, text }))?;
        tx.commit().await?;
        from.send(&MessageSent(Room { room_id }));
        Ok(())
    }

    async fn ping(&self, from: &Connection<Wire>, _: Ping) -> Result<(), Refusal> {
        from.send(&Pong);
        Ok(())
    }

    async fn unknown(&self, _: &Connection<Wire>, event: Raw) -> Result<(), Refusal> {
        Err(Refusal::new(Code::UnknownEvent, "no such event").of(event.name))
    }
}

impl Access for WireServer {
    type User = User;

    async fn room(&self, user: &User, channel: &channels::Room) -> Entry {
        user.is(&channel.room_id.to_string()).into()
    }
}

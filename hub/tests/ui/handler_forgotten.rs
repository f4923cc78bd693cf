//! An event of clients that nobody handles is a mistake.

use event_contracts_runtime::Raw;
use event_hub::{Connection, Refusal};
use test_contracts::wire::Wire;
use test_contracts::wire::events::{Ping, Pong, RoomJoin};
use test_contracts::wire::handlers::ClientHandler;

struct Server;

impl ClientHandler for Server {
    type Connection = Connection<Wire>;
    type Error = Refusal;

    async fn room_join(&self, from: &Connection<Wire>, event: RoomJoin) -> Result<(), Refusal> {
        Refusal::unless_allowed(from.join(event.joins()).await?)
    }

    async fn ping(&self, from: &Connection<Wire>, _: Ping) -> Result<(), Refusal> {
        from.send(&Pong);
        Ok(())
    }

    async fn unknown(&self, _: &Connection<Wire>, _: Raw) -> Result<(), Refusal> {
        Ok(())
    }
}

fn main() {}

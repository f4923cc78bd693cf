pub use event_contracts_runtime as runtime;

#[path = "../../golden/chatflow/mod.rs"]
pub mod chatflow;
#[path = "../support/hub.rs"]
mod hub;

use chatflow::events::{JoinChannel, JoinChannelAck, Moved, VisitorTyping};
use chatflow::handlers::{Access, ClientHandler};
use runtime::Raw;

struct Server;

impl ClientHandler for Server {
    type Connection = u64;
    type Error = String;

    async fn visitor_typing(&self, _: &u64, _: VisitorTyping) -> Result<(), String> {
        Ok(())
    }

    async fn join_channel(&self, _: &u64, _: JoinChannel) -> Result<JoinChannelAck, String> {
        Ok(JoinChannelAck { success: true, error: None })
    }

    async fn moved(&self, _: &u64, _: Moved) -> Result<(), String> {
        Ok(())
    }

    async fn unknown(&self, _: &u64, _: Raw) -> Result<(), String> {
        Ok(())
    }
}

impl Access for Server {
    type User = u64;
}

fn main() {}

pub use event_contracts_runtime as runtime;

#[path = "../../golden/chatflow/mod.rs"]
pub mod chatflow;
#[path = "../support/hub.rs"]
mod hub;

use chatflow::events::AgentTyping;
use chatflow::types::Sender;

fn typing() -> AgentTyping {
    AgentTyping { conversation: "c".to_owned(), sender: Sender::Agent }
}

fn wrong_value() -> AgentTyping {
    AgentTyping { conversation_id: 7, sender: Sender::Boss }
}

fn main() {}

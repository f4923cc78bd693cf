pub use event_contracts_runtime as runtime;

#[path = "../../golden/chatflow/mod.rs"]
pub mod chatflow;
#[path = "../support/hub.rs"]
mod hub;

use chatflow::Chatflow;
use chatflow::events::AgentTyping;
use hub::{Hub, Transaction};

fn notify(hub: &Hub<Chatflow>, transaction: &mut Transaction, event: AgentTyping) {
    hub.emit(transaction, event);
}

fn main() {}

pub use event_contracts_runtime as runtime;

#[path = "../../golden/chatflow/mod.rs"]
pub mod chatflow;
#[path = "../support/hub.rs"]
mod hub;

use chatflow::Chatflow;
use chatflow::types::Message;
use hub::Hub;

fn notify(hub: &Hub<Chatflow>, message: Message) {
    hub.send(message);
}

fn main() {}

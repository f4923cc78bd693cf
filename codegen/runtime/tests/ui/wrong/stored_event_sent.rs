pub use event_contracts_runtime as runtime;

#[path = "../../golden/chatflow/mod.rs"]
pub mod chatflow;
#[path = "../support/hub.rs"]
mod hub;

use chatflow::Chatflow;
use chatflow::events::MessageNew;
use hub::Hub;

fn notify(hub: &Hub<Chatflow>, event: MessageNew) {
    hub.send(event);
}

fn main() {}

pub use event_contracts_runtime as runtime;

#[path = "../../golden/chatflow/mod.rs"]
pub mod chatflow;
#[path = "../support/hub.rs"]
mod hub;

#[path = "../../golden/gochat/mod.rs"]
pub mod gochat;

use chatflow::Chatflow;
use gochat::Pong;
use hub::Hub;

fn answer(hub: &Hub<Chatflow>) {
    hub.send(Pong);
}

fn main() {}

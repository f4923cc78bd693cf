pub use event_contracts_runtime as runtime;

#[path = "../../golden/chatflow/mod.rs"]
pub mod chatflow;
#[path = "../support/hub.rs"]
mod hub;

use chatflow::Chatflow;
use chatflow::channels::{Conversation, Orders};
use chatflow::events::{MessageNew, OrderShipped, Pong};
use hub::Hub;

fn notify(hub: &Hub<Chatflow>, shipped: OrderShipped, event: MessageNew) {
    hub.send_to(Conversation { conversation_id: "7".to_owned() }, shipped.clone());
    hub.send_to(Orders { user_id: "7".to_owned() }, shipped.clone());
    hub.route(shipped);
    hub.broadcast(event.clone());
    hub.reply(event);
    hub.route(Pong);
}

fn main() {}

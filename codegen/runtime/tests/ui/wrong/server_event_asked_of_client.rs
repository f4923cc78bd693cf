pub use event_contracts_runtime as runtime;

#[path = "../../golden/chatflow/mod.rs"]
pub mod chatflow;
#[path = "../support/hub.rs"]
mod hub;

use chatflow::Chatflow;
use chatflow::events::{AgentTyping, MessageNew, VisitorTyping};
use hub::Client;

fn say(client: &Client<Chatflow>, message: MessageNew, agent: AgentTyping, visitor: VisitorTyping) {
    client.send(visitor.clone());
    client.send(message);
    client.send(agent);
    client.ask(visitor);
}

fn main() {}

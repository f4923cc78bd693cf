pub use event_contracts_runtime as runtime;

#[path = "../../golden/chatflow/mod.rs"]
pub mod chatflow;
#[path = "../support/hub.rs"]
mod hub;

use chatflow::{channel_name, event_name};

macro_rules! passed_on {
    ($name:literal) => {
        event_name!($name)
    };
}

const NAME: &str = "message.new";

fn main() {
    // A former name, and wrong in several ways.
    event_name!("conversation.new_message");
    event_name!("mesage.new");
    event_name!("messageNew");
    event_name!("order.paid");
    event_name!(r"conversation.new_message");
    passed_on!("conversation.new_message");
    event_name!(NAME);
    event_name!(7);
    event_name!(b"message.new");
    event_name!();
    event_name!("message.new", "agent.typing");
    channel_name!("conversation");
}

pub use event_contracts_runtime as runtime;

#[path = "../golden/chatflow/mod.rs"]
pub mod chatflow;
#[path = "support/hub.rs"]
mod hub;

use std::marker::PhantomData;

use chatflow::channels::Orders;
use chatflow::events::{AgentOnline, AgentTyping, OrderShipped, Pong};
use chatflow::types::Sender;
use chatflow::{Chatflow, event_name};
use hub::{Hub, Transaction};
use runtime::{Date, Timestamp};

macro_rules! passed_on {
    ($name:literal) => {
        event_name!($name)
    };
}

fn main() {
    let hub = Hub(PhantomData::<Chatflow>);
    let typing = AgentTyping { conversation_id: "c".to_owned(), sender: Sender::Agent };
    hub.route(typing.clone());
    hub.send(typing);
    hub.reply(Pong);
    hub.broadcast(AgentOnline { since: Timestamp::new("2026-02-12T10:30:00Z").expect("right input") });
    let shipped = OrderShipped { arrives: Date::new("2026-02-12").expect("right input") };
    hub.send_to(Orders { user_id: 7 }, shipped.clone());
    hub.emit(&mut Transaction, shipped);

    assert_eq!(event_name!("message.new"), "message.new");
    assert_eq!(event_name!(r"message.new"), "message.new");
    assert_eq!(event_name!(r##"message.new"##,), "message.new");
    assert_eq!(event_name!("message\x2enew"), "message.new");
    assert_eq!(passed_on!("message.new"), "message.new");
    match "message.new" {
        event_name!(r"message.new") => {}
        _ => unreachable!(),
    }
}

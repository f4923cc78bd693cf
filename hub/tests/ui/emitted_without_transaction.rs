//! A stored event leaves with the transaction that stores it, or not at all.

use event_hub::{Hub, Refusal};
use test_contracts::talk::{Talk, events::MessageNew};

fn say(hub: &Hub<Talk>, message: &MessageNew) -> Result<(), Refusal> {
    hub.emit(message)
}

fn main() {}

//! A stored event that is sent would be lost to whoever is away.

use event_hub::{Hub, Refusal};
use test_contracts::talk::{Talk, events::MessageNew};

fn say(hub: &Hub<Talk>, message: &MessageNew) -> Result<(), Refusal> {
    hub.send(message)
}

fn main() {}

//! A transient event has no place in the log.

use event_hub::{Hub, Refusal, Tx};
use test_contracts::talk::{Talk, events::PriceChanged};

fn change(hub: &Hub<Talk>, tx: &mut Tx, price: &PriceChanged) -> Result<(), Refusal> {
    hub.emit(tx, price)
}

fn main() {}

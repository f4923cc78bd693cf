//! The clients of one contract do not know the events of another.

use event_hub::{Hub, Refusal};
use test_contracts::talk::Talk;
use test_contracts::wire::events::UserSeen;

fn tell(hub: &Hub<Talk>, seen: &UserSeen) -> Result<(), Refusal> {
    hub.send(seen)
}

fn main() {}

//! What clients send, the server does not.

use event_hub::Connection;
use test_contracts::talk::{Talk, events::RoomJoin};

fn join(client: &Connection<Talk>, event: &RoomJoin) {
    client.send(event);
}

fn main() {}

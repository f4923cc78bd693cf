//! A system without handlers and rules is served to nobody.

use event_hub::System;
use test_contracts::wire::Wire;

struct Server;

impl System for Server {
    type Contract = Wire;
}

fn main() {}

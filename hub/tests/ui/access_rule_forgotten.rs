//! A channel whose rule nobody wrote is a mistake, and no open door.

use event_contracts_runtime::Entry;
use event_hub::User;
use test_contracts::wire::handlers::Access;

struct Server;

impl Access for Server {
    type User = User;
}

fn rule(user: &User) -> Entry {
    user.is("7").into()
}

fn main() {}

//! Databases and Redis for tests: each test has one of its own, and leaves nothing behind.
//!
//! In: the servers that `cargo xtask services` starts, named in `HUB_TEST_POSTGRES`, `HUB_TEST_REDIS` and
//! `HUB_TEST_REDIS_SERVER`. Out: URLs. A test that needs a server which is not there fails and says how to run it.

mod database;
mod redis;

pub use database::{Database, Kind};
pub use redis::{Redis, redis_server};

/// What a variable of the chore says.
fn variable(name: &str) -> String {
    match std::env::var(name) {
        Ok(value) if !value.is_empty() => value,
        _ => panic!(
            "`{name}` is not set: run the tests with `cargo xtask services cargo test`, which starts what they need"
        ),
    }
}

//! Chores of one line.

use crate::step::{self, Done, cargo};

/// Measures against the peers.
///
/// # Errors
/// When the benchmark fails.
pub fn bench(arguments: &[&str]) -> Done {
    let mut command =
        cargo(&["run", "--release", "--manifest-path", "bench/Cargo.toml", "--target-dir", "target/bench", "--"]);
    step::run(command.args(arguments))
}

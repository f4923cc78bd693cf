//! The `eventspec` command.
fn main() {}

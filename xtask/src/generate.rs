//! `cargo xtask gen`: everything that is generated and committed.

use std::fs;

use crate::step::{self, Done, eventspec};

const SCHEMA: &str = "docs/catalogue.schema.json";

/// Writes what is stale.
///
/// # Errors
/// When a catalogue is wrong or a file cannot be written.
pub fn write() -> Done {
    step::run(&mut eventspec(&["gen"]))?;
    let (path, text) = (step::root().join(SCHEMA), schema()?);
    if fs::read(&path).is_ok_and(|current| current == text) {
        return Ok(());
    }
    fs::write(&path, text).map_err(|error| format!("cannot write `{SCHEMA}`: {error}"))?;
    println!("wrote {SCHEMA}");
    Ok(())
}

/// Writes nothing, and fails where something is stale.
///
/// # Errors
/// Naming what is stale.
pub fn check() -> Done {
    let trees = step::run(&mut eventspec(&["gen", "--check"]));
    let current = fs::read(step::root().join(SCHEMA)).unwrap_or_default();
    let stale = current != schema()?;
    if stale {
        println!("stale      {SCHEMA}");
    }
    if trees.is_err() || stale { Err("generated files are stale: run `cargo xtask gen`".to_owned()) } else { Ok(()) }
}

fn schema() -> Done<Vec<u8>> {
    step::output(&mut eventspec(&["schema"]))
}

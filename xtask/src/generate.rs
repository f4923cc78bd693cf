//! `cargo xtask gen`: everything that is generated and committed, and the documents' site, which is not.

use std::fs;

use crate::step::{self, Done, eventspec};

/// The committed schemas: where each lies, and what prints it.
const SCHEMAS: [(&str, &[&str]); 2] =
    [("docs/catalogue.schema.json", &["schema"]), ("docs/model.schema.json", &["model", "--schema"])];

/// Writes what is stale.
///
/// # Errors
/// When a catalogue is wrong or a file cannot be written.
pub fn write() -> Done {
    step::run(&mut eventspec(&["gen"]))?;
    step::run(&mut eventspec(&["docs"]))?;
    for (schema, printed_by) in SCHEMAS {
        let (path, text) = (step::root().join(schema), step::output(&mut eventspec(printed_by))?);
        if !fs::read(&path).is_ok_and(|current| current == text) {
            fs::write(&path, text).map_err(|error| format!("cannot write `{schema}`: {error}"))?;
            println!("wrote {schema}");
        }
    }
    Ok(())
}

/// Writes nothing, and fails where something is stale.
///
/// # Errors
/// Naming what is stale.
pub fn check() -> Done {
    let trees = step::run(&mut eventspec(&["gen", "--check"]));
    let mut stale = trees.is_err();
    for (schema, printed_by) in SCHEMAS {
        if fs::read(step::root().join(schema)).unwrap_or_default() != step::output(&mut eventspec(printed_by))? {
            println!("stale      {schema}");
            stale = true;
        }
    }
    if stale { Err("generated files are stale: run `cargo xtask gen`".to_owned()) } else { Ok(()) }
}

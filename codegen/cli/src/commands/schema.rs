//! `eventspec schema`

use crate::ending::{Ending, Failure};
use crate::terminal;

/// Prints the JSON Schema of the catalogue format.
///
/// # Errors
/// When the standard output cannot be written to.
pub fn run() -> Result<Ending, Failure> {
    terminal::print(&text())?;
    Ok(Ending::Clean)
}

/// The schema, with a newline at its end.
pub fn text() -> String {
    format!("{:#}\n", event_spec::format_schema())
}

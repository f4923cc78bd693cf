//! `eventspec completions`

use clap::CommandFactory;

use crate::arguments::{Arguments, Completions};
use crate::ending::{Ending, Failure};
use crate::terminal;

/// Prints the script of a shell.
///
/// # Errors
/// When the standard output cannot be written to.
pub fn run(options: &Completions) -> Result<Ending, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "eventspec", &mut script);
    terminal::print(&String::from_utf8_lossy(&script))?;
    Ok(Ending::Clean)
}

//! The commands, one per file: each takes its arguments and gives the run's ending.

pub mod completions;
pub mod generate;
pub mod init;
pub mod lint;
pub mod rules;
pub mod schema;

use std::path::PathBuf;

use event_spec_disk::Reason;

use crate::config::Config;
use crate::ending::Failure;

/// The current folder, canonical.
fn current_folder() -> Result<PathBuf, Failure> {
    let refused = |error: std::io::Error| Failure::new(format!("cannot find the current folder: {}", Reason(&error)));
    std::env::current_dir().and_then(|folder| folder.canonicalize()).map_err(refused)
}

/// The configuration, for a command that cannot do without.
fn required(config: Option<Config>) -> Result<Config, Failure> {
    config.ok_or_else(|| {
        Failure::with_help(
            "there is no `eventspec.toml` here or above",
            "name a catalogue, or begin with `eventspec init`",
        )
    })
}

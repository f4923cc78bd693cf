//! The commands, one per file: each takes its arguments and gives the run's ending.

pub mod completions;
pub mod diff;
pub mod docs;
pub mod explain;
pub mod generate;
pub mod init;
pub mod lint;
#[cfg(feature = "live")]
pub mod mock;
#[cfg(not(feature = "live"))]
#[path = "without_live.rs"]
pub mod mock;
pub mod model;
pub mod rules;
pub mod schema;
#[cfg(feature = "live")]
pub mod tail;
#[cfg(not(feature = "live"))]
pub use mock as tail;

use std::borrow::Borrow;
use std::path::{Path, PathBuf};

use event_spec_disk::Reason;

use crate::config::{self, Config};
use crate::ending::Failure;

/// The current folder, canonical.
fn current_folder() -> Result<PathBuf, Failure> {
    let refused = |error: std::io::Error| Failure::new(format!("cannot find the current folder: {}", Reason(&error)));
    std::env::current_dir().and_then(|folder| folder.canonicalize()).map_err(refused)
}

/// The way from a crate's folder to the runtime that `--runtime-path` names.
fn runtime_option(from: &Path, out: &Path, written: &Path) -> Result<String, Failure> {
    config::runtime_path(from, out, written)
        .ok_or_else(|| Failure::Usage(format!("--runtime-path: `{}` {}", written.display(), config::NOT_UTF8)))
}

/// The configuration, for a command that cannot do without.
pub fn required<C: Borrow<Config>>(config: Option<C>) -> Result<C, Failure> {
    config.ok_or_else(|| {
        Failure::with_help(
            "there is no `eventspec.toml` here or above",
            "name a catalogue, or begin with `eventspec init`",
        )
    })
}

//! The reader's browser.

use std::path::Path;
use std::process::{Command, Stdio};

use event_spec_disk::Reason;

use crate::ending::Failure;

/// Shows a file in it, and does not wait for it.
///
/// # Errors
/// When the system's program for that cannot be started.
pub fn open(file: &Path) -> Result<(), Failure> {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let mut command = Command::new(program);
    command.arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map(drop).map_err(|error| {
        Failure::with_help(
            format!("cannot run `{program}`: {}", Reason(&error)),
            format!("the site is written: open `{}` in a browser", file.display()),
        )
    })
}

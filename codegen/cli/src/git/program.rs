//! The `git` command, run so that nothing of this machine's taste changes what it prints.

use std::io;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use event_spec_disk::Reason;

use crate::ending::Failure;

/// What would lead git to another repository than the one that is named, as it does inside of a hook.
const LOCAL: [&str; 13] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_CEILING_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// `git` in a folder. It asks nobody, pages nothing, writes no index, and speaks English. The person's own configuration is
/// read, since it says which folders are trusted.
pub fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    for name in LOCAL {
        command.env_remove(name);
    }
    command
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_PAGER", "cat")
        .env("LC_ALL", "C")
        .arg("--no-pager")
        .args(["-c", "core.fsmonitor=false", "-c", "color.ui=false"])
        .arg("-C")
        .arg(folder)
        .stdin(Stdio::null());
    command
}

/// Runs git to its end.
///
/// # Errors
/// When it cannot be started.
pub fn output(command: &mut Command) -> Result<Output, Failure> {
    command.output().map_err(|error| not_started(&error))
}

/// Why git could not be started.
pub fn not_started(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::NotFound => Failure::with_help(
            "the command `git` was not found",
            "install it, or compare two folders: `eventspec diff OLD NEW`",
        ),
        _ => Failure::new(format!("cannot run `git`: {}", Reason(error))),
    }
}

/// What git complained of, without its `fatal: `.
pub fn complaint(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let lines = text.lines().map(|line| line.trim_start_matches("fatal: ").trim_start_matches("error: ").trim());
    let words = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    if words.is_empty() { "it does not say why".to_owned() } else { words }
}

//! How a run ends: the exit codes, and the failures that lead to them.
//!
//! | code | meaning |
//! |---|---|
//! | 0 | clean |
//! | 1 | could not run: a file cannot be read or written, the configuration or an old revision is wrong |
//! | 2 | wrong usage: the arguments make no sense together |
//! | 100 | findings: a catalogue is wrong, what was generated is stale, or a change breaks |

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use event_spec_disk::Reason;

use crate::terminal;

/// How a run that could do its work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Nothing to complain of.
    Clean,
    /// There are findings, and they were printed.
    Findings,
}

/// Why a run could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// The arguments make no sense together.
    Usage(String),
    /// The world is in the way.
    World {
        /// What could not be done, and why.
        message: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// What the run leans on is wrong, the configuration or an old revision: its findings, rendered.
    Findings(String),
    /// Nobody reads what is printed any more.
    ReaderLeft,
}

impl Failure {
    /// Something that could not be done.
    pub fn new(message: impl Into<String>) -> Self {
        Self::World { message: message.into(), help: None }
    }

    /// Something that could not be done, and what to do about it.
    pub fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::World { message: message.into(), help: Some(help.into()) }
    }

    /// The same, said of one of several places: ``in `main`: cannot read ..``.
    #[must_use]
    pub fn inside(self, place: &str) -> Self {
        match self {
            Self::World { message, help } => Self::World { message: format!("in `{place}`: {message}"), help },
            other => other,
        }
    }

    /// What could not be done, in words.
    pub fn message(&self) -> &str {
        match self {
            Self::Usage(message) | Self::World { message, .. } | Self::Findings(message) => message,
            Self::ReaderLeft => "nobody reads what is printed",
        }
    }

    /// A file or folder that the system refused, as in ``cannot read `a/b`: permission denied``.
    pub fn io(action: &str, path: &Path, error: &io::Error) -> Self {
        Self::new(format!("cannot {action} `{}`: {}", path.display(), Reason(error)))
    }
}

/// Prints a failure, if there is one, and gives the exit code.
pub fn report(ending: Result<Ending, Failure>) -> ExitCode {
    let styled = terminal::stderr().styled;
    let (code, text) = match ending {
        Ok(Ending::Clean) | Err(Failure::ReaderLeft) => return ExitCode::SUCCESS,
        Ok(Ending::Findings) => return ExitCode::from(100),
        Err(Failure::Findings(report)) => (1, report),
        Err(Failure::Usage(message)) => (2, failure_text(&message, None, styled)),
        Err(Failure::World { message, help }) => (1, failure_text(&message, help.as_deref(), styled)),
    };
    // Where the standard error is closed there is nobody left to tell.
    drop(io::stderr().lock().write_all(text.as_bytes()));
    ExitCode::from(code)
}

fn failure_text(message: &str, help: Option<&str>, styled: bool) -> String {
    let (red, bold, reset) = if styled { ("\u{1b}[1m\u{1b}[31m", "\u{1b}[1m", "\u{1b}[0m") } else { ("", "", "") };
    let mut text = format!("{red}error{reset}: {message}\n");
    if let Some(help) = help {
        text.push_str(&format!("{bold}help{reset}: {help}\n"));
    }
    text
}

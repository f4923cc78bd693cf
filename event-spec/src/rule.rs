//! The rules that a diagnostic can name.
//!
//! A rule is declared beside the check that reports it and listed once in [`ALL`].

use crate::diagnostic::Level;

/// A rule: its stable id and what it holds a catalogue to.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable id, in kebab case.
    pub id: &'static str,
    /// How much a finding weighs unless the configuration says otherwise.
    pub level: Level,
    /// What the rule asks for, in one line.
    pub summary: &'static str,
}

impl Rule {
    /// A rule whose findings forbid generation.
    pub const fn error(id: &'static str, summary: &'static str) -> Self {
        Self { id, level: Level::Error, summary }
    }

    /// A rule whose findings leave generation possible.
    pub const fn warning(id: &'static str, summary: &'static str) -> Self {
        Self { id, level: Level::Warning, summary }
    }
}

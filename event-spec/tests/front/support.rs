//! Catalogues in memory, read.

use event_spec::{LintOptions, Outcome, lint, load};

pub use crate::shared::{Memory, render};

/// The outcome for one catalogue in one file.
pub fn load_text(text: &str) -> Outcome {
    load(&Memory::of([("catalogue.yaml", text)]), "catalogue.yaml")
}

/// The outcome of the lint for one catalogue in one file: what no catalogue may have, and the findings of some rules.
pub fn lint_text(text: &str, rules: &[&str]) -> Outcome {
    let mut outcome = lint(&Memory::of([("catalogue.yaml", text)]), "catalogue.yaml", &LintOptions::default());
    outcome.diagnostics.retain(|found| found.rule.is_required() || rules.contains(&found.rule.id));
    outcome
}

/// The outcome for a catalogue in several files, `catalogue.yaml` the entry.
pub fn load_files<const N: usize>(files: [(&str, &str); N]) -> Outcome {
    load(&Memory::of(files), "catalogue.yaml")
}

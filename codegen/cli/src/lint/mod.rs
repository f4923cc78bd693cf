//! The lint of a run: catalogues in, findings that count out.
//!
//! In: catalogues, what the configuration says of rules, the findings that are known. Out: a [`Report`] of the others. The
//! rules themselves belong to the library; here it is chosen among what they find, and mended what can be.

pub mod baseline;
pub mod choice;
pub mod mend;

mod edits;
mod overlay;
mod patch;
mod unused;

use std::collections::HashSet;
use std::path::PathBuf;

use event_spec::{Catalogue, LintOptions, Outcome, Valid};

use crate::catalogues::{self, Entry};
use crate::lint::baseline::{Baseline, Findings};
use crate::lint::choice::Choices;
use crate::render::Report;
use crate::tree::Tree;

/// What is asked of every round of a run.
#[derive(Debug)]
pub struct Lint<'a> {
    /// The catalogues.
    pub entries: &'a [Entry],
    /// Whether there may be others, which share files with these.
    pub is_part: bool,
    /// Which rules count.
    pub choices: Choices<'a>,
    /// What the rules need to know.
    pub options: LintOptions,
    /// The findings that are known.
    pub baseline: Option<Baseline>,
    /// The folder that paths are shown from.
    pub reader: PathBuf,
}

/// What one round found.
#[derive(Debug)]
pub struct Checked {
    /// The findings that count and are not known.
    pub report: Report,
    /// The findings that a baseline may list, known or not; none where there is no baseline.
    pub found: Findings,
    /// The catalogues, in the order of the entries; none where one could not be read whole.
    pub catalogues: Vec<Option<Valid<Catalogue>>>,
    /// Every file that was read.
    pub files: HashSet<PathBuf>,
}

impl Checked {
    /// Whether every catalogue was read whole, so that every rule looked at everything.
    pub fn is_complete(&self) -> bool {
        self.catalogues.iter().all(Option::is_some)
    }
}

impl Lint<'_> {
    /// Holds every catalogue to the rules, as its files are in `tree`.
    pub fn check(&self, tree: &dyn Tree) -> Checked {
        let mut outcomes = catalogues::lint_all(tree, self.entries, &self.options);
        unused::settle(self.entries, &mut outcomes, self.is_part);
        let mut checked = Checked {
            report: Report::new(&self.reader),
            found: Findings::new(),
            catalogues: Vec::new(),
            files: HashSet::new(),
        };
        for (entry, outcome) in self.entries.iter().zip(outcomes) {
            let Outcome { sources, diagnostics, ignored, catalogue } = outcome;
            let place = entry.place(&self.reader);
            let diagnostics = self.choices.filter(diagnostics, &sources, &entry.root);
            let ignored = self.choices.filter(ignored, &sources, &entry.root);
            checked.files.extend(sources.iter().map(|(_, source)| entry.root.join(source.path())));
            checked.report.add_ignored(&sources, &ignored, &place);
            checked.report.add(sources, diagnostics, place);
            checked.catalogues.push(catalogue);
        }
        if let Some(baseline) = &self.baseline {
            checked.found = baseline.hide(&mut checked.report);
        }
        checked
    }
}

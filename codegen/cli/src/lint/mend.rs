//! Findings mended: the edits that they carry, round after round.
//!
//! In: a lint. Out: files as they should be, and what is left to say about them. All of it happens in memory; only
//! [`Mended::write`] touches the disk, and writes every file or none. Promise: no catalogue can be read worse than before.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::ending::Failure;
use crate::lint::edits;
use crate::lint::overlay::{Edited, Overlay};
use crate::lint::patch;
use crate::lint::{Checked, Lint};
use crate::paths;
use crate::render::{Finding, Report};
use crate::replace;

/// An edit may make room for the next; edits that undo each other would go on for ever.
const ROUNDS: usize = 16;

/// What mending came to.
#[derive(Debug)]
pub struct Mended {
    /// What is left; as without mending where the edits were refused.
    pub checked: Checked,
    /// The findings that were mended, in words.
    pub lines: Vec<String>,
    /// Why no edit is made: what required rules would say then and do not yet, where that is no less than what they said.
    pub refused: Vec<String>,
    overlay: Overlay,
}

/// Mends what can be mended of the findings that count and are not known. The findings of which it tells are put into words with
/// what became of them: `mended`, or their level.
pub fn mend(lint: &Lint<'_>, tell: impl Fn(Finding<'_>, &str) -> String) -> Mended {
    let mut overlay = Overlay::default();
    let mut checked = lint.check(&overlay);
    let failed_before = required(&checked.report);
    let mut lines = Vec::new();
    for _ in 0..ROUNDS {
        let round = edits::of_report(&checked.report);
        if round.is_empty() {
            break;
        }
        for (path, edits) in round {
            lines.extend(edits.mended.iter().map(|finding| tell(*finding, "mended")));
            match overlay.files.get_mut(&path) {
                Some(edited) => edited.after = edits.after,
                None => {
                    drop(overlay.files.insert(path, Edited { before: edits.before.to_owned(), after: edits.after }))
                }
            }
        }
        checked = lint.check(&overlay);
    }
    let refused = new_failures(&checked.report, failed_before, tell);
    if !refused.is_empty() {
        overlay.files.clear();
        lines.clear();
        checked = lint.check(&overlay);
    }
    overlay.files.retain(|_, edited| edited.before != edited.after);
    Mended { checked, lines, refused, overlay }
}

impl Mended {
    /// Replaces the files.
    ///
    /// # Errors
    /// When one cannot be replaced, or is not any more what the edits were made for; then none is.
    pub fn write(&self) -> Result<(), Failure> {
        let mut files = Vec::new();
        for (path, edited) in &self.overlay.files {
            let text = fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))?;
            if text != edited.before {
                return Err(Failure::with_help(
                    format!("`{}` was changed by somebody else meanwhile", path.display()),
                    "nothing was written: run the command again",
                ));
            }
            files.push((path.as_path(), edited.after.as_str()));
        }
        replace::all(&files)
    }

    /// The edits as a patch, with paths from `folder`.
    pub fn patch(&self, folder: &Path) -> String {
        let files = self.overlay.files.iter();
        files
            .map(|(path, edited)| patch::of_file(&paths::relative(folder, path), &edited.before, &edited.after))
            .collect()
    }

    /// The edited files, absolute.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.overlay.files.keys().map(PathBuf::as_path)
    }
}

/// What a required rule says of a file, wherever in it.
type Failed = (PathBuf, &'static str, String);

fn failed(finding: Finding<'_>) -> Failed {
    let found = finding.diagnostic;
    (finding.absolute(found.primary.span), found.rule.id, found.message.clone())
}

fn required(report: &Report) -> HashMap<Failed, usize> {
    let mut failures = HashMap::new();
    for finding in report.findings().filter(|finding| finding.diagnostic.rule.is_required()) {
        *failures.entry(failed(finding)).or_default() += 1;
    }
    failures
}

/// What required rules say after the edits and did not say before, in words. Mending a key can show what it hid: that is
/// progress, as long as more is gone than has come.
fn new_failures(
    report: &Report,
    mut before: HashMap<Failed, usize>,
    tell: impl Fn(Finding<'_>, &str) -> String,
) -> Vec<String> {
    let mut lines = Vec::new();
    for finding in report.findings().filter(|finding| finding.diagnostic.rule.is_required()) {
        match before.get_mut(&failed(finding)) {
            Some(count) if *count > 0 => *count -= 1,
            _ => lines.push(tell(finding, finding.diagnostic.level.as_str())),
        }
    }
    let gone = before.values().sum();
    if lines.len() < gone { Vec::new() } else { lines }
}

//! Comments that ignore nothing, in files that several catalogues share.
//!
//! In: what each catalogue says. Out: the same, without what another catalogue contradicts.

use std::collections::HashMap;
use std::path::PathBuf;

use event_spec::{Diagnostic, Outcome};

use crate::catalogues::Entry;

/// The rule that says that a comment ignores nothing.
const UNUSED: &str = "ignore-unused";

/// A comment is unused only if every catalogue that reads its file says so. Where only a part of the catalogues is looked at, that is
/// known of the files in a catalogue's own folder alone.
pub fn settle(entries: &[Entry], outcomes: &mut [Outcome], is_part: bool) {
    let mut said: HashMap<(PathBuf, u32), usize> = HashMap::new();
    for (entry, outcome) in entries.iter().zip(&*outcomes) {
        for found in outcome.diagnostics.iter().filter(|found| found.rule.id == UNUSED) {
            *said.entry(place(entry, outcome, found)).or_default() += 1;
        }
    }
    if said.is_empty() {
        return;
    }
    let mut readers: HashMap<PathBuf, usize> = HashMap::new();
    for (entry, outcome) in entries.iter().zip(&*outcomes) {
        for (_, source) in outcome.sources.iter() {
            *readers.entry(entry.root.join(source.path())).or_default() += 1;
        }
    }
    for (entry, outcome) in entries.iter().zip(outcomes) {
        let found = std::mem::take(&mut outcome.diagnostics);
        let is_certain = |found: &Diagnostic| {
            let place = place(entry, outcome, found);
            readers.get(&place.0) == said.get(&place) && (!is_part || place.0.starts_with(entry.folder()))
        };
        let kept = found.into_iter().filter(|found| found.rule.id != UNUSED || is_certain(found)).collect();
        outcome.diagnostics = kept;
    }
}

/// The file that a finding is in, and where in it.
fn place(entry: &Entry, outcome: &Outcome, found: &Diagnostic) -> (PathBuf, u32) {
    let span = found.primary.span;
    (entry.root.join(outcome.sources.get(span.source).path()), span.start)
}

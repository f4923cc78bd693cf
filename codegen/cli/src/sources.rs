//! Catalogues that something can be made from.
//!
//! In: entries. Out: a [`Source`] each, or every finding where one of them is wrong: then nothing is made of any.

use std::path::Path;

use event_spec::{Catalogue, Valid};

use crate::catalogues::{self, Entry};
use crate::ending::Failure;
use crate::render::Report;
use crate::together;
use crate::tree::OnDisk;

/// A catalogue that can be generated from, and where it came from.
pub struct Source {
    /// The catalogue.
    pub catalogue: Valid<Catalogue>,
    /// Its entry, as generated files name it.
    pub path: String,
}

/// Every finding, and the catalogues where none of them is wrong. `from` is the current folder.
///
/// # Errors
/// When two catalogues cannot stand side by side.
pub fn load(entries: &[Entry], from: &Path) -> Result<(Report, Option<Vec<Source>>), Failure> {
    let mut report = Report::default();
    let mut sources = Some(Vec::new());
    for (entry, outcome) in entries.iter().zip(catalogues::load_all(&OnDisk, entries)) {
        report.add(outcome.sources, outcome.diagnostics, entry.place(from));
        let found = outcome.catalogue.map(|catalogue| Source { catalogue, path: entry.source.clone() });
        sources = sources.zip(found).map(|(mut sources, source)| {
            sources.push(source);
            sources
        });
    }
    together::check(sources.iter().flatten().map(|source| (&source.catalogue, source.path.as_str())))?;
    Ok((report, sources))
}

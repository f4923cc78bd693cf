//! The pipeline: from a path to a checked catalogue.

use crate::catalogue::Catalogue;
use crate::check;
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::document::read::{join_parts, read_document, read_entry, read_included};
use crate::files::Files;
use crate::loader::Loader;
use crate::resolve;
use crate::source::Sources;
use crate::valid::Valid;

/// What a run over one catalogue gives.
#[derive(Debug)]
pub struct Outcome {
    /// The texts that were read, the entry first: also the list of files that the catalogue depends on.
    pub sources: Sources,
    /// Every finding, ordered by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The catalogue, where no finding is an error.
    pub catalogue: Option<Valid<Catalogue>>,
}

/// Reads a catalogue with everything that it refers to, and checks it. `entry` is the path of its file, or of a folder
/// that holds a `catalogue.yaml`, `catalogue.yml` or `catalogue.json`. Whatever it holds, this returns, and every fault
/// that can be found in one run is among the findings; an entry that cannot be read is one, too.
pub fn load(files: &dyn Files, entry: &str) -> Outcome {
    let mut loader = Loader::new(files);
    let mut diagnostics = Diagnostics::default();
    let catalogue = read(entry, &mut Context { loader: &mut loader, diagnostics: &mut diagnostics });
    let diagnostics = diagnostics.into_sorted();
    let faulty = diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error);
    let catalogue = catalogue.filter(|_| !faulty).map(Valid::assume);
    Outcome { sources: loader.into_sources(), diagnostics, catalogue }
}

fn read(entry: &str, cx: &mut Context<'_, '_>) -> Option<Catalogue> {
    let (path, entry) = read_entry(entry, cx)?;
    let mut document = read_document(&entry, cx.diagnostics)?;
    let parts = read_included(&document, &path, cx);
    join_parts(&mut document, &parts, cx.diagnostics);
    check::names::check(&document, cx.diagnostics);
    check::naming::check(&document, cx.diagnostics);
    resolve::resolve(&document, cx)
}

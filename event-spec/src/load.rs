//! The pipeline: from a path to a checked catalogue.

use crate::catalogue::Catalogue;
use crate::context::Context;
use crate::dates::Date;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::read::{join_parts, read_document, read_entry, read_included};
use crate::files::Files;
use crate::loader::Loader;
use crate::resolve::{Resolved, resolve};
use crate::source::Sources;
use crate::valid::Valid;
use crate::{check, ignore};

/// What a run over one catalogue gives.
#[derive(Debug)]
pub struct Outcome {
    /// The texts that were read, the entry first: also the list of files that the catalogue depends on.
    pub sources: Sources,
    /// Every finding, ordered by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The findings that comments ignore, ordered by place; none unless the lint was asked.
    pub ignored: Vec<Diagnostic>,
    /// The catalogue, where nothing forbids it: it was read whole.
    pub catalogue: Option<Valid<Catalogue>>,
}

/// What the lint needs to know of the world.
#[derive(Clone, Debug, Default)]
pub struct LintOptions {
    /// Today: without it no date has passed.
    pub today: Option<Date>,
}

/// Reads a catalogue with everything that it refers to, and checks it. `entry` is the path of its file, or of a folder
/// that holds a `catalogue.yaml`, `catalogue.yml` or `catalogue.json`. Whatever it holds, this returns, and every fault
/// that can be found in one run is among the findings; an entry that cannot be read is one, too.
pub fn load(files: &dyn Files, entry: &str) -> Outcome {
    run(files, entry, None)
}

/// Like [`load`], and holds the catalogue to every rule of the lint besides, those too that no configuration asked for:
/// whoever shows the findings chooses. Findings that a comment ignores stand apart.
pub fn lint(files: &dyn Files, entry: &str, options: &LintOptions) -> Outcome {
    let outcome = run(files, entry, Some(options));
    // What could not be read whole was not looked at whole: nobody knows what a comment there is for.
    let complete = outcome.catalogue.is_some();
    let (diagnostics, ignored) = ignore::apply(&outcome.sources, outcome.diagnostics, complete);
    Outcome { diagnostics, ignored, ..outcome }
}

fn run(files: &dyn Files, entry: &str, options: Option<&LintOptions>) -> Outcome {
    let mut loader = Loader::new(files);
    let mut diagnostics = Diagnostics::default();
    let catalogue = read(entry, options, &mut Context { loader: &mut loader, diagnostics: &mut diagnostics });
    Outcome { sources: loader.into_sources(), diagnostics: diagnostics.into_sorted(), ignored: Vec::new(), catalogue }
}

fn read(entry: &str, options: Option<&LintOptions>, cx: &mut Context<'_, '_>) -> Option<Valid<Catalogue>> {
    let (path, entry) = read_entry(entry, cx)?;
    let mut document = read_document(&entry, cx.diagnostics)?;
    let parts = read_included(&document, &path, cx);
    let read = join_parts(&mut document, &parts, cx.diagnostics);
    check::names::check(&document, cx.diagnostics);
    let Resolved { catalogue, schemas, whole } = resolve(&document, entry.span, read, cx);
    let complete = whole && !cx.diagnostics.has_errors();
    if let Some(options) = options {
        let today = options.today.as_ref();
        crate::lint::check(&catalogue, &document, &schemas, (complete, read), today, cx.diagnostics);
    }
    complete.then(|| Valid::assume(catalogue))
}

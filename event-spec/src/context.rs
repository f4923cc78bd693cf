//! What every stage of the front half carries along: the files and the findings so far.

use crate::diagnostic::Diagnostics;
use crate::loader::Loader;
use crate::source::Span;

/// Files and findings of one run.
pub(crate) struct Context<'run, 'files> {
    /// Reads and parses files, each once.
    pub(crate) loader: &'run mut Loader<'files>,
    /// Collects what is wrong.
    pub(crate) diagnostics: &'run mut Diagnostics,
}

impl Context<'_, '_> {
    /// The path of the file that a place lies in.
    pub(crate) fn file_of(&self, span: Span) -> String {
        self.loader.sources().get(span.source).path().to_owned()
    }
}

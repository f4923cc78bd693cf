//! What every stage of the front half carries along: the files and the findings so far.

use crate::diagnostic::Diagnostics;
use crate::loader::Loader;

/// Files and findings of one run.
pub(crate) struct Context<'run, 'files> {
    /// Reads and parses files, each once.
    pub(crate) loader: &'run mut Loader<'files>,
    /// Collects what is wrong.
    pub(crate) diagnostics: &'run mut Diagnostics,
}

//! Comments that ignore a rule for one place: `# eventspec-ignore RULE reason`.

use crate::diagnostic::Diagnostic;
use crate::rule::Rule;
use crate::source::Sources;

/// What such comments are held to.
pub(crate) const RULES: &[&Rule] = &[];

/// The findings that no comment ignores, and what is wrong with such comments.
pub(crate) fn apply(_: &Sources, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics
}

//! The rules of the lint, one per file.

use super::Lint;

/// Declares the rules' files, and the table of them.
macro_rules! table {
    ($($rule:ident)*) => {
        $(mod $rule;)*

        /// Every rule.
        pub(super) const ALL: &[Lint] = &[$($rule::LINT),*];
    };
}

table! {
    event_without_summary
    name_pattern
}

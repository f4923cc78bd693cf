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
    access_personal
    channel_unused
    channel_without_summary
    event_without_example
    event_without_priority
    event_without_storage
    event_without_summary
    handshake_missing
    name_pattern
    naming_contradicted
    naming_missing
    naming_mixed
}

//! The rule `pattern`.

//! `pattern`: a regular expression that is compiled when it is first needed.

use std::sync::OnceLock;

use regex_lite::Regex;

use crate::Violation;

/// A regular expression of a schema, for a `static`.
///
/// ```
/// use event_contracts_runtime::rule::{self, Pattern};
///
/// static SKU: Pattern = Pattern::new("^[A-Z]{3}$");
///
/// assert!(rule::pattern("sku", "ABC", &SKU).is_ok());
/// assert_eq!(rule::pattern("sku", "abc", &SKU).unwrap_err().to_string(), "`sku`: must match ^[A-Z]{3}$ (pattern)");
/// ```
#[derive(Debug)]
pub struct Pattern {
    written: &'static str,
    compiled: &'static str,
    regex: OnceLock<Regex>,
}

impl Pattern {
    /// A pattern that means in the syntax of `regex-lite` what it means in that of schemas.
    pub const fn new(text: &'static str) -> Self {
        Self::translated(text, text)
    }

    /// A pattern as the schema has it, which is what errors show, and the same in the syntax of `regex-lite`.
    pub const fn translated(written: &'static str, compiled: &'static str) -> Self {
        Self { written, compiled, regex: OnceLock::new() }
    }

    /// Whether the pattern is found anywhere in the text.
    ///
    /// # Panics
    /// If the pattern does not compile. The lint has compiled it before any code was generated.
    pub fn is_found_in(&self, text: &str) -> bool {
        self.regex
            .get_or_init(|| match Regex::new(self.compiled) {
                Ok(regex) => regex,
                Err(error) => {
                    panic!("the lint lets no pattern pass that does not compile, but `{}`: {error}", self.compiled)
                }
            })
            .is_match(text)
    }
}

/// `pattern`
///
/// # Errors
/// A text in which the pattern is not found.
pub fn pattern(field: &'static str, text: &str, pattern: &Pattern) -> Result<(), Violation> {
    if pattern.is_found_in(text) {
        return Ok(());
    }
    Err(Violation { field: field.into(), rule: "pattern", message: format!("must match {}", pattern.written) })
}

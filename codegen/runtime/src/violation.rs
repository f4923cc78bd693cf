//! A value that breaks a rule of its schema.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

/// A type whose values have rules to fit, as a catalogue's schemas state them.
///
/// `object!(checked ..)` asks on every read. A sender can ask too, before it sends.
pub trait Validate {
    /// Holds the value to its rules.
    ///
    /// # Errors
    /// The first rule that it breaks.
    fn validate(&self) -> Result<(), Violation>;
}

/// A rule that a value breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The field, by its wire name or path (`tags[]` for the items of `tags`); empty for the value itself.
    pub field: Cow<'static, str>,
    /// The keyword of JSON Schema that states the rule.
    pub rule: &'static str,
    /// What the rule asks for, as in "must have at most 20 characters".
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.field.is_empty() {
            write!(f, "`{}`: ", self.field)?;
        }
        write!(f, "{} ({})", self.message, self.rule)
    }
}

impl Error for Violation {}

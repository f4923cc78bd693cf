//! The rules of JSON Schema, a function each.
//!
//! In: the field's wire name for the message, the value, the bound. Out: nothing, or the [`Violation`]. Lengths count
//! Unicode scalar values, as JSON Schema does.

#[cfg(feature = "pattern")]
mod pattern;

use std::collections::{BTreeMap, HashSet};
use std::fmt::{Debug, Display};

use crate::Violation;

#[cfg(feature = "pattern")]
pub use pattern::{Pattern, pattern};

/// `minLength`
///
/// # Errors
/// A text with fewer characters.
pub fn min_length(field: &'static str, text: &str, least: usize) -> Result<(), Violation> {
    hold(least == 0 || text.chars().nth(least - 1).is_some(), || {
        broken(field, "minLength", format!("must have at least {}", count(least, "character", "characters")))
    })
}

/// `maxLength`
///
/// # Errors
/// A text with more characters.
pub fn max_length(field: &'static str, text: &str, most: usize) -> Result<(), Violation> {
    // No text has more characters than bytes, so that most texts need not be counted.
    hold(text.len() <= most || text.chars().nth(most).is_none(), || {
        broken(field, "maxLength", format!("must have at most {}", count(most, "character", "characters")))
    })
}

/// `format: uuid`, in the hyphenated form of RFC 9562, in either case.
///
/// # Errors
/// Any other text.
pub fn uuid(field: &'static str, text: &str) -> Result<(), Violation> {
    let fits = text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    hold(fits, || broken(field, "format", "must be a UUID".to_owned()))
}

/// `minimum`
///
/// # Errors
/// A smaller number.
pub fn minimum<N: PartialOrd + Display>(field: &'static str, number: N, least: N) -> Result<(), Violation> {
    hold(number >= least, || broken(field, "minimum", format!("must be at least {least}")))
}

/// `maximum`
///
/// # Errors
/// A greater number.
pub fn maximum<N: PartialOrd + Display>(field: &'static str, number: N, most: N) -> Result<(), Violation> {
    hold(number <= most, || broken(field, "maximum", format!("must be at most {most}")))
}

/// `exclusiveMinimum`
///
/// # Errors
/// A smaller number, or the bound itself.
pub fn exclusive_minimum<N: PartialOrd + Display>(field: &'static str, number: N, bound: N) -> Result<(), Violation> {
    hold(number > bound, || broken(field, "exclusiveMinimum", format!("must be greater than {bound}")))
}

/// `exclusiveMaximum`
///
/// # Errors
/// A greater number, or the bound itself.
pub fn exclusive_maximum<N: PartialOrd + Display>(field: &'static str, number: N, bound: N) -> Result<(), Violation> {
    hold(number < bound, || broken(field, "exclusiveMaximum", format!("must be less than {bound}")))
}

/// `multipleOf`. For fractions the quotient may miss a whole number by rounding alone: 0.3 is a multiple of 0.1.
///
/// # Errors
/// Any other number.
pub fn multiple_of<N: Number>(field: &'static str, number: N, step: N) -> Result<(), Violation> {
    hold(number.divides_by(step), || broken(field, "multipleOf", format!("must be a multiple of {step}")))
}

/// `enum` of whole numbers.
///
/// # Errors
/// A number that is not listed.
pub fn one_of<N: PartialEq + Display>(field: &'static str, number: N, allowed: &[N]) -> Result<(), Violation> {
    hold(allowed.contains(&number), || {
        let allowed: Vec<String> = allowed.iter().map(ToString::to_string).collect();
        broken(field, "enum", format!("must be one of {}", allowed.join(", ")))
    })
}

/// `minItems`
///
/// # Errors
/// A shorter list.
pub fn min_items<T>(field: &'static str, items: &[T], least: usize) -> Result<(), Violation> {
    hold(items.len() >= least, || {
        broken(field, "minItems", format!("must have at least {}", count(least, "item", "items")))
    })
}

/// `maxItems`
///
/// # Errors
/// A longer list.
pub fn max_items<T>(field: &'static str, items: &[T], most: usize) -> Result<(), Violation> {
    hold(items.len() <= most, || {
        broken(field, "maxItems", format!("must have at most {}", count(most, "item", "items")))
    })
}

/// `uniqueItems`
///
/// # Errors
/// A list in which two items are equal.
pub fn unique_items<T: PartialEq + Debug>(field: &'static str, items: &[T]) -> Result<(), Violation> {
    hold(are_unique(items), || broken(field, "uniqueItems", "must not have equal items".to_owned()))
}

/// `minProperties`
///
/// # Errors
/// An object with fewer keys.
pub fn min_properties<T>(field: &'static str, map: &BTreeMap<String, T>, least: usize) -> Result<(), Violation> {
    hold(map.len() >= least, || {
        broken(field, "minProperties", format!("must have at least {}", count(least, "key", "keys")))
    })
}

/// `maxProperties`
///
/// # Errors
/// An object with more keys.
pub fn max_properties<T>(field: &'static str, map: &BTreeMap<String, T>, most: usize) -> Result<(), Violation> {
    hold(map.len() <= most, || {
        broken(field, "maxProperties", format!("must have at most {}", count(most, "key", "keys")))
    })
}

/// A number that [`multiple_of`] can divide.
pub trait Number: Copy + Display {
    /// Whether a whole number of steps makes the number.
    fn divides_by(self, step: Self) -> bool;
}

impl Number for i64 {
    fn divides_by(self, step: Self) -> bool {
        self.checked_rem(step).is_none_or(|rest| rest == 0)
    }
}

impl Number for u64 {
    fn divides_by(self, step: Self) -> bool {
        self.checked_rem(step).is_none_or(|rest| rest == 0)
    }
}

impl Number for f64 {
    fn divides_by(self, step: Self) -> bool {
        let quotient = self / step;
        (quotient - quotient.round()).abs() <= f64::EPSILON * quotient.abs().max(1.0)
    }
}

/// Up to this many items, comparing each with each is the fastest way.
const FEW: usize = 32;

/// Compares each item with each, or the texts of many: a peer must not make a reader work for minutes.
fn are_unique<T: PartialEq + Debug>(items: &[T]) -> bool {
    if items.len() <= FEW {
        return items.iter().enumerate().all(|(at, item)| !items[..at].contains(item));
    }
    let mut seen = HashSet::with_capacity(items.len());
    items.iter().all(|item| seen.insert(format!("{item:?}")))
}

fn hold(fits: bool, violation: impl FnOnce() -> Violation) -> Result<(), Violation> {
    if fits { Ok(()) } else { Err(violation()) }
}

#[cold]
fn broken(field: &'static str, rule: &'static str, message: String) -> Violation {
    Violation { field: field.into(), rule, message }
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

//! Numbers and texts against their rules: nothing where they hold, else what must be and is not.

use std::collections::HashMap;

use regex_lite::Regex;

use crate::pattern;
use crate::quantity::counted;
use crate::tree::{Kind, Node, Number, write};
use crate::types::{Format, IntegerRules, NumberRules, StringRules};

/// A whole number of 64 bits, without a sign where the rules have a minimum of 0 or more.
pub(crate) fn integer(rules: &IntegerRules, number: &Number) -> Option<String> {
    let written = &number.0;
    let Ok(value) = written.parse::<i128>() else {
        return Some(if written.contains(['.', 'e', 'E']) {
            format!("must be a whole number, written without fraction or exponent, and this is {written}")
        } else {
            format!("must be a whole number of 64 bits, and this is {written}")
        });
    };
    let unsigned = rules.minimum.is_some_and(|least| least >= 0);
    let fits = if unsigned { u64::try_from(value).is_ok() } else { i64::try_from(value).is_ok() };
    if let Some(least) = rules.minimum.filter(|least| value < i128::from(*least)) {
        return Some(format!("must be at least {least}, and this is {written}"));
    }
    if let Some(most) = rules.maximum.filter(|most| value > i128::from(*most)) {
        return Some(format!("must be at most {most}, and this is {written}"));
    }
    if !fits {
        return Some(format!("must be a whole number of 64 bits, and this is {written}"));
    }
    let step = rules.multiple_of.filter(|step| *step != 0 && value % i128::from(*step) != 0);
    step.map(|step| format!("must be a multiple of {step}, and this is {written}"))
}

/// The whole number that is written with a fraction of zero, where the rules allow it: `1` for `1.0`.
pub(super) fn as_whole(rules: &IntegerRules, written: &Number) -> Option<String> {
    let whole = Number(written.as_i64()?.to_string());
    (whole != *written && integer(rules, &whole).is_none()).then_some(whole.0)
}

/// A number or a boolean in quotes, where it is written as the text that the rules allow.
pub(super) fn as_text(rules: &StringRules, node: &Node, patterns: &mut Patterns) -> Option<String> {
    let written = match &node.kind {
        Kind::Number(number) => number.0.clone(),
        Kind::Bool(value) => value.to_string(),
        Kind::Null | Kind::String(_) | Kind::List(_) | Kind::Map(_) => return None,
    };
    // `0x1F` is the number 31 to the reader, and no text that anybody wrote.
    let as_written = node.span.range().len() == written.len();
    (as_written && text(rules, &written, patterns).is_none()).then(|| write::quoted(&written))
}

/// A number that a double holds.
pub(crate) fn number(rules: &NumberRules, number: &Number) -> Option<String> {
    let written = &number.0;
    let Some(value) = number.as_f64() else {
        return Some(format!("must be a number that a double holds, and this is {written}"));
    };
    if let Some(least) = rules.minimum.filter(|least| value < *least) {
        return Some(format!("must be at least {least}, and this is {written}"));
    }
    if let Some(most) = rules.maximum.filter(|most| value > *most) {
        return Some(format!("must be at most {most}, and this is {written}"));
    }
    if let Some(bound) = rules.exclusive_minimum.filter(|bound| value <= *bound) {
        return Some(format!("must be above {bound}, and this is {written}"));
    }
    if let Some(bound) = rules.exclusive_maximum.filter(|bound| value >= *bound) {
        return Some(format!("must be below {bound}, and this is {written}"));
    }
    let step = rules.multiple_of.filter(|step| !is_multiple(value, *step));
    step.map(|step| format!("must be a multiple of {step}, and this is {written}"))
}

/// Whether a number is a multiple of another; rounding alone does not keep it from being one (0.3 and 0.1).
fn is_multiple(value: f64, step: f64) -> bool {
    let quotient = value / step;
    (quotient - quotient.round()).abs() <= f64::EPSILON * quotient.abs().max(1.0)
}

/// A text; lengths count Unicode scalar values.
pub(crate) fn text(rules: &StringRules, text: &str, patterns: &mut Patterns) -> Option<String> {
    let length = text.chars().count() as u64;
    if let Some(least) = rules.min_length.filter(|least| length < *least) {
        return Some(format!("must have at least {}, and has {length}", counted(least, "character", "characters")));
    }
    if let Some(most) = rules.max_length.filter(|most| length > *most) {
        return Some(format!("must have at most {}, and has {length}", counted(most, "character", "characters")));
    }
    if let Some(pattern) = &rules.pattern
        && !patterns.is_match(pattern, text)
    {
        return Some(format!("must match `{pattern}`, and this is `{text}`"));
    }
    match rules.format {
        Some(Format::Uuid) if !is_uuid(text) => Some(format!("must be a UUID, and this is `{text}`")),
        _ => None,
    }
}

/// The patterns that were met, each compiled once.
#[derive(Default)]
pub(crate) struct Patterns(HashMap<String, Option<Regex>>);

impl Patterns {
    /// Whether a pattern is found in a text. A pattern that does not compile was reported where it is written, and its schema
    /// was refused.
    fn is_match(&mut self, pattern: &str, text: &str) -> bool {
        if !self.0.contains_key(pattern) {
            let compiled = pattern::to_regex_lite(pattern).ok().and_then(|translated| Regex::new(&translated).ok());
            self.0.insert(pattern.to_owned(), compiled);
        }
        self.0.get(pattern).and_then(Option::as_ref).is_some_and(|regex| regex.is_match(text))
    }
}

/// The hyphenated form of RFC 9562, in either case.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

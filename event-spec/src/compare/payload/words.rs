//! Words that several rules use.

use super::met::{Bound, Bounds};
use crate::types::Literal;

/// A constant as a person writes it.
pub(crate) fn constant(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => format!("`{text}`"),
        Literal::Integer(value) => format!("`{value}`"),
        Literal::Boolean(value) => format!("`{value}`"),
    }
}

/// The first of some constants, and whether there are more.
pub(crate) fn constants(list: &[Literal]) -> String {
    const MANY: usize = 5;
    let known: Vec<_> = list.iter().take(MANY).map(constant).collect();
    known.join(", ") + if list.len() > MANY { ", .." } else { "" }
}

/// How many of something there may be: `at most 4,000 characters`.
pub(crate) fn amount(least: Option<u64>, most: Option<u64>, one: &str, many: &str) -> String {
    let unit = |count: u64| if count == 1 { one } else { many };
    match (least, most) {
        (None, None) => format!("any number of {many}"),
        (Some(least), None) => format!("at least {} {}", grouped(least), unit(least)),
        (None, Some(most)) => format!("at most {} {}", grouped(most), unit(most)),
        (Some(least), Some(most)) if least == most => format!("{} {}", grouped(least), unit(least)),
        (Some(least), Some(most)) => format!("{} to {} {}", grouped(least), grouped(most), unit(most)),
    }
}

/// Between what a number lies: `at least 1 and below 100`.
pub(crate) fn range(bounds: &Bounds) -> String {
    let end = |bound: &Option<Bound>, inclusive: &str, exclusive: &str| {
        let Bound { written, exclusive: is_exclusive } = bound.as_ref()?;
        Some(format!("{} {written}", if *is_exclusive { exclusive } else { inclusive }))
    };
    let ends = [end(&bounds.least, "at least", "above"), end(&bounds.most, "at most", "below")];
    let ends: Vec<_> = ends.into_iter().flatten().collect();
    if ends.is_empty() { "of any size".to_owned() } else { ends.join(" and ") }
}

/// A count with its thousands apart.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

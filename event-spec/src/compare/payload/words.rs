//! Words that several rules use.

use super::limits::{Bound, Bounds};
use crate::compare::contain::Typed;
use crate::compare::contain::kind::{Peeled, peel};
use crate::quantity::grouped;
use crate::resolve::path::describe;
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

/// Some constants with what they are: `value `a``, `values `a`, `b``.
pub(crate) fn values(list: &[Literal]) -> String {
    const MANY: usize = 20;
    let known: Vec<_> = list.iter().take(MANY).map(constant).collect();
    let more = list.len() - known.len();
    let more = if more == 0 { String::new() } else { format!(" and {} more", grouped(more as u64)) };
    format!("{} {}{more}", if list.len() == 1 { "value" } else { "values" }, known.join(", "))
}

/// What a person calls the values of a type: `a text or null`.
pub(crate) fn kind(typed: Typed<'_>) -> String {
    let Peeled { null, core } = peel(typed.types, typed.ty);
    match core {
        None => "null".to_owned(),
        Some(core) => describe(core, typed.types).to_owned() + if null { " or null" } else { "" },
    }
}

/// At least and at most so many.
pub(crate) type Amount = (Option<u64>, Option<u64>);

/// How many there may be now, and might be before: `at most 200 characters (was 4,000)`.
pub(crate) fn amounts(old: Amount, new: Amount, one: &str, many: &str) -> String {
    let before = match (old, new) {
        ((Some(least), None), (Some(_), None)) => grouped(least),
        ((None, Some(most)), (None, Some(_))) => grouped(most),
        _ => amount(old),
    };
    let of = if new == (None, None) { " of" } else { "" };
    let unit = if matches!(new, (None, Some(1)) | (Some(1), None | Some(1))) { one } else { many };
    format!("{}{of} {unit} (was {before})", amount(new))
}

/// How many there may be: `at most 4,000`.
fn amount(amount: Amount) -> String {
    match amount {
        (None, None) => "any number".to_owned(),
        (Some(least), None) => format!("at least {}", grouped(least)),
        (None, Some(most)) => format!("at most {}", grouped(most)),
        (Some(least), Some(most)) if least == most => grouped(least),
        (Some(least), Some(most)) => format!("{} to {}", grouped(least), grouped(most)),
    }
}

/// Between what a number lies: `from 1 to 5`, `at least 0 and below 1`.
pub(crate) fn range(bounds: &Bounds) -> String {
    let least = |bound: &Bound| format!("{} {}", if bound.exclusive { "above" } else { "at least" }, bound.written);
    let most = |bound: &Bound| format!("{} {}", if bound.exclusive { "below" } else { "at most" }, bound.written);
    match (&bounds.least, &bounds.most) {
        (None, None) => "of any size".to_owned(),
        (Some(low), None) => least(low),
        (None, Some(high)) => most(high),
        (Some(low), Some(high)) if !low.exclusive && !high.exclusive => {
            format!("from {} to {}", low.written, high.written)
        }
        (Some(low), Some(high)) => format!("{} and {}", least(low), most(high)),
    }
}

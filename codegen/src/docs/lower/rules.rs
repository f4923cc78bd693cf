//! What a value must fit beyond its type, in words.

use event_spec::types::{Format, IntegerRules, NumberRules, StringRules, Type, Types};

use crate::docs::page::{Inline, code, joined, text};

/// The rules of a type, with those of the items of a list.
pub fn of(types: &Types, ty: &Type) -> Vec<Inline> {
    match types.resolve(ty) {
        Type::Nullable(inner) => of(types, inner),
        Type::Integer(rules) => integer(rules),
        Type::Number(rules) => number(rules),
        Type::String(rules) => string(rules),
        Type::List(list) => {
            let count = between(list.min_items, list.max_items, "items");
            let unique = list.unique.then(|| vec![text("no two alike")]);
            let items = prefixed("each: ", of(types, &list.items));
            joined(count.into_iter().chain(unique).chain(items))
        }
        Type::Map(map) => {
            let count = between(map.min_properties, map.max_properties, "keys");
            joined(count.into_iter().chain(prefixed("each value: ", of(types, &map.values))))
        }
        _ => Vec::new(),
    }
}

fn integer(rules: &IntegerRules) -> Vec<Inline> {
    let range = between(rules.minimum, rules.maximum, "");
    joined(range.into_iter().chain(rules.multiple_of.map(multiple)))
}

fn number(rules: &NumberRules) -> Vec<Inline> {
    let range = between(rules.minimum, rules.maximum, "");
    let above = rules.exclusive_minimum.map(|bound| vec![text(format!("more than {bound}"))]);
    let below = rules.exclusive_maximum.map(|bound| vec![text(format!("less than {bound}"))]);
    joined(range.into_iter().chain(above).chain(below).chain(rules.multiple_of.map(multiple)))
}

fn string(rules: &StringRules) -> Vec<Inline> {
    let length = between(rules.min_length, rules.max_length, "characters");
    let pattern = rules.pattern.as_ref().map(|pattern| vec![text("matches "), code(pattern)]);
    let format = rules.format.map(|Format::Uuid| vec![text("UUID")]);
    joined(length.into_iter().chain(pattern).chain(format))
}

fn multiple(of: impl std::fmt::Display) -> Vec<Inline> {
    vec![text(format!("a multiple of {of}"))]
}

/// A range, where there is one; `unit` is a plural in `s`, or empty.
fn between<T: std::fmt::Display + PartialEq>(from: Option<T>, to: Option<T>, unit: &str) -> Option<Vec<Inline>> {
    let range = match (from, to) {
        (None, None) => return None,
        (Some(from), Some(to)) if from == to => format!("exactly {from}"),
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("at least {from}"),
        (None, Some(to)) => format!("at most {to}"),
    };
    let unit = if range.ends_with(" 1") { unit.trim_end_matches('s') } else { unit };
    Some(vec![text(if unit.is_empty() { range } else { format!("{range} {unit}") })])
}

fn prefixed(prefix: &'static str, rules: Vec<Inline>) -> Option<Vec<Inline>> {
    (!rules.is_empty()).then(|| [vec![text(prefix)], rules].concat())
}

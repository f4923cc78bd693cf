//! When two values are equal, as `uniqueItems` asks: numbers by value, objects without regard to order.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::tree::{Kind, Node, Number};

/// The places of the first two items that are equal.
pub(super) fn repeated(items: &[Node]) -> Option<(usize, usize)> {
    let mut seen = HashMap::with_capacity(items.len());
    items.iter().enumerate().find_map(|(place, item)| {
        let mut text = String::new();
        write_canonical(item, &mut text);
        seen.insert(text, place).map(|first| (first, place))
    })
}

/// Writes a value so that equal values, and no others, have equal texts. Writing to a string cannot fail.
fn write_canonical(node: &Node, out: &mut String) {
    match &node.kind {
        Kind::Null => out.push_str("null"),
        Kind::Bool(value) => drop(write!(out, "{value}")),
        Kind::Number(number) => write_number(number, out),
        Kind::String(text) => drop(write!(out, "{text:?}")),
        Kind::List(items) => {
            out.push('[');
            for item in items {
                write_canonical(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Kind::Map(entries) => {
            let mut sorted: Vec<_> = entries.iter().collect();
            sorted.sort_by(|a, b| a.key.value.cmp(&b.key.value));
            out.push('{');
            for entry in sorted {
                let _ = write!(out, "{:?}:", entry.key.value);
                write_canonical(&entry.value, out);
                out.push(',');
            }
            out.push('}');
        }
    }
}

fn write_number(number: &Number, out: &mut String) {
    let _ = match number.0.parse::<i128>() {
        Ok(whole) => write!(out, "{whole}"),
        Err(_) => match number.as_f64() {
            Some(value) if value.fract() == 0.0 && value.abs() < 1e30 => write!(out, "{}", value as i128),
            Some(value) => write!(out, "{value:e}"),
            None => write!(out, "{}", number.0),
        },
    };
}

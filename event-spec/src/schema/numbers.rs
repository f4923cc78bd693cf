//! Bounds of numbers and lengths of texts.

use super::shape::{NumberShape, TextShape};
use super::values::{KEYWORD_TYPE, count, format, text, wrong_or_quoted};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pattern;
use crate::source::Spanned;
use crate::tree::{Kind, Node, Number};

/// Reads a keyword about numbers into `shape`.
pub(super) fn read_number(shape: &mut NumberShape, key: &Spanned<String>, value: &Node, diagnostics: &mut Diagnostics) {
    let Some(number) = number(key, value, diagnostics) else {
        return;
    };
    let place = match key.value.as_str() {
        "minimum" => &mut shape.minimum,
        "maximum" => &mut shape.maximum,
        "exclusiveMinimum" => &mut shape.exclusive_minimum,
        "exclusiveMaximum" => &mut shape.exclusive_maximum,
        _ => &mut shape.multiple_of,
    };
    *place = Some(number);
}

fn number(key: &Spanned<String>, value: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<Number>> {
    let Kind::Number(number) = &value.kind else {
        if matches!(value.kind, Kind::Bool(_)) && key.value.starts_with("exclusive") {
            let bound = if key.value == "exclusiveMinimum" { "minimum" } else { "maximum" };
            let message = format!("`{}` takes a number; a boolean is draft-04's form", key.value);
            let help = format!("write the number of `{bound}` here, and leave `{bound}` out");
            diagnostics.push(Diagnostic::new(&KEYWORD_TYPE, value.span, message).help(help));
        } else {
            let literal = |text: &str| text.parse::<i64>().ok().map(|number| number.to_string());
            wrong_or_quoted(key, value, "a number", literal, diagnostics);
        }
        return None;
    };
    let positive = || number.as_f64().is_some_and(|value| value > 0.0);
    if key.value == "multipleOf" && !positive() {
        let message = format!("`multipleOf` takes a number above 0, and this is {}", number.0);
        diagnostics.push(Diagnostic::new(&KEYWORD_TYPE, value.span, message));
        return None;
    }
    if number.as_f64().is_none() {
        let message = format!("`{}` is larger than any number that readers can hold", number.0);
        diagnostics.push(Diagnostic::new(&KEYWORD_TYPE, value.span, message).help("leave the bound out"));
        return None;
    }
    Some(Spanned::new(number.clone(), value.span))
}

/// Reads a keyword about texts into `shape`.
pub(super) fn read_text(shape: &mut TextShape, key: &Spanned<String>, value: &Node, diagnostics: &mut Diagnostics) {
    match key.value.as_str() {
        "minLength" => shape.min_length = count(key, value, diagnostics),
        "maxLength" => shape.max_length = count(key, value, diagnostics),
        "format" => shape.format = format(key, value, diagnostics),
        _ => {
            let Some(written) = text(key, value, diagnostics) else {
                return;
            };
            match pattern::to_regex_lite(&written) {
                Ok(_) => shape.pattern = Some(Spanned::new(written, value.span)),
                Err(fault) => diagnostics.push(fault.diagnostic(value.span)),
            }
        }
    }
}

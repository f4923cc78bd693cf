//! What two sets of rules for numbers or texts ask for at once.

use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::schema::keyword::UNSUPPORTED;
use crate::schema::shape::{NumberShape, TextShape};
use crate::schema::values::CONTRADICTION;
use crate::source::Spanned;
use crate::tree::Number;

pub(super) fn merge_numbers(cx: &mut Context<'_, '_>, a: NumberShape, b: &NumberShape) -> Option<NumberShape> {
    let multiple_of = match (a.multiple_of, &b.multiple_of) {
        (Some(a), Some(b)) => Some(common_multiple(cx, a, b)?),
        (a, b) => a.or_else(|| b.clone()),
    };
    Some(NumberShape {
        minimum: tighter(a.minimum, b.minimum.as_ref(), true),
        maximum: tighter(a.maximum, b.maximum.as_ref(), false),
        exclusive_minimum: tighter(a.exclusive_minimum, b.exclusive_minimum.as_ref(), true),
        exclusive_maximum: tighter(a.exclusive_maximum, b.exclusive_maximum.as_ref(), false),
        multiple_of,
    })
}

/// The tighter of two bounds: the larger of two minima, the smaller of two maxima.
fn tighter(a: Option<Spanned<Number>>, b: Option<&Spanned<Number>>, minimum: bool) -> Option<Spanned<Number>> {
    let (Some(a), Some(b)) = (&a, b) else {
        return a.or_else(|| b.cloned());
    };
    let b_is_larger = match (a.value.as_i64(), b.value.as_i64()) {
        (Some(a), Some(b)) => b > a,
        _ => b.value.as_f64() > a.value.as_f64(),
    };
    Some(if b_is_larger == minimum { b.clone() } else { a.clone() })
}

fn common_multiple(cx: &mut Context<'_, '_>, a: Spanned<Number>, b: &Spanned<Number>) -> Option<Spanned<Number>> {
    if a.value == b.value {
        return Some(a);
    }
    let whole = |number: &Number| number.as_i64().and_then(|value| u64::try_from(value).ok());
    let common = whole(&a.value).zip(whole(&b.value)).and_then(|(a, b)| {
        let (mut left, mut right) = (a, b);
        while right != 0 {
            (left, right) = (right, left % right);
        }
        (a / left).checked_mul(b).and_then(|multiple| i64::try_from(multiple).ok())
    });
    let Some(common) = common else {
        let message = "a number is to be a multiple of two numbers, which no type can say of these";
        cx.diagnostics.push(Diagnostic::new(&UNSUPPORTED, b.span, message).label(a.span, "the other"));
        return None;
    };
    Some(Spanned::new(Number(common.to_string()), b.span))
}

pub(super) fn merge_texts(cx: &mut Context<'_, '_>, a: TextShape, b: &TextShape) -> Option<TextShape> {
    let pattern = match (a.pattern, &b.pattern) {
        (Some(a), Some(b)) if a.value != b.value => {
            let message = "a text is to match two patterns, which no type can say";
            let help = "write one pattern that says both";
            let diagnostic = Diagnostic::new(&UNSUPPORTED, b.span, message).help(help);
            cx.diagnostics.push(diagnostic.label(a.span, "the other"));
            return None;
        }
        (a, b) => a.or_else(|| b.clone()),
    };
    let format = match (a.format, &b.format) {
        (Some(a), Some(b)) if a.value != b.value => {
            let message = "no text has two of these formats at once";
            cx.diagnostics.push(Diagnostic::new(&CONTRADICTION, b.span, message).label(a.span, "the other"));
            return None;
        }
        (a, b) => a.or_else(|| b.clone()),
    };
    Some(TextShape {
        min_length: larger(a.min_length, b.min_length.clone()),
        max_length: smaller(a.max_length, b.max_length.clone()),
        pattern,
        format,
    })
}

pub(super) fn larger(a: Option<Spanned<u64>>, b: Option<Spanned<u64>>) -> Option<Spanned<u64>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.value > a.value { b } else { a }),
        (a, b) => a.or(b),
    }
}

pub(super) fn smaller(a: Option<Spanned<u64>>, b: Option<Spanned<u64>>) -> Option<Spanned<u64>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.value < a.value { b } else { a }),
        (a, b) => a.or(b),
    }
}

//! Texts, numbers, and values that are listed.

use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::rule::{Rule, rule};
use crate::schema::keyword::UNSUPPORTED;
use crate::schema::shape::{NumberShape, TextFormat, TextShape};
use crate::source::{Span, Spanned};
use crate::tree::Number;
use crate::types::{Format, IntegerRules, NumberRules, StringRules, Type};

/// Something fits a schema.
pub(crate) static IMPOSSIBLE: Rule = rule!(error Schemas "schema-impossible", "some value fits the schema");

/// The rules of a whole number.
pub(super) fn integer(cx: &mut Context<'_, '_>, shape: Option<&NumberShape>) -> Option<IntegerRules> {
    let Some(shape) = shape else {
        return Some(IntegerRules::default());
    };
    let above = |bound: &Spanned<Number>| whole(&bound.value, f64::floor).saturating_add(1);
    let below = |bound: &Spanned<Number>| whole(&bound.value, f64::ceil).saturating_sub(1);
    let minimum = [
        shape.minimum.as_ref().map(|bound| (whole(&bound.value, f64::ceil), bound.span)),
        shape.exclusive_minimum.as_ref().map(|bound| (above(bound), bound.span)),
    ];
    let maximum = [
        shape.maximum.as_ref().map(|bound| (whole(&bound.value, f64::floor), bound.span)),
        shape.exclusive_maximum.as_ref().map(|bound| (below(bound), bound.span)),
    ];
    let minimum = minimum.into_iter().flatten().max_by_key(|(bound, _)| *bound);
    let maximum = maximum.into_iter().flatten().min_by_key(|(bound, _)| *bound);
    if let (Some((least, lower)), Some((most, upper))) = (minimum, maximum)
        && least > most
    {
        report_bounds(cx, upper, lower);
        return None;
    }
    // Without a negative minimum readers hold 64 bits without a sign.
    let unsigned = minimum.is_some_and(|(least, _)| least >= 0);
    let lowest = if unsigned { 0 } else { i128::from(i64::MIN) };
    let highest = if unsigned { i128::from(u64::MAX) } else { i128::from(i64::MAX) };
    let outside = minimum.filter(|(least, _)| *least > highest).or(maximum.filter(|(most, _)| *most < lowest));
    if let Some((_, span)) = outside {
        let message = "no whole number of 64 bits is within this bound";
        cx.diagnostics.push(Diagnostic::new(&IMPOSSIBLE, span, message));
        return None;
    }
    let mut rule = |bound: Option<(i128, Span)>, says_nothing: &dyn Fn(i128) -> bool| match bound {
        Some((bound, span)) if !says_nothing(bound) => {
            let rule = i64::try_from(bound).ok();
            if rule.is_none() {
                let message = "bounds of whole numbers lie between -2^63 and 2^63 - 1";
                let help = "leave the bound out, or send the number as a text with a `pattern`";
                cx.diagnostics.push(Diagnostic::new(&UNSUPPORTED, span, message).help(help));
            }
            rule.map(Some)
        }
        _ => Some(None),
    };
    let minimum = rule(minimum, &|least| least < i128::from(i64::MIN))?;
    let maximum = rule(maximum, &|most| most >= highest)?;
    let multiple_of = match &shape.multiple_of {
        Some(multiple) => Some(multiple_of_whole(cx, multiple)?),
        None => None,
    };
    Some(IntegerRules { minimum, maximum, multiple_of })
}

fn multiple_of_whole(cx: &mut Context<'_, '_>, multiple: &Spanned<Number>) -> Option<i64> {
    let whole = multiple.value.as_i64();
    if whole.is_none() {
        let message = "a whole number can only be a multiple of a whole number of 64 bits here";
        let help = "leave it out, or write `type: number`";
        cx.diagnostics.push(Diagnostic::new(&UNSUPPORTED, multiple.span, message).help(help));
    }
    whole
}

/// A bound as a whole number, rounded towards what it allows.
fn whole(bound: &Number, round: fn(f64) -> f64) -> i128 {
    let exact = bound.0.parse().ok().or_else(|| bound.as_i64().map(i128::from));
    // A double beyond 128 bits saturates, and stays beyond every bound of 64.
    exact.unwrap_or_else(|| bound.as_f64().map_or(0, |value| round(value) as i128))
}

/// The rules of a number.
pub(super) fn number(cx: &mut Context<'_, '_>, shape: Option<&NumberShape>) -> Option<NumberRules> {
    let Some(shape) = shape else {
        return Some(NumberRules::default());
    };
    let value = |bound: &Option<Spanned<Number>>| bound.as_ref().and_then(|bound| bound.value.as_f64());
    let rules = NumberRules {
        minimum: value(&shape.minimum),
        maximum: value(&shape.maximum),
        exclusive_minimum: value(&shape.exclusive_minimum),
        exclusive_maximum: value(&shape.exclusive_maximum),
        multiple_of: value(&shape.multiple_of),
    };
    let pairs = [
        (&shape.minimum, &shape.maximum, false),
        (&shape.minimum, &shape.exclusive_maximum, true),
        (&shape.exclusive_minimum, &shape.maximum, true),
        (&shape.exclusive_minimum, &shape.exclusive_maximum, true),
    ];
    for (lower, upper, strict) in pairs {
        if let (Some(lower), Some(upper)) = (lower, upper)
            && let (Some(least), Some(most)) = (lower.value.as_f64(), upper.value.as_f64())
            && (least > most || strict && least >= most)
        {
            report_bounds(cx, upper.span, lower.span);
            return None;
        }
    }
    Some(rules)
}

/// The type of a text.
pub(super) fn text(cx: &mut Context<'_, '_>, shape: Option<&TextShape>) -> Option<Type> {
    let Some(shape) = shape else {
        return Some(Type::String(StringRules::default()));
    };
    check_counts(cx, &shape.min_length, &shape.max_length)?;
    let checked = match shape.format.as_ref().map(|format| format.value) {
        Some(TextFormat::DateTime) => Type::Timestamp,
        Some(TextFormat::Date) => Type::Date,
        Some(TextFormat::Uuid) | None => return Some(Type::String(text_rules(shape))),
    };
    let lengths =
        shape.min_length.as_ref().map(|bound| bound.span).or(shape.max_length.as_ref().map(|bound| bound.span));
    if let Some(span) = shape.pattern.as_ref().map(|pattern| pattern.span).or(lengths) {
        let message = "a date is held to its format alone";
        let help = "leave this out, or leave the `format` out";
        cx.diagnostics.push(Diagnostic::new(&UNSUPPORTED, span, message).help(help));
        return None;
    }
    Some(checked)
}

fn text_rules(shape: &TextShape) -> StringRules {
    StringRules {
        min_length: shape.min_length.as_ref().map(|bound| bound.value).filter(|least| *least > 0),
        max_length: shape.max_length.as_ref().map(|bound| bound.value),
        pattern: shape.pattern.as_ref().map(|pattern| pattern.value.clone()),
        format: shape.format.as_ref().filter(|format| format.value == TextFormat::Uuid).map(|_| Format::Uuid),
    }
}

/// Reports a lower bound above its upper bound.
pub(super) fn check_counts(
    cx: &mut Context<'_, '_>,
    least: &Option<Spanned<u64>>,
    most: &Option<Spanned<u64>>,
) -> Option<()> {
    match (least, most) {
        (Some(least), Some(most)) if least.value > most.value => {
            report_bounds(cx, most.span, least.span);
            None
        }
        _ => Some(()),
    }
}

fn report_bounds(cx: &mut Context<'_, '_>, upper: Span, lower: Span) {
    let message = "the upper bound lies below the lower one, so that nothing fits";
    let help = "swap the two, or leave one of them out";
    cx.diagnostics.push(Diagnostic::new(&IMPOSSIBLE, upper, message).label(lower, "the lower bound").help(help));
}

//! Times say how they are written.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, FieldUse, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::types::{Field, StringRules, Type, TypeKind, Types};
use crate::words::{as_written, is_one_of};

static RULE: Rule =
    rule!(warning Languages "time-untyped", "a time says how it is written, or in which unit it counts");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Field(check) };

/// What the name of a time ends with.
const TIME: [&str; 7] = ["timestamp", "time", "date", "datetime", "since", "birthday", "deadline"];

/// Units that a description can name.
const UNITS: [&str; 11] = [
    "second",
    "seconds",
    "milliseconds",
    "millisecond",
    "ms",
    "microseconds",
    "minutes",
    "minute",
    "hours",
    "days",
    "year",
];

fn check(used: FieldUse<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let (field, types) = (used.field, &scope.catalogue.types);
    if !is_time(&field.wire) {
        return;
    }
    let (what, help) = match types.without_null(&field.ty) {
        Type::String(StringRules { pattern: None, format: None, .. }) if !has_format(field, scope) => {
            ("a text in no format", "add `format: date-time` or `format: date`, or a `pattern`")
        }
        Type::Integer(_) | Type::Number(_) if !names_unit(docs(field, types)) => (
            "a number in no unit",
            "write a text with `format: date-time`, or name the unit: `sent_at_ms`, or a `description` with `milliseconds`",
        ),
        _ => return,
    };
    let message = format!("`{}` is a time, and {what}", field.wire);
    diagnostics.push(Diagnostic::new(&RULE, field.span, message).help(help));
}

/// Whether a name is a time's: `created_at`, `startTime`, `timestamp`, and not `at` or `lookAt` alone.
fn is_time(name: &str) -> bool {
    let mut words = as_written(name);
    let Some(first) = words.next() else {
        return false;
    };
    let last = words.last();
    is_one_of(last.unwrap_or(first), &TIME) || last.is_some_and(|last| is_one_of(last, &["at"]))
}

/// Whether a field has a format that only people read, such as `time`: its own, or that of the schema that it refers to.
fn has_format(field: &Field, scope: &Scope<'_>) -> bool {
    let referred = match &field.ty {
        Type::Named(id) => scope.schemas.at(scope.catalogue.types.get(*id).span),
        _ => None,
    };
    let words = referred.and_then(|id| scope.schemas.get(id).words.as_ref());
    field.format.is_some() || words.is_some_and(|words| words.format.is_some())
}

/// The description of a field, or of the schema that it refers to.
fn docs<'a>(field: &'a Field, types: &'a Types) -> Option<&'a str> {
    let referred = match &field.ty {
        Type::Named(id) if matches!(types.get(*id).kind, TypeKind::Alias(_)) => types.get(*id).docs.as_deref(),
        _ => None,
    };
    field.docs.as_deref().or(referred)
}

fn names_unit(docs: Option<&str>) -> bool {
    docs.is_some_and(|docs| as_written(docs).any(|word| is_one_of(word, &UNITS)))
}

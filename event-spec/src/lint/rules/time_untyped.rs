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
const TIME: [&str; 6] = ["timestamp", "time", "date", "datetime", "birthday", "deadline"];

/// What makes a time of a name that ends in `on` or `since`, besides words in `ed`.
const MOMENT: [&str; 22] = [
    "active",
    "available",
    "begins",
    "born",
    "built",
    "customer",
    "due",
    "ends",
    "expires",
    "held",
    "made",
    "member",
    "offline",
    "online",
    "opens",
    "paid",
    "seen",
    "sent",
    "sold",
    "starts",
    "taken",
    "valid",
];

/// What is done at a place or on a thing: `look_at` and `hosted_on` are no times.
const PLACED: [&str; 18] = [
    "aim",
    "based",
    "employed",
    "face",
    "focused",
    "hosted",
    "installed",
    "lives",
    "located",
    "look",
    "looking",
    "looks",
    "mounted",
    "placed",
    "point",
    "pointed",
    "stare",
    "works",
];

/// What makes a manner of a time: `full_time` is how somebody works.
const MANNER: [&str; 3] = ["full", "part", "real"];

/// Units that a description can name.
const UNITS: [&str; 24] = [
    "nanoseconds",
    "microseconds",
    "millisecond",
    "milliseconds",
    "millis",
    "ms",
    "msec",
    "second",
    "seconds",
    "sec",
    "secs",
    "minute",
    "minutes",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "ticks",
];

/// Reports fields; where a field refers to a schema of a time that says nothing, the schema is to blame, once for all fields.
fn check(used: FieldUse<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let (field, types) = (used.field, &scope.catalogue.types);
    let shared = match &field.ty {
        Type::Named(id) => Some(types.get(*id)).filter(|def| is_time(&def.name)),
        _ => None,
    };
    if !is_time(&field.wire) && shared.is_none() {
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
    let (name, place) = shared.map_or((&field.wire, field.span), |def| (&def.name, scope.place(def)));
    let message = format!("`{name}` is a time, and {what}");
    diagnostics.push(Diagnostic::new(&RULE, place, message).help(help));
}

/// Whether a name is a time's: `created_at`, `startTime`, `timestamp`, `paidOn`, and neither `at` nor `lookAt` or `based_on`.
fn is_time(name: &str) -> bool {
    let words: Vec<&str> = as_written(name).collect();
    match words.as_slice() {
        [.., kind, last] if is_one_of(last, &TIME) && is_one_of(kind, &MANNER) => false,
        [.., up, to, date] if is_one_of(date, &["date"]) && is_one_of(to, &["to"]) && is_one_of(up, &["up"]) => false,
        [.., last] if is_one_of(last, &TIME) => true,
        [.., event, last] if is_one_of(last, &["at"]) => !is_one_of(event, &PLACED),
        [.., event, last] if is_one_of(last, &["on", "since"]) => {
            let happened = event.len() > 3 && event.to_ascii_lowercase().ends_with("ed");
            (happened && !is_one_of(event, &PLACED)) || is_one_of(event, &MOMENT)
        }
        _ => false,
    }
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

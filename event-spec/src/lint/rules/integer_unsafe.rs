//! Whole numbers that JavaScript can hold.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::event::{EventRecord, Examples};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::schema::shape::{Constant, JsonTypes};
use crate::schema::{Schema, Step};
use crate::source::Span;
use crate::tree::{Kind, Node, Number};

static RULE: Rule =
    rule!(warning Languages "integer-unsafe", "no integer is meant to go beyond what JavaScript holds exactly");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

/// The largest whole number up to which JavaScript holds each one: 2^53 - 1.
pub(super) const MAX_SAFE: i128 = (1 << 53) - 1;

/// Formats of whole numbers with 64 bits or more.
const WIDE: [&str; 10] = ["int64", "uint64", "int128", "uint128", "i64", "u64", "long", "ulong", "bigint", "snowflake"];

const HELP: &str = "send it as a text (`type: string`, with a `pattern` of digits), or say with `minimum` and `maximum` that it \
                    stays within 2^53 - 1";

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for schema in scope.schemas.iter() {
        if let Some((span, written)) = unsafe_part(schema) {
            let subject = subject(schema);
            let message = format!("{subject} goes beyond 2^53 - 1 with {written}, and JavaScript rounds it");
            diagnostics.push(Diagnostic::new(&RULE, span, message).help(HELP));
        }
    }
    for (name, event) in scope.document.events.iter().flat_map(|events| events.iter()) {
        for number in examples(event).into_iter().filter_map(first_unsafe) {
            let message = format!("an example of `{}` has a whole number that JavaScript rounds", name.value);
            diagnostics.push(Diagnostic::new(&RULE, number, message).help(HELP));
        }
    }
}

/// What a schema of whole numbers says that leads beyond, and where.
fn unsafe_part(schema: &Schema) -> Option<(Span, String)> {
    let own = &schema.own;
    let beyond = |number: &Number| whole(number).is_some_and(is_unsafe);
    let values = own.values.iter().flat_map(|values| &values.list);
    for value in values {
        if let Constant::Integer(number) = value.constant
            && is_unsafe(number.into())
        {
            return Some((value.span, format!("`{number}`")));
        }
    }
    if !own.types.as_ref().is_some_and(|types| types.value.each().any(|ty| ty == JsonTypes::INTEGER)) {
        return None;
    }
    let number = own.number.as_deref();
    let lower = number.and_then(|number| number.minimum.as_ref().or(number.exclusive_minimum.as_ref()));
    let upper = number.and_then(|number| number.maximum.as_ref().or(number.exclusive_maximum.as_ref()));
    let words = schema.words.as_deref();
    let is_bound = lower.is_some_and(|bound| !beyond(&bound.value)) && upper.is_some_and(|bound| !beyond(&bound.value));
    let format = words.and_then(|words| words.format.as_ref()).filter(|format| WIDE.contains(&format.as_str()));
    if let Some(format) = format.filter(|_| !is_bound) {
        return Some((format.span, format!("`format: {}`", format.value)));
    }
    if let Some(bound) = [lower, upper].into_iter().flatten().find(|bound| beyond(&bound.value)) {
        return Some((bound.span, format!("`{}`", bound.value.0)));
    }
    let given = words.into_iter().flat_map(|words| [&words.default, &words.example]).flatten();
    given.into_iter().find_map(|node| Some((first_unsafe(node)?, "a value that is given".to_owned())))
}

/// What a person calls a schema's values.
fn subject(schema: &Schema) -> String {
    match &schema.parent {
        Some((_, Step::Field(name))) => format!("`{name}`"),
        _ => "this integer".to_owned(),
    }
}

/// Every example of an event.
fn examples<'t>(event: &EventRecord<'t>) -> Vec<&'t Node> {
    let ack = event.ack.as_ref().and_then(|ack| ack.examples.as_ref());
    let all = event.examples.iter().chain(&event.client_examples).chain(ack);
    all.flat_map(|examples| match examples {
        Examples::List(list) => list.clone(),
        Examples::Named(named) => named.iter().filter_map(|(_, example)| Some(example.value.as_ref()?.0)).collect(),
    })
    .collect()
}

/// The first whole number in a value that JavaScript does not hold. A list of values to visit, since they may be nested deeply.
fn first_unsafe(value: &Node) -> Option<Span> {
    let mut waiting = vec![value];
    while let Some(node) = waiting.pop() {
        match &node.kind {
            Kind::Number(number) if whole(number).is_some_and(is_unsafe) => return Some(node.span),
            Kind::List(items) => waiting.extend(items.iter().rev()),
            Kind::Map(entries) => waiting.extend(entries.iter().rev().map(|entry| &entry.value)),
            _ => {}
        }
    }
    None
}

fn whole(number: &Number) -> Option<i128> {
    number.0.parse().ok()
}

fn is_unsafe(number: i128) -> bool {
    number.abs() > MAX_SAFE
}

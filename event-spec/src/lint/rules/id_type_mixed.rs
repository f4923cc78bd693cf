//! An id is a text everywhere, or a number everywhere.

use std::collections::BTreeMap;

use crate::catalogue::ParamType;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::resolve::names::all;
use crate::rule::{Rule, rule};
use crate::source::Span;
use crate::types::{Literal, Origin, Type, TypeKind, Types};
use crate::words::{as_written, is_one_of, snake};

static RULE: Rule =
    rule!(warning Languages "id-type-mixed", "ids of one name are texts everywhere, or whole numbers everywhere");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

/// The places of one id.
#[derive(Default)]
struct Places {
    texts: Vec<Span>,
    numbers: Vec<Span>,
}

/// What an id is called whose thing depends on where it stands: the `parent_id` of a comment and that of a category are of two
/// kinds.
const RELATIVE: [&str; 20] = [
    "correlation",
    "entity",
    "external",
    "first",
    "foreign",
    "last",
    "local",
    "next",
    "object",
    "parent",
    "prev",
    "previous",
    "ref",
    "reference",
    "resource",
    "root",
    "source",
    "subject",
    "target",
    "temp",
];

/// Compares fields and channel parameters that end in `id`, by their names; the plain `id` of a shared schema `Message` is a
/// `message_id`. Those are reported that are fewer.
fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for (name, places) in ids(scope) {
        let Places { mut texts, mut numbers } = places;
        // What comes in through `allOf` is a field of several objects, and written once.
        for spans in [&mut texts, &mut numbers] {
            spans.sort_unstable();
            spans.dedup();
        }
        let few_texts = texts.len() < numbers.len() || texts.len() == numbers.len() && texts > numbers;
        let (few, what, many, other) = if few_texts {
            (texts, "a text", numbers, "a whole number")
        } else {
            (numbers, "a whole number", texts, "a text")
        };
        let Some(first) = many.first() else {
            continue;
        };
        for span in few {
            let message = format!("`{name}` is {what} here, and {other} elsewhere");
            let diagnostic = Diagnostic::new(&RULE, span, message).label(*first, format!("{other} here"));
            diagnostics.push(diagnostic.help("write it in one way everywhere; two ids that differ have two names"));
        }
    }
}

fn ids(scope: &Scope<'_>) -> BTreeMap<String, Places> {
    let types = &scope.catalogue.types;
    let mut ids: BTreeMap<String, Places> = BTreeMap::new();
    for (_, def) in types.iter() {
        let TypeKind::Object(object) = &def.kind else {
            continue;
        };
        for field in &object.fields {
            let name = match field.wire.as_str() {
                "id" if def.origin == Origin::Shared => snake(&def.name) + "_id",
                wire if is_id(wire) => snake(wire),
                _ => continue,
            };
            match kind(&field.ty, types) {
                Some(Kind::Text) => ids.entry(name).or_default().texts.push(field.span),
                Some(Kind::Number) => ids.entry(name).or_default().numbers.push(field.span),
                None => {}
            }
        }
    }
    for (name, channel) in all(&scope.document.channels) {
        // A parameter that is bound to a field of another type is an error of its own.
        if !scope.complete {
            break;
        }
        let resolved = scope.catalogue.channels.get(&name.value);
        for (param, _) in channel.iter().flat_map(|channel| all(&channel.params)) {
            let Some(ty) = resolved.and_then(|channel| channel.params.get(&param.value)).map(|param| &param.ty) else {
                continue;
            };
            if is_id(&param.value) {
                let places = ids.entry(snake(&param.value)).or_default();
                match ty {
                    ParamType::Integer => places.numbers.push(param.span),
                    ParamType::String | ParamType::OneOf(_) => places.texts.push(param.span),
                }
            }
        }
    }
    ids
}

/// Whether a name is an id's with what it is of: `user_id`, `orderId`, and neither `id` alone nor `parent_id`.
fn is_id(name: &str) -> bool {
    let words: Vec<&str> = as_written(name).collect();
    match words.as_slice() {
        [of, id] => is_one_of(id, &["id"]) && !is_one_of(of, &RELATIVE),
        [_, .., id] => is_one_of(id, &["id"]),
        _ => false,
    }
}

enum Kind {
    Text,
    Number,
}

fn kind(ty: &Type, types: &Types) -> Option<Kind> {
    match types.without_null(ty) {
        Type::String(_) | Type::Literal(Literal::String(_)) => Some(Kind::Text),
        Type::Integer(_) | Type::Integers(_) | Type::Number(_) | Type::Literal(Literal::Integer(_)) => {
            Some(Kind::Number)
        }
        Type::Named(id) if matches!(types.get(*id).kind, TypeKind::Enum(_)) => Some(Kind::Text),
        _ => None,
    }
}

//! Values of keywords: texts, counts, `type`, `enum`, `const`, `format`.
//!
//! In: the node that a keyword holds. Out: its value, or a finding at it.

use std::collections::HashSet;

use super::shape::{Constant, JsonTypes, TextFormat, ValueShape, Values};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::record::{boolean as boolean_of, listed};
use crate::rule::{Rule, rule};
use crate::source::{Span, Spanned};
use crate::suggest::{self, Near};
use crate::tree::{Kind, Node};

/// A keyword holds what JSON Schema says.
pub(crate) static KEYWORD_TYPE: Rule =
    rule!(error Schemas "schema-keyword-type", "a keyword holds what JSON Schema says");
/// A format is one of JSON Schema's.
pub(crate) static FORMAT: Rule = rule!(warning Schemas "schema-format", "a `format` is one that JSON Schema knows");

/// Something can fit all parts of a schema.
pub(crate) static CONTRADICTION: Rule =
    rule!(error Schemas "schema-contradiction", "the parts of a schema can all hold at once");

/// The formats that JSON Schema knows.
const FORMATS: &[&str] = &[
    "date-time",
    "date",
    "uuid",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "uri-template",
    "iri",
    "iri-reference",
    "json-pointer",
    "relative-json-pointer",
    "regex",
];

/// Formats that other tools use, which say more than JSON Schema's own and mislead nobody.
const COMMON_FORMATS: &[&str] =
    &["int32", "int64", "float", "double", "byte", "binary", "password", "phone", "url", "decimal", "markdown", "html"];

/// Reports that a keyword holds the wrong thing.
pub(super) fn wrong(key: &Spanned<String>, value: &Node, wanted: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push(mismatch(key, value, wanted));
}

/// Like [`wrong`], where the text that stands there would be right as `literal`, without quotes.
pub(super) fn wrong_or_quoted(
    key: &Spanned<String>,
    value: &Node,
    wanted: &str,
    literal: impl FnOnce(&str) -> Option<String>,
    diagnostics: &mut Diagnostics,
) {
    let diagnostic = mismatch(key, value, wanted);
    diagnostics.push(match value.as_str().and_then(literal) {
        Some(literal) => diagnostic.help(format!("write `{literal}`")).fix(value.span, literal),
        None => diagnostic,
    });
}

fn mismatch(key: &Spanned<String>, value: &Node, wanted: &str) -> Diagnostic {
    let message = format!("`{}` takes {wanted}, and this is {}", key.value, value.describe());
    Diagnostic::new(&KEYWORD_TYPE, value.span, message).label(key.span, "")
}

/// A text.
pub(super) fn text(key: &Spanned<String>, value: &Node, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = value.as_str().map(str::to_owned);
    if text.is_none() {
        wrong(key, value, "a text", diagnostics);
    }
    text
}

/// A boolean.
pub(super) fn boolean(key: &Spanned<String>, value: &Node, diagnostics: &mut Diagnostics) -> Option<bool> {
    if let Kind::Bool(value) = value.kind {
        return Some(value);
    }
    let literal = |text: &str| boolean_of(text).map(|value| value.to_string());
    wrong_or_quoted(key, value, "`true` or `false`", literal, diagnostics);
    None
}

/// A whole number that is not negative.
pub(super) fn count(key: &Spanned<String>, value: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<u64>> {
    let Kind::Number(number) = &value.kind else {
        let literal = |text: &str| text.parse::<u64>().ok().map(|count| count.to_string());
        wrong_or_quoted(key, value, "a whole number", literal, diagnostics);
        return None;
    };
    let count = number.0.parse().ok().or_else(|| number.as_i64().and_then(|count| u64::try_from(count).ok()));
    let Some(count) = count else {
        let message = format!("`{}` takes a whole number of 0 or more, and this is {}", key.value, number.0);
        let help = "leave it out where there is no bound";
        diagnostics.push(Diagnostic::new(&KEYWORD_TYPE, value.span, message).help(help));
        return None;
    };
    Some(Spanned::new(count, value.span))
}

/// `type`
pub(super) fn types(key: &Spanned<String>, value: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<JsonTypes>> {
    let names = match &value.kind {
        Kind::List(names) if !names.is_empty() => names.as_slice(),
        Kind::String(_) | Kind::Null => std::slice::from_ref(value),
        _ => {
            wrong(key, value, "a type or a list of types", diagnostics);
            return None;
        }
    };
    let mut all = JsonTypes::NONE;
    for name in names {
        if matches!(name.kind, Kind::Null) {
            let message = "the type of null is written in quotes";
            let diagnostic = Diagnostic::new(&KEYWORD_TYPE, name.span, message).help("write `\"null\"`");
            let fixable = !name.span.range().is_empty();
            diagnostics.push(if fixable { diagnostic.fix(name.span, "\"null\"") } else { diagnostic });
            return None;
        }
        let Some(text) = name.as_str() else {
            wrong(key, name, "a type or a list of types", diagnostics);
            return None;
        };
        let Some(types) = JsonTypes::named(text) else {
            diagnostics.push(unknown_type(text, name.span));
            return None;
        };
        all = all | types;
    }
    Some(Spanned::new(all, value.span))
}

fn unknown_type(name: &str, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(&KEYWORD_TYPE, span, format!("`{name}` is no type of JSON Schema"));
    let called = match name {
        "int" | "long" | "i64" | "u64" | "int64" => Some("integer"),
        "float" | "double" | "decimal" | "f64" => Some("number"),
        "bool" => Some("boolean"),
        "list" => Some("array"),
        "map" | "dict" | "record" => Some("object"),
        "text" | "str" => Some("string"),
        _ => None,
    };
    let written = Spanned::new(name.to_owned(), span);
    if let Some(called) = called {
        return diagnostic.help(format!("write `{called}`")).rewrite(&written, called);
    }
    let help = match name {
        "date" => "write `type: string` with `format: date`",
        "datetime" | "date-time" | "timestamp" => "write `type: string` with `format: date-time`",
        "uuid" => "write `type: string` with `format: uuid`",
        "any" => "write `true` instead of the schema",
        "enum" => "write `enum: [..]` alone, or beside `type: string`",
        _ => {
            return match suggest::word(name, JsonTypes::names()) {
                Some(near) => diagnostic.meant(&written, &near),
                None => diagnostic.help(format!("write one of {}", listed(&JsonTypes::names().collect::<Vec<_>>()))),
            };
        }
    };
    diagnostic.help(help)
}

/// `enum`
pub(super) fn values(key: &Spanned<String>, value: &Node, diagnostics: &mut Diagnostics) -> Option<Values> {
    let Kind::List(items) = &value.kind else {
        wrong(key, value, "a list of values", diagnostics);
        return None;
    };
    if items.is_empty() {
        let message = "`enum` allows no value at all";
        diagnostics.push(Diagnostic::new(&KEYWORD_TYPE, value.span, message).help("list the values that are allowed"));
        return None;
    }
    let mut seen = HashSet::with_capacity(items.len());
    let mut list = Vec::with_capacity(items.len());
    for item in items {
        let constant = constant(item, diagnostics)?;
        if !seen.insert(constant.clone()) {
            let message = format!("`{constant}` is listed twice");
            diagnostics.push(Diagnostic::new(&KEYWORD_TYPE, item.span, message).help("leave one of them out"));
            continue;
        }
        list.push(ValueShape { constant, span: item.span, docs: None, deprecated: false });
    }
    Some(Values { list, open: false, complete: false, span: key.span })
}

/// `const`
pub(super) fn single(key: &Spanned<String>, value: &Node, diagnostics: &mut Diagnostics) -> Option<Values> {
    let constant = constant(value, diagnostics)?;
    let list = vec![ValueShape { constant, span: value.span, docs: None, deprecated: false }];
    Some(Values { list, open: false, complete: false, span: key.span })
}

fn constant(value: &Node, diagnostics: &mut Diagnostics) -> Option<Constant> {
    let constant = match &value.kind {
        Kind::Null => Some(Constant::Null),
        Kind::Bool(value) => Some(Constant::Boolean(*value)),
        Kind::Number(number) => number.as_i64().map(Constant::Integer),
        Kind::String(text) => Some(Constant::Text(text.clone())),
        Kind::List(_) | Kind::Map(_) => None,
    };
    if constant.is_none() {
        let message = format!("{} cannot be a constant of a generated type", value.describe());
        let help = match &value.kind {
            Kind::Number(_) => "constants are texts, whole numbers of 64 bits, booleans and null",
            _ => "describe it with `properties` or `items`, each with a `const` of its own",
        };
        diagnostics.push(Diagnostic::new(&super::keyword::UNSUPPORTED, value.span, message).help(help));
    }
    constant
}

/// `format`; `None` where it is only for people.
pub(super) fn format(
    key: &Spanned<String>,
    value: &Node,
    diagnostics: &mut Diagnostics,
) -> Option<Spanned<TextFormat>> {
    let name = text(key, value, diagnostics)?;
    let format = match name.as_str() {
        "date-time" => Some(TextFormat::DateTime),
        "date" => Some(TextFormat::Date),
        "uuid" => Some(TextFormat::Uuid),
        name if FORMATS.contains(&name) || COMMON_FORMATS.contains(&name) => None,
        name => {
            let certain = |name: &str| Some(Near { name: name.to_owned(), certain: true });
            let near = match name {
                "datetime" | "iso8601" | "rfc3339" => certain("date-time"),
                // Perhaps the seconds since 1970, as a text.
                "timestamp" => certain("date-time").map(|near| near.unless(|_| true)),
                "guid" => certain("uuid"),
                _ => suggest::word(name, FORMATS.iter().copied()),
            };
            let diagnostic = Diagnostic::new(&FORMAT, value.span, format!("`{name}` is no format of JSON Schema"));
            diagnostics.push(match near {
                Some(near) => diagnostic.meant(&Spanned::new(name.to_owned(), value.span), &near),
                None => diagnostic.help("it is shown to people, and checked by nobody: say it in a `pattern`"),
            });
            None
        }
    };
    format.map(|format| Spanned::new(format, value.span))
}

//! Does a value fit a type?
//!
//! In: a value as a catalogue writes it (an example, a default) or as a peer sent it, and its [`Type`]. Out: a finding at each
//! part that does not fit. Promised: what fits here is what every generated reader takes, and what the type's schema takes under JSON Schema,
//! with `date-time`, `date` and `uuid` asserted, whole numbers of 64 bits, and written without fraction or exponent.

pub(crate) mod scalars;

mod equality;
mod objects;
pub(crate) mod place;

#[cfg(test)]
mod tests;

use std::fmt::Display;

pub(crate) use place::{Path, Step};

use place::{At, head};

use crate::dates;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::quantity::counted;
use crate::rule::{Rule, rule};
use crate::source::{Span, Spanned};
use crate::suggest::{self, Near};
use crate::tree::{Kind, Node, former_boolean};
use crate::types::{Enum, List, Literal, Map, Object, Type, TypeKind, Types};

/// An example fits its schema.
pub(crate) static EXAMPLE_INVALID: Rule = rule!(error Examples "example-invalid", "an example fits its schema");

/// Reports every part of an example that does not fit its type.
pub(crate) fn check(types: &Types, ty: &Type, node: &Node, diagnostics: &mut Diagnostics) {
    check_as(types, ty, node, &EXAMPLE_INVALID, diagnostics);
}

/// Like [`check`], for values that are no examples: the findings are those of `rule`.
pub(crate) fn check_as(types: &Types, ty: &Type, node: &Node, rule: &'static Rule, diagnostics: &mut Diagnostics) {
    let mut patterns = scalars::Patterns::default();
    let report = &mut |_: Option<&Path<'_>>, diagnostic| diagnostics.push(diagnostic);
    Fit { types, rule, report, patterns: &mut patterns }.check(ty, node, At { path: None, place: node.span });
}

/// Whether a value fits a type.
pub(crate) fn fits(types: &Types, ty: &Type, node: &Node) -> bool {
    let mut diagnostics = Diagnostics::default();
    check(types, ty, node, &mut diagnostics);
    diagnostics.is_empty()
}

/// Holds values that no source has to their types, and tells of each part that does not fit with the way to it.
pub(crate) struct Sent<'a> {
    pub(crate) types: &'a Types,
    pub(crate) patterns: &'a mut scalars::Patterns,
    pub(crate) report: &'a mut Report<'a>,
}

impl Sent<'_> {
    /// The findings call the value by the name of `root`.
    pub(crate) fn check(&mut self, ty: &Type, node: &Node, root: &str) {
        let path = Path { step: Step::Key(root), before: None };
        self.fit().check(ty, node, At { path: Some(&path), place: node.span });
    }

    /// The same, for an object that is no named type.
    pub(crate) fn check_object(&mut self, object: &Object, node: &Node, root: &str) {
        let path = Path { step: Step::Key(root), before: None };
        self.fit().object(object, node, At { path: Some(&path), place: node.span });
    }

    fn fit(&mut self) -> Fit<'_> {
        Fit { types: self.types, rule: &EXAMPLE_INVALID, report: self.report, patterns: self.patterns }
    }
}

/// What is told of a part that does not fit: the way to it, and the finding.
pub(crate) type Report<'a> = dyn FnMut(Option<&Path<'_>>, Diagnostic) + 'a;

struct Fit<'a> {
    types: &'a Types,
    rule: &'static Rule,
    report: &'a mut Report<'a>,
    patterns: &'a mut scalars::Patterns,
}

impl Fit<'_> {
    fn check(&mut self, ty: &Type, node: &Node, at: At<'_>) {
        match ty {
            Type::Any => {}
            Type::Null => self.hold(matches!(node.kind, Kind::Null), node, at, "null"),
            Type::Boolean if !matches!(node.kind, Kind::Bool(_)) => {
                // A word without quotes is a boolean to YAML 1.1, and was meant as one.
                let plain = node.as_str().filter(|text| node.span.range().len() == text.len());
                let value = plain.and_then(former_boolean).map(|value| value.to_string());
                let mend = value.map(|value| (format!("write `{value}`"), value));
                self.refuse_with(node, at, &format!("must be a boolean, and this is {}", found(node)), mend);
            }
            Type::Boolean => {}
            Type::Integer(rules) => {
                if let Kind::Number(number) = &node.kind {
                    let broken = scalars::integer(rules, number);
                    let whole = scalars::as_whole(rules, number).map(|whole| (format!("write `{whole}`"), whole));
                    self.hold_rule(broken, whole, node, at);
                } else {
                    self.mismatch(node, at, "a whole number");
                }
            }
            Type::Number(rules) => {
                if let Kind::Number(number) = &node.kind {
                    let broken = scalars::number(rules, number);
                    self.hold_rule(broken, None, node, at);
                } else {
                    self.mismatch(node, at, "a number");
                }
            }
            Type::String(rules) => match &node.kind {
                Kind::String(text) => {
                    let broken = scalars::text(rules, text, self.patterns);
                    self.hold_rule(broken, None, node, at);
                }
                _ => {
                    let quoted = scalars::as_text(rules, node, self.patterns);
                    let mend = quoted.map(|quoted| (format!("put it in quotes: `{quoted}`"), quoted));
                    self.refuse_with(node, at, &format!("must be a text, and this is {}", found(node)), mend);
                }
            },
            Type::Timestamp => {
                let fits = node.as_str().is_some_and(dates::is_date_time);
                self.hold(fits, node, at, "a date and time as in `2026-02-12T10:30:00Z`");
            }
            Type::Date => {
                let fits = node.as_str().is_some_and(dates::is_full_date);
                self.hold(fits, node, at, "a date as in `2026-02-12`");
            }
            Type::Literal(literal) => self.literal(literal, node, at),
            Type::Integers(values) => {
                let value = match &node.kind {
                    Kind::Number(number) => number.0.parse::<i64>().ok(),
                    _ => None,
                };
                let fits = value.is_some_and(|value| values.contains(&value));
                self.hold(fits, node, at, &format!("one of {}", listed(values)));
            }
            Type::List(list) => self.list(list, node, at),
            Type::Tuple(items) => self.tuple(items, node, at),
            Type::Map(map) => self.map(map, node, at),
            Type::Nullable(inner) => {
                if !matches!(node.kind, Kind::Null) {
                    self.check(inner, node, at);
                }
            }
            Type::Named(id) => {
                let types = self.types;
                match &types.get(*id).kind {
                    TypeKind::Object(object) => self.object(object, node, at),
                    TypeKind::Enum(values) => self.one_of(values, node, at),
                    TypeKind::Union(union) => self.union(union, node, at),
                    TypeKind::Alias(ty) => self.check(ty, node, at),
                }
            }
        }
    }

    fn literal(&mut self, literal: &Literal, node: &Node, at: At<'_>) {
        let (fits, wanted) = match literal {
            Literal::String(text) => (node.as_str() == Some(text), format!("the text `{text}`")),
            Literal::Integer(value) => {
                let fits = matches!(&node.kind, Kind::Number(number) if number.0.parse() == Ok(*value));
                (fits, format!("the number {value}"))
            }
            Literal::Boolean(value) => (matches!(node.kind, Kind::Bool(is) if is == *value), value.to_string()),
        };
        self.hold(fits, node, at, &wanted);
    }

    fn one_of(&mut self, values: &Enum, node: &Node, at: At<'_>) {
        let Some(text) = node.as_str() else {
            return self.mismatch(node, at, "a text");
        };
        if values.open || values.values.iter().any(|value| value.wire == text) {
            return;
        }
        let known = values.values.iter().map(|value| value.wire.as_str());
        let near = suggest::name(text, known.clone());
        let known = listed(known.map(|value| format!("`{value}`")));
        let message = format!("{} must be one of {known}, and this is `{text}`", at.name());
        self.suggest(at.path, Diagnostic::new(self.rule, node.span, message), text, near);
    }

    /// Reports a text in whose place another was meant, perhaps.
    fn suggest(&mut self, path: Option<&Path<'_>>, diagnostic: Diagnostic, written: &str, near: Option<Near>) {
        let written = Spanned::new(written.to_owned(), diagnostic.primary.span);
        let diagnostic = match near {
            Some(near) => diagnostic.meant(&written, &near),
            None => diagnostic,
        };
        (self.report)(path, diagnostic);
    }

    fn list(&mut self, list: &List, node: &Node, at: At<'_>) {
        let Kind::List(items) = &node.kind else {
            return self.mismatch(node, at, "a list");
        };
        let count = items.len() as u64;
        if list.min_items.is_some_and(|least| count < least) {
            let wanted = format!("at least {}", counted(list.min_items.unwrap_or_default(), "item", "items"));
            self.refuse(node, at, &format!("must have {wanted}, and has {count}"));
        }
        if list.max_items.is_some_and(|most| count > most) {
            let wanted = format!("at most {}", counted(list.max_items.unwrap_or_default(), "item", "items"));
            self.refuse(node, at, &format!("must have {wanted}, and has {count}"));
        }
        if list.unique
            && let Some((first, second)) = equality::repeated(items)
        {
            let message = format!("the items of {} must differ, and these are equal", at.name());
            let diagnostic = Diagnostic::new(self.rule, items[second].span, message);
            let path = Path { step: Step::Item(second), before: at.path };
            (self.report)(Some(&path), diagnostic.label(items[first].span, "the other"));
        }
        for (place, item) in items.iter().enumerate() {
            self.inside(&list.items, item, item.span, Step::Item(place), at);
        }
    }

    fn tuple(&mut self, types: &[Type], node: &Node, at: At<'_>) {
        let Kind::List(items) = &node.kind else {
            return self.mismatch(node, at, "a list");
        };
        if items.len() != types.len() {
            let wanted = counted(types.len() as u64, "item", "items");
            self.refuse(node, at, &format!("must have {wanted}, and has {}", items.len()));
        }
        for (place, (ty, item)) in types.iter().zip(items).enumerate() {
            self.inside(ty, item, item.span, Step::Item(place), at);
        }
    }

    fn map(&mut self, map: &Map, node: &Node, at: At<'_>) {
        let Kind::Map(entries) = &node.kind else {
            return self.mismatch(node, at, "an object");
        };
        let count = entries.len() as u64;
        if map.min_properties.is_some_and(|least| count < least) {
            let wanted = counted(map.min_properties.unwrap_or_default(), "key", "keys");
            self.refuse(node, at, &format!("must have at least {wanted}, and has {count}"));
        }
        if map.max_properties.is_some_and(|most| count > most) {
            let wanted = counted(map.max_properties.unwrap_or_default(), "key", "keys");
            self.refuse(node, at, &format!("must have at most {wanted}, and has {count}"));
        }
        for entry in entries {
            self.inside(&map.values, &entry.value, entry.key.span, Step::Key(&entry.key.value), at);
        }
    }

    fn inside(&mut self, ty: &Type, node: &Node, place: Span, step: Step<'_>, at: At<'_>) {
        let path = Path { step, before: at.path };
        self.check(ty, node, At { path: Some(&path), place });
    }

    fn hold(&mut self, fits: bool, node: &Node, at: At<'_>, wanted: &str) {
        if !fits {
            self.mismatch(node, at, wanted);
        }
    }

    fn hold_rule(&mut self, broken: Option<String>, mend: Option<Mend>, node: &Node, at: At<'_>) {
        if let Some(broken) = broken {
            self.refuse_with(node, at, &broken, mend);
        }
    }

    fn mismatch(&mut self, node: &Node, at: At<'_>, wanted: &str) {
        self.refuse(node, at, &format!("must be {wanted}, and this is {}", found(node)));
    }

    fn refuse(&mut self, node: &Node, at: At<'_>, what: &str) {
        self.refuse_with(node, at, what, None);
    }

    fn refuse_with(&mut self, node: &Node, at: At<'_>, what: &str, mend: Option<Mend>) {
        let span = if node.span.range().is_empty() { at.place } else { head(node) };
        let diagnostic = Diagnostic::new(self.rule, span, format!("{} {what}", at.name()));
        let diagnostic = match mend {
            Some((help, replacement)) => diagnostic.help(help).fix(node.span, replacement),
            None => diagnostic,
        };
        (self.report)(at.path, diagnostic);
    }
}

/// What to do about a value, and what to write in its place.
type Mend = (String, String);

/// What a person calls a value that is not what it should be.
fn found(node: &Node) -> String {
    match &node.kind {
        Kind::String(text) if text.len() <= 40 => format!("the text `{text}`"),
        Kind::Number(number) => format!("the number {}", number.0),
        Kind::Bool(value) => value.to_string(),
        _ => node.describe().to_owned(),
    }
}

/// The first of some values, and whether there are more.
pub(crate) fn listed(values: impl IntoIterator<Item = impl Display>) -> String {
    const MANY: usize = 20;
    let mut values = values.into_iter();
    let first: Vec<String> = values.by_ref().take(MANY).map(|value| value.to_string()).collect();
    first.join(", ") + if values.next().is_some() { ", .." } else { "" }
}

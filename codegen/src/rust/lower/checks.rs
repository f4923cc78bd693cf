//! The rules of schemas as implementations of `Validate`.
//!
//! A type holds itself to the rules of its own values alone: a struct within it checks itself when it is read.

use event_spec::pattern::to_regex_lite;
use event_spec::types::{Format, IntegerRules, List, Literal, NumberRules, Object, Rest, StringRules, Type, Union};

use super::Lowering;
use super::layout;
use super::types::{FieldIdents, constant};
use crate::rust::ident::{self, Namer};
use crate::rust::literal;
use crate::rust::model::{Check, Checks, PatternItem, VariantItem};
use crate::rust::scope::Scope;

impl Lowering<'_> {
    /// The rules of an object's fields.
    pub fn object_checks(
        &self,
        scope: &mut Scope,
        object: &Object,
        idents: &FieldIdents,
        name: &str,
    ) -> Option<Checks> {
        let mut checker = Checker::new(self, name);
        for (field, ident) in object.fields.iter().zip(&idents.fields) {
            if layout::is_member(field) {
                let value = Value::Place(format!("self.{ident}"));
                let label = Label { text: field.wire.clone(), variable: ident.clone() };
                let list = if field.optional {
                    checker.optional(&field.ty, &value, &label)
                } else {
                    checker.value(&field.ty, &value, &label)
                };
                checker.list.extend(list);
            }
        }
        if let Rest::Kept(ty) = &object.rest {
            let inner = checker.value(ty, &Value::Reference("value".to_owned()), &Label::of("*"));
            checker.push_block(format!("for value in self.{}.values()", idents.rest), inner);
        }
        checker.finish(scope)
    }

    /// The rules of the values of a tuple struct, with the names by which messages call them.
    pub fn value_checks(&self, scope: &mut Scope, values: &[(&str, &Type)], name: &str) -> Option<Checks> {
        let mut checker = Checker::new(self, name);
        for (at, (label, ty)) in values.iter().enumerate() {
            let list = checker.value(ty, &Value::Place(format!("self.{at}")), &Label::of(label));
            checker.list.extend(list);
        }
        checker.finish(scope)
    }

    /// The rules of a union's variants.
    pub fn union_checks(
        &self,
        scope: &mut Scope,
        union: &Union,
        variants: &[VariantItem],
        name: &str,
    ) -> Option<Checks> {
        let mut checker = Checker::new(self, name);
        for (variant, item) in union.variants.iter().zip(variants) {
            let inner = checker.value(&variant.ty, &Value::Reference("value".to_owned()), &Label::of(""));
            if variants.len() > 1 {
                checker.push_block(format!("if let Self::{}(value) = self", item.ident), inner);
            } else if !inner.is_empty() {
                checker.list.push(Check::Line(format!("let Self::{}(value) = self;", item.ident)));
                checker.list.extend(inner);
            }
        }
        checker.finish(scope)
    }
}

/// How the code reaches a value.
#[derive(Clone)]
enum Value {
    /// A place, such as `self.note`.
    Place(String),
    /// A variable that holds a reference.
    Reference(String),
    /// A variable that holds a copy.
    Copy(String),
}

impl Value {
    /// As an argument that is a reference.
    fn by_reference(&self) -> String {
        match self {
            Self::Place(text) | Self::Copy(text) => format!("&{text}"),
            Self::Reference(text) => text.clone(),
        }
    }

    /// As an argument that is a copy.
    fn by_copy(&self) -> String {
        match self {
            Self::Place(text) | Self::Copy(text) => text.clone(),
            Self::Reference(text) => format!("*{text}"),
        }
    }

    /// As the receiver of a method, or before a field.
    fn receiver(&self) -> &str {
        match self {
            Self::Place(text) | Self::Reference(text) | Self::Copy(text) => text,
        }
    }
}

/// What a value is called: in messages, and as a variable.
#[derive(Clone)]
struct Label {
    text: String,
    variable: String,
}

impl Label {
    fn of(text: &str) -> Self {
        Self { text: text.to_owned(), variable: "value".to_owned() }
    }

    /// What the items of a list are called.
    fn item(&self) -> Self {
        let stem = ident::bare(&self.variable).strip_suffix('s').filter(|stem| !stem.ends_with('s'));
        let single = stem.map(ident::snake).filter(|stem| !stem.starts_with("r#") && stem.len() > 1);
        Self { text: format!("{}[]", self.text), variable: single.unwrap_or_else(|| "item".to_owned()) }
    }

    fn values(&self) -> Self {
        Self { text: format!("{}.*", self.text), variable: "value".to_owned() }
    }
}

struct Checker<'l> {
    lowering: &'l Lowering<'l>,
    owner: String,
    patterns: Vec<PatternItem>,
    pattern_names: Namer,
    list: Vec<Check>,
}

impl<'l> Checker<'l> {
    fn new(lowering: &'l Lowering<'l>, owner: &str) -> Self {
        Self {
            lowering,
            owner: owner.to_owned(),
            patterns: Vec::new(),
            pattern_names: Namer::default(),
            list: Vec::new(),
        }
    }

    fn finish(self, scope: &mut Scope) -> Option<Checks> {
        if self.list.is_empty() {
            return None;
        }
        scope.runtime("rule");
        Some(Checks {
            validate: scope.runtime("Validate"),
            violation: scope.runtime("Violation"),
            patterns: self.patterns,
            list: self.list,
        })
    }

    fn push_block(&mut self, head: String, body: Vec<Check>) {
        if !body.is_empty() {
            self.list.push(Check::Block { head, body });
        }
    }

    /// The checks of a value that may be absent.
    fn optional(&mut self, ty: &Type, value: &Value, label: &Label) -> Vec<Check> {
        let (inner, nullable) = match self.lowering.behind_aliases(ty) {
            Type::Nullable(inner) => (inner.as_ref(), true),
            _ => (ty, false),
        };
        let variable = label.variable.clone();
        let copied = self.is_copy(inner) && matches!(value, Value::Place(_) | Value::Copy(_));
        let bound = if copied { Value::Copy(variable.clone()) } else { Value::Reference(variable.clone()) };
        let body = self.value(inner, &bound, label);
        if body.is_empty() {
            return body;
        }
        let source = if copied { value.by_copy() } else { value.by_reference() };
        let pattern = if nullable { format!("Some(Some({variable}))") } else { format!("Some({variable})") };
        vec![Check::Block { head: format!("if let {pattern} = {source}"), body }]
    }

    /// The checks of a value.
    fn value(&mut self, ty: &Type, value: &Value, label: &Label) -> Vec<Check> {
        match self.lowering.behind_aliases(ty) {
            Type::String(rules) => self.string(rules, value, label),
            Type::Integer(rules) => integer(rules, value, label),
            Type::Number(rules) => number(rules, value, label),
            Type::Integers(allowed) => {
                let allowed: Vec<String> = allowed.iter().map(i64::to_string).collect();
                vec![rule("one_of", label, value.by_copy(), Some(format!("&[{}]", allowed.join(", "))))]
            }
            Type::Literal(only @ Literal::String(_)) => {
                vec![rule(
                    "one_of",
                    label,
                    format!("{}.as_str()", value.receiver()),
                    Some(format!("&[{}]", constant(only))),
                )]
            }
            Type::Literal(only) => {
                vec![rule("one_of", label, value.by_copy(), Some(format!("&[{}]", constant(only))))]
            }
            Type::List(list) => self.list(list, value, label),
            Type::Map(map) => {
                let mut checks = Vec::new();
                if let Some(least) = map.min_properties.filter(|least| *least > 0) {
                    checks.push(rule("min_properties", label, value.by_reference(), Some(least.to_string())));
                }
                if let Some(most) = map.max_properties {
                    checks.push(rule("max_properties", label, value.by_reference(), Some(most.to_string())));
                }
                let body = self.value(&map.values, &Value::Reference("value".to_owned()), &label.values());
                if !body.is_empty() {
                    checks.push(Check::Block { head: format!("for value in {}.values()", value.receiver()), body });
                }
                checks
            }
            Type::Tuple(items) => {
                let mut checks = Vec::new();
                for (at, item) in items.iter().enumerate() {
                    let label = Label { text: format!("{}[{at}]", label.text), variable: "value".to_owned() };
                    checks.extend(self.value(item, &Value::Place(format!("{}.{at}", value.receiver())), &label));
                }
                checks
            }
            Type::Nullable(inner) => self.optional(inner, value, label),
            // A named type checks itself.
            Type::Named(_) | Type::Any | Type::Null | Type::Boolean | Type::Timestamp | Type::Date => Vec::new(),
        }
    }

    fn string(&mut self, rules: &StringRules, value: &Value, label: &Label) -> Vec<Check> {
        let text = value.by_reference();
        let mut checks = Vec::new();
        if let Some(least) = rules.min_length.filter(|least| *least > 0) {
            checks.push(rule("min_length", label, text.clone(), Some(least.to_string())));
        }
        if let Some(most) = rules.max_length {
            checks.push(rule("max_length", label, text.clone(), Some(most.to_string())));
        }
        if let Some(pattern) = &rules.pattern {
            let name = self.pattern(label, pattern);
            checks.push(rule("pattern", label, text.clone(), Some(format!("&{name}"))));
        }
        if rules.format == Some(Format::Uuid) {
            checks.push(rule("uuid", label, text, None));
        }
        checks
    }

    fn list(&mut self, list: &List, value: &Value, label: &Label) -> Vec<Check> {
        let mut checks = Vec::new();
        if let Some(least) = list.min_items.filter(|least| *least > 0) {
            checks.push(rule("min_items", label, value.by_reference(), Some(least.to_string())));
        }
        if let Some(most) = list.max_items {
            checks.push(rule("max_items", label, value.by_reference(), Some(most.to_string())));
        }
        if list.unique {
            checks.push(rule("unique_items", label, value.by_reference(), None));
        }
        let label = label.item();
        let (inner, flat) = match self.lowering.behind_aliases(&list.items) {
            Type::Nullable(inner) => (inner.as_ref(), true),
            _ => (&list.items, false),
        };
        let body = self.value(inner, &Value::Reference(label.variable.clone()), &label);
        if !body.is_empty() {
            let source = if flat { format!("{}.iter().flatten()", value.receiver()) } else { value.by_reference() };
            checks.push(Check::Block { head: format!("for {} in {source}", label.variable), body });
        }
        checks
    }

    /// The name of the compiled form of a pattern.
    fn pattern(&mut self, label: &Label, pattern: &str) -> String {
        let translated = to_regex_lite(pattern)
            .unwrap_or_else(|fault| panic!("a checked catalogue holds no such pattern as `{pattern}`: {fault}"));
        let written = literal::raw_string(pattern);
        if let Some(known) = self.patterns.iter().find(|known| known.written == written) {
            return known.name.clone();
        }
        let base = ident::screaming(if label.text.is_empty() { &self.owner } else { &label.text });
        let name = self.pattern_names.take(&base, "_PATTERN");
        let translated = (translated != pattern).then(|| literal::raw_string(&translated));
        self.patterns.push(PatternItem { name: name.clone(), written, translated });
        name
    }

    fn is_copy(&self, ty: &Type) -> bool {
        matches!(
            self.lowering.behind_aliases(ty),
            Type::Integer(_)
                | Type::Number(_)
                | Type::Integers(_)
                | Type::Boolean
                | Type::Literal(Literal::Integer(_) | Literal::Boolean(_))
        )
    }
}

fn integer(rules: &IntegerRules, value: &Value, label: &Label) -> Vec<Check> {
    // A `u64` is never below zero.
    let least = rules.minimum.filter(|least| *least != 0).map(|least| ("minimum", least));
    let most = rules.maximum.map(|most| ("maximum", most));
    let step = rules.multiple_of.map(|step| ("multiple_of", step));
    let bounds = [least, most, step].into_iter().flatten();
    bounds.map(|(function, bound)| rule(function, label, value.by_copy(), Some(bound.to_string()))).collect()
}

fn number(rules: &NumberRules, value: &Value, label: &Label) -> Vec<Check> {
    let bounds = [
        ("minimum", rules.minimum),
        ("maximum", rules.maximum),
        ("exclusive_minimum", rules.exclusive_minimum),
        ("exclusive_maximum", rules.exclusive_maximum),
        ("multiple_of", rules.multiple_of),
    ];
    let bounds = bounds.into_iter().filter_map(|(function, bound)| Some((function, bound?)));
    bounds.map(|(function, bound)| rule(function, label, value.by_copy(), Some(format!("{bound:?}")))).collect()
}

fn rule(function: &str, label: &Label, value: String, bound: Option<String>) -> Check {
    let args = [literal::string(&label.text), value].into_iter().chain(bound).collect();
    Check::Rule { function: function.to_owned(), args }
}

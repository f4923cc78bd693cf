//! Types as expressions that make checks, over the functions of `internal/check`.

use std::collections::BTreeSet;
use std::fmt::Display;

use event_spec::types::{
    Discrimination, Enum, Format, IntegerRules, List, Literal, Map, NumberRules, Object, Rest, StringRules, Type,
    TypeKind, Types, Union,
};

use super::pattern;
use crate::typescript::model::validators::Term;
use crate::typescript::syntax;

/// Every function and check that may be imported.
pub const FUNCTIONS: &[&str] = &[
    "above",
    "any",
    "below",
    "boolean",
    "byType",
    "constant",
    "date",
    "empty",
    "every",
    "integer",
    "list",
    "map",
    "maxItems",
    "maxKeys",
    "maxLength",
    "maximum",
    "minItems",
    "minKeys",
    "minLength",
    "minimum",
    "multipleOf",
    "nullable",
    "number",
    "object",
    "oneOf",
    "pattern",
    "refused",
    "tagged",
    "text",
    "timestamp",
    "tuple",
    "unique",
    "unsigned",
    "uuid",
];

/// Makes checks, and keeps account of what they need.
pub struct Checks<'c> {
    types: &'c Types,
    used: BTreeSet<&'static str>,
    /// The constant of each type that has one, by the type's place in the catalogue.
    pub constants: Vec<Option<String>>,
}

impl<'c> Checks<'c> {
    pub fn new(types: &'c Types) -> Self {
        Self { types, used: BTreeSet::new(), constants: Vec::new() }
    }

    /// What was used so far, in the order of names.
    pub fn imports(&self) -> Vec<&'static str> {
        self.used.iter().copied().collect()
    }

    /// The check of a named type.
    pub fn kind(&mut self, kind: &TypeKind) -> Term {
        match kind {
            TypeKind::Object(object) => self.object(object),
            TypeKind::Enum(values) => self.set(values),
            TypeKind::Union(union) => self.union(union),
            TypeKind::Alias(ty) => self.ty(ty),
        }
    }

    /// The check of a type.
    pub fn ty(&mut self, ty: &Type) -> Term {
        match ty {
            Type::Any => self.plain("any"),
            Type::Null => self.plain("empty"),
            Type::Boolean => self.plain("boolean"),
            Type::Integer(rules) => self.integer(rules),
            Type::Number(rules) => self.number(rules),
            Type::String(rules) => self.text(rules),
            Type::Timestamp => self.plain("timestamp"),
            Type::Date => self.plain("date"),
            Type::Literal(literal) => self.call("constant", vec![atom(constant(literal))]),
            Type::Integers(values) => {
                let values: Vec<String> = values.iter().map(i64::to_string).collect();
                self.call("oneOf", vec![atom(format!("[{}]", values.join(", ")))])
            }
            Type::List(list) => self.list(list),
            Type::Tuple(items) => self.tuple(&items.iter().collect::<Vec<_>>()),
            Type::Map(map) => self.map(map),
            Type::Nullable(inner) => {
                let inner = self.ty(inner);
                self.call("nullable", vec![inner])
            }
            Type::Named(id) => match &self.constants[id.0 as usize] {
                Some(name) => atom(name),
                None => {
                    let types = self.types;
                    self.kind(&types.get(*id).kind)
                }
            },
        }
    }

    /// The check of a list with an item of each of these types.
    pub fn tuple(&mut self, items: &[&Type]) -> Term {
        let items = items.iter().map(|item| self.ty(item)).collect();
        self.call("tuple", items)
    }

    fn object(&mut self, object: &Object) -> Term {
        let (mut required, mut optional) = (Vec::new(), Vec::new());
        for field in &object.fields {
            let fields = if field.optional { &mut optional } else { &mut required };
            fields.push((syntax::literal_key(&field.wire), self.ty(&field.ty)));
        }
        let rest = match &object.rest {
            Rest::Ignored | Rest::Kept(Type::Any) => None,
            Rest::Kept(ty) => Some(self.ty(ty)),
            Rest::Refused => Some(self.plain("refused")),
        };
        let mut arguments = vec![Term::Record(required)];
        if !optional.is_empty() || rest.is_some() {
            arguments.push(Term::Record(optional));
        }
        arguments.extend(rest);
        self.call("object", arguments)
    }

    fn set(&mut self, values: &Enum) -> Term {
        if values.open {
            return self.plain("text");
        }
        let values: Vec<String> = values.values.iter().map(|value| syntax::string(&value.wire)).collect();
        self.call("oneOf", vec![atom(format!("[{}]", values.join(", ")))])
    }

    fn union(&mut self, union: &Union) -> Term {
        let (function, key) = match &union.discrimination {
            Discrimination::Tag(key) => ("tagged", Some(atom(syntax::string(key)))),
            Discrimination::JsonType => ("byType", None),
        };
        let shapes = union.variants.iter().map(|variant| {
            let told = variant.tag.as_deref().unwrap_or_else(|| self.types.json_type(&variant.ty));
            (syntax::literal_key(told), self.ty(&variant.ty))
        });
        let shapes = Term::Record(shapes.collect());
        self.call(function, key.into_iter().chain([shapes]).collect())
    }

    fn integer(&mut self, rules: &IntegerRules) -> Term {
        let is_unsigned = rules.minimum.is_some_and(|least| least >= 0);
        let base = self.plain(if is_unsigned { "unsigned" } else { "integer" });
        let rules = [
            self.rule("minimum", rules.minimum.filter(|least| *least != 0)),
            self.rule("maximum", rules.maximum),
            self.rule("multipleOf", rules.multiple_of),
        ];
        self.every(base, rules)
    }

    fn number(&mut self, rules: &NumberRules) -> Term {
        let base = self.plain("number");
        let rules = [
            self.rule("minimum", rules.minimum),
            self.rule("maximum", rules.maximum),
            self.rule("above", rules.exclusive_minimum),
            self.rule("below", rules.exclusive_maximum),
            self.rule("multipleOf", rules.multiple_of),
        ];
        self.every(base, rules)
    }

    fn text(&mut self, rules: &StringRules) -> Term {
        let base = self.plain("text");
        let matches = rules
            .pattern
            .as_deref()
            .map(|pattern| self.call("pattern", vec![atom(pattern::literal(pattern)), atom(syntax::string(pattern))]));
        let rules = [
            self.rule("minLength", rules.min_length.filter(|least| *least > 0)),
            self.rule("maxLength", rules.max_length),
            matches,
            rules.format.map(|format| match format {
                Format::Uuid => self.plain("uuid"),
            }),
        ];
        self.every(base, rules)
    }

    fn list(&mut self, list: &List) -> Term {
        let items = self.ty(&list.items);
        let base = self.call("list", vec![items]);
        let rules = [
            self.rule("minItems", list.min_items.filter(|least| *least > 0)),
            self.rule("maxItems", list.max_items),
            list.unique.then(|| self.plain("unique")),
        ];
        self.every(base, rules)
    }

    fn map(&mut self, map: &Map) -> Term {
        let values = self.ty(&map.values);
        let base = self.call("map", vec![values]);
        let rules = [
            self.rule("minKeys", map.min_properties.filter(|least| *least > 0)),
            self.rule("maxKeys", map.max_properties),
        ];
        self.every(base, rules)
    }

    fn every<const N: usize>(&mut self, base: Term, rules: [Option<Term>; N]) -> Term {
        let rules: Vec<Term> = rules.into_iter().flatten().collect();
        if rules.is_empty() { base } else { self.call("every", std::iter::once(base).chain(rules).collect()) }
    }

    fn rule(&mut self, function: &'static str, bound: Option<impl Display>) -> Option<Term> {
        bound.map(|bound| self.call(function, vec![atom(bound)]))
    }

    fn call(&mut self, function: &'static str, arguments: Vec<Term>) -> Term {
        self.used.insert(function);
        Term::Call(function, arguments)
    }

    fn plain(&mut self, check: &'static str) -> Term {
        self.used.insert(check);
        atom(check)
    }
}

fn atom(text: impl Display) -> Term {
    Term::Atom(text.to_string())
}

fn constant(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => syntax::string(text),
        Literal::Integer(number) => number.to_string(),
        Literal::Boolean(value) => value.to_string(),
    }
}

//! What a type says itself, and the types inside it.

use super::form::Form;
use crate::resolve::path::describe;
use crate::types::{
    Discrimination, Enum, IntegerRules, List, Literal, Map, NumberRules, Object, Rest, StringRules, Type, TypeKind,
    Types, Union,
};

/// A type without what is inside it.
pub(super) struct Shape<'a> {
    pub(super) form: Form,
    /// What is inside, in an order that follows from the form.
    pub(super) inside: Vec<&'a Type>,
}

impl<'a> Shape<'a> {
    /// The shape of a type that is no other name. Words for people leave no trace, nor do bounds that bound nothing.
    pub(super) fn of(ty: &'a Type, types: &'a Types) -> Self {
        let mut shape = Self { form: Form::default(), inside: Vec::new() };
        shape.add(ty, types);
        shape
    }

    /// The shape of an object.
    pub(super) fn of_object(object: &'a Object) -> Self {
        let mut shape = Self { form: Form::default(), inside: Vec::new() };
        shape.object(object);
        shape
    }

    fn add(&mut self, ty: &'a Type, types: &'a Types) {
        match ty {
            Type::Any => self.form.text("any"),
            Type::Null => self.form.text("null"),
            Type::Boolean => self.form.text("boolean"),
            Type::Timestamp => self.form.text("timestamp"),
            Type::Date => self.form.text("date"),
            Type::Integer(rules) => self.integer(rules),
            Type::Number(rules) => self.number(rules),
            Type::String(rules) => self.string(rules),
            Type::Literal(Literal::String(text)) => self.texts(false, [text.as_str()].into_iter()),
            Type::Literal(Literal::Integer(value)) => self.integers(&[*value]),
            Type::Literal(Literal::Boolean(value)) => {
                self.form.text("always");
                self.form.flag(*value);
            }
            Type::Integers(values) => self.integers(values),
            Type::List(list) => self.list(list),
            Type::Tuple(items) => {
                self.form.text("tuple");
                self.form.count(items.len());
                self.inside.extend(items);
            }
            Type::Map(map) => self.map(map),
            Type::Nullable(inner) => {
                self.form.text("nullable");
                self.inside.push(inner);
            }
            Type::Named(id) => match &types.get(*id).kind {
                TypeKind::Object(object) => self.object(object),
                TypeKind::Enum(Enum { values, open, .. }) => {
                    self.texts(*open, values.iter().map(|value| value.wire.as_str()));
                }
                TypeKind::Union(union) => self.union(union, types),
                TypeKind::Alias(_) => unreachable!("names were followed"),
            },
        }
    }

    fn integer(&mut self, rules: &IntegerRules) {
        self.form.text("integer");
        self.form.number(rules.minimum);
        self.form.number(rules.maximum);
        // Every whole number is a multiple of one.
        self.form.number(rules.multiple_of.filter(|step| *step != 1));
    }

    fn number(&mut self, rules: &NumberRules) {
        self.form.text("number");
        let NumberRules { minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of } = rules;
        for bound in [minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of] {
            // Zero has no sign.
            self.form.number(bound.map(|bound| bound + 0.0));
        }
    }

    fn string(&mut self, rules: &StringRules) {
        self.form.text("string");
        // No text is shorter than nothing.
        self.form.number(rules.min_length.filter(|least| *least > 0));
        self.form.number(rules.max_length);
        self.form.option(rules.pattern.as_deref(), Form::text);
        self.form.flag(rules.format.is_some());
    }

    fn texts<'t>(&mut self, open: bool, texts: impl Iterator<Item = &'t str>) {
        self.form.text("texts");
        self.form.flag(open);
        self.form.set(texts);
    }

    fn integers(&mut self, values: &[i64]) {
        let mut values = values.to_vec();
        values.sort_unstable();
        self.form.text("integers");
        self.form.count(values.len());
        values.into_iter().for_each(|value| self.form.number(Some(value)));
    }

    fn list(&mut self, list: &'a List) {
        self.form.text("list");
        self.form.number(list.min_items.filter(|least| *least > 0));
        self.form.number(list.max_items);
        self.form.flag(list.unique);
        self.inside.push(&list.items);
    }

    fn map(&mut self, map: &'a Map) {
        self.form.text("map");
        self.form.number(map.min_properties.filter(|least| *least > 0));
        self.form.number(map.max_properties);
        self.inside.push(&map.values);
    }

    fn object(&mut self, object: &'a Object) {
        let mut fields: Vec<_> = object.fields.iter().collect();
        fields.sort_unstable_by(|one, other| one.wire.cmp(&other.wire));
        self.form.text("object");
        self.form.count(fields.len());
        for field in fields {
            self.form.text(&field.wire);
            self.form.flag(field.optional);
            self.inside.push(&field.ty);
        }
        self.form.text(match &object.rest {
            Rest::Ignored => "ignored",
            Rest::Refused => "refused",
            Rest::Kept(ty) => {
                self.inside.push(ty);
                "kept"
            }
        });
    }

    fn union(&mut self, union: &'a Union, types: &Types) {
        self.form.text("union");
        let tag = match &union.discrimination {
            Discrimination::Tag(key) => Some(key.as_str()),
            Discrimination::JsonType => None,
        };
        self.form.option(tag, Form::text);
        let mut variants: Vec<_> = union.variants.iter().collect();
        // Where no tag tells variants apart, each has a JSON type of its own.
        variants.sort_by_key(|variant| (&variant.tag, describe(&variant.ty, types)));
        self.form.count(variants.len());
        for variant in variants {
            self.form.option(variant.tag.as_deref(), Form::text);
            self.inside.push(&variant.ty);
        }
    }
}

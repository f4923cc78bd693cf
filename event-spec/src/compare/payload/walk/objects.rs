//! Pairs of objects: fields, maps and unions.

use super::{ObjectOf, Walk};
use crate::compare::pair::Pair;
use crate::compare::payload::fields::Fields;
use crate::compare::payload::limits::Count;
use crate::compare::payload::met::Met;
use crate::compare::payload::path::Step;
use crate::compare::rules::Check;
use crate::types::{Discrimination, Field, Literal, Object, Rest, Type, TypeKind, Union};

/// Stands for the type of an object whose fields or content are shown to the rules: they see the object itself.
const OBJECT: &Type = &Type::Any;

impl<'a> Walk<'a, '_> {
    /// Compares what objects can be: maps, objects with fields, or unions of those.
    pub(super) fn objects(&mut self, old: &'a Type, new: &'a Type) {
        if let (Type::Map(old_map), Type::Map(new_map)) = (old, new) {
            let (old_count, new_count) = (Count::of_map(old_map), Count::of_map(new_map));
            if old_count != new_count {
                self.met(Met::Count { old: &old_count, new: &new_count }, old, new);
            }
            return self.inside(Step::Value, |walk| walk.types(&old_map.values, &new_map.values));
        }
        let (Type::Named(old_id), Type::Named(new_id)) = (old, new) else {
            return self.met(Met::Whole, old, new);
        };
        match (&self.old.get(*old_id).kind, &self.new.get(*new_id).kind) {
            (TypeKind::Object(old_object), TypeKind::Object(new_object)) => {
                let old = ObjectOf { id: *old_id, object: old_object };
                let new = ObjectOf { id: *new_id, object: new_object };
                self.later(old, new);
            }
            (TypeKind::Union(old_union), TypeKind::Union(new_union)) => {
                let (old_tag, new_tag) = (tag(old_union), tag(new_union));
                if old_tag != new_tag {
                    return self.met(Met::Tag { old: old_tag, new: new_tag }, old, new);
                }
                self.variants(old, new, &variants(old_union), &variants(new_union));
            }
            (TypeKind::Union(old_union), TypeKind::Object(object)) => match constant(object, tag(old_union)) {
                Some(name) => self.variants(old, new, &variants(old_union), &[(name, new)]),
                None => self.met(Met::Whole, old, new),
            },
            (TypeKind::Object(object), TypeKind::Union(new_union)) => match constant(object, tag(new_union)) {
                Some(name) => self.variants(old, new, &[(name, old)], &variants(new_union)),
                None => self.met(Met::Whole, old, new),
            },
            _ => self.met(Met::Whole, old, new),
        }
    }

    /// Compares the variants of two unions, matched by their tags.
    fn variants(&mut self, old: &'a Type, new: &'a Type, olds: &[(&'a str, &'a Type)], news: &[(&'a str, &'a Type)]) {
        for (name, variant) in news {
            match olds.iter().find(|(other, _)| other == name) {
                Some((_, other)) => self.inside(Step::Variant(name), |walk| walk.types(other, variant)),
                None => self.met(Met::Variant(Pair::Added(name)), old, new),
            }
        }
        for (name, _) in olds.iter().filter(|(name, _)| news.iter().all(|(other, _)| other != name)) {
            self.met(Met::Variant(Pair::Removed(name)), old, new);
        }
    }

    /// Compares the fields of two objects, and what becomes of other keys.
    pub(super) fn object(&mut self, old: &'a Object, new: &'a Object) {
        for field in &new.fields {
            match old.field(&field.wire) {
                Some(before) => self.field(Pair::Kept { old: before, new: field }, old, new),
                None => self.field(Pair::Added(field), old, new),
            }
        }
        for field in old.fields.iter().filter(|field| new.field(&field.wire).is_none()) {
            self.field(Pair::Removed(field), old, new);
        }
        match (&old.rest, &new.rest) {
            (Rest::Ignored, Rest::Ignored) | (Rest::Refused, Rest::Refused) => {}
            (Rest::Kept(old), Rest::Kept(new)) => self.inside(Step::Value, |walk| walk.types(old, new)),
            (before, after) => self.met(Met::Rest { old: before, new: after }, OBJECT, OBJECT),
        }
    }

    fn field(&mut self, pair: Pair<&'a Field>, old: &'a Object, new: &'a Object) {
        let fields = Fields { pair, old, new };
        let (key, old_span, new_span) = match pair {
            Pair::Added(field) => (&field.wire, None, Some(field.span)),
            Pair::Removed(field) => (&field.wire, Some(field.span), None),
            Pair::Kept { old, new } => (&new.wire, Some(old.span), Some(new.span)),
        };
        self.inside(Step::Key(key), |walk| {
            walk.written_at(old_span, new_span, |walk| {
                let Pair::Kept { old: before, new: after } = pair else {
                    return walk.fields(&fields);
                };
                if before.optional != after.optional {
                    walk.fields(&fields);
                }
                walk.types(&before.ty, &after.ty);
            });
        });
    }

    /// Shows the rules a pair of fields that differ.
    fn fields(&mut self, fields: &Fields<'_>) {
        self.ask(OBJECT, OBJECT, |check, at, changes| {
            if let Check::Field(check) = check {
                check(fields, at, changes);
            }
        });
    }
}

/// The key that tells the variants apart. Unions by JSON type were seen through.
fn tag(union: &Union) -> &str {
    match &union.discrimination {
        Discrimination::Tag(tag) => tag,
        Discrimination::JsonType => "",
    }
}

fn variants(union: &Union) -> Vec<(&str, &Type)> {
    let tagged = union.variants.iter().filter_map(|variant| Some((variant.tag.as_deref()?, &variant.ty)));
    tagged.collect()
}

/// The text that an object always holds under a key: it can stand for a variant with that tag.
fn constant<'a>(object: &'a Object, key: &str) -> Option<&'a str> {
    match object.field(key) {
        Some(field) if !field.optional => match &field.ty {
            Type::Literal(Literal::String(text)) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

//! Pairs of types: null, kinds, scalars and lists.

use super::Walk;
use crate::compare::contain::Typed;
use crate::compare::contain::kind::Kind;
use crate::compare::pair::Pair;
use crate::compare::payload::limits::{Count, Number, Text};
use crate::compare::payload::met::{Met, Values};
use crate::compare::payload::path::Step;
use crate::compare::payload::shape::{Part, Shape};
use crate::types::{Enum, Type, TypeKind};

impl<'a> Walk<'a, '_> {
    /// Compares two types: null, and then what they can be of each JSON type.
    pub(super) fn types(&mut self, old_type: &'a Type, new_type: &'a Type) {
        let old = Shape::of(Typed::new(self.old, old_type));
        let new = Shape::of(Typed::new(self.new, new_type));
        if old.any && new.any {
            return;
        }
        let shares = new.parts.iter().any(|part| old.part(part.kind).is_some());
        let only_null = old.parts.is_empty() && new.parts.is_empty();
        if old.any || new.any || !(shares || only_null) {
            return self.met(Met::Type, old_type, new_type);
        }
        if old.null != new.null {
            let (old_span, new_span) = (old.null_span().or(self.old_span), new.null_span().or(self.new_span));
            let met = Met::Null { old: old.null, new: new.null };
            self.written_at(old_span, new_span, |walk| walk.met(met, old_type, new_type));
        }
        let several = old.parts.len() > 1 || new.parts.len() > 1;
        for part in &new.parts {
            let name = part.kind.word();
            match old.part(part.kind) {
                None => self.met(Met::Variant(Pair::Added(name)), old_type, new_type),
                Some(old) if several => self.inside(Step::Variant(name), |walk| walk.parts(old, *part)),
                Some(old) => self.parts(old, *part),
            }
        }
        for part in old.parts.iter().filter(|part| new.part(part.kind).is_none()) {
            self.met(Met::Variant(Pair::Removed(part.kind.word())), old_type, new_type);
        }
    }

    /// Compares what values of one JSON type can be.
    fn parts(&mut self, old: Part<'a>, new: Part<'a>) {
        let (old_span, new_span) = (old.span.or(self.old_span), new.span.or(self.new_span));
        self.written_at(old_span, new_span, |walk| match old.kind {
            Kind::Boolean | Kind::Number | Kind::Text => walk.scalars(old, new),
            Kind::List => walk.lists(old.ty, new.ty),
            Kind::Object => walk.objects(old.ty, new.ty),
        });
    }

    fn scalars(&mut self, old: Part<'a>, new: Part<'a>) {
        if self.alike(old.ty, new.ty) {
            return;
        }
        let old_values = Values::of(Typed::new(self.old, old.ty));
        let new_values = Values::of(Typed::new(self.new, new.ty));
        if old_values != new_values {
            self.met(Met::Values { old: &old_values, new: &new_values }, old.ty, new.ty);
        }
        // An open set is a text as well, held to nothing.
        let limited = old_values.is_free() || new_values.is_free();
        if old_values.is_closed() || new_values.is_closed() || !limited {
            return;
        }
        if old.kind == Kind::Text {
            let (old_text, new_text) = (Text::of(old.ty), Text::of(new.ty));
            if old_text != new_text {
                self.met(Met::Text { old: &old_text, new: &new_text }, old.ty, new.ty);
            }
        } else if let (Some(old_number), Some(new_number)) = (Number::of(old.ty), Number::of(new.ty))
            && old_number != new_number
        {
            self.met(Met::Number { old: &old_number, new: &new_number }, old.ty, new.ty);
        }
    }

    fn lists(&mut self, old: &'a Type, new: &'a Type) {
        match (old, new) {
            (Type::List(old_list), Type::List(new_list)) => {
                let (old_count, new_count) = (Count::of_list(old_list), Count::of_list(new_list));
                if old_count != new_count {
                    self.met(Met::Count { old: &old_count, new: &new_count }, old, new);
                }
                if old_list.unique != new_list.unique {
                    self.met(Met::Unique { old: old_list.unique, new: new_list.unique }, old, new);
                }
                self.inside(Step::Item, |walk| walk.types(&old_list.items, &new_list.items));
            }
            (Type::Tuple(old_items), Type::Tuple(new_items)) if old_items.len() == new_items.len() => {
                for (place, (old, new)) in old_items.iter().zip(new_items).enumerate() {
                    self.inside(Step::Place(place), |walk| walk.types(old, new));
                }
            }
            _ => {
                let places = |ty: &Type| if let Type::Tuple(items) = ty { Some(items.len()) } else { None };
                self.met(Met::Places { old: places(old), new: places(new) }, old, new);
            }
        }
    }

    /// Whether two scalars are written alike: nearly all are, and need no closer look.
    fn alike(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::Boolean, Type::Boolean) | (Type::Timestamp, Type::Timestamp) | (Type::Date, Type::Date) => true,
            (Type::Integer(old), Type::Integer(new)) => old == new,
            (Type::Number(old), Type::Number(new)) => old == new,
            (Type::String(old), Type::String(new)) => old == new,
            (Type::Literal(old), Type::Literal(new)) => old == new,
            (Type::Named(old), Type::Named(new)) => match (&self.old.get(*old).kind, &self.new.get(*new).kind) {
                (TypeKind::Enum(old), TypeKind::Enum(new)) => {
                    let texts = |set: &'a Enum| set.values.iter().map(|value| value.wire.as_str());
                    old.open == new.open && texts(old).eq(texts(new))
                }
                _ => false,
            },
            _ => false,
        }
    }
}

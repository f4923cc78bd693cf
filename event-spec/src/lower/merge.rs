//! Two shapes that hold at once.
//!
//! In: the shapes of `allOf`'s branches, or of a `$ref` and what stands beside it. Out: one shape that a value fits exactly
//! if it fits both, or a finding where there is no such value or no type can say it.

mod lists;
mod objects;
mod scalars;

use super::Lowering;
use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::schema::keyword::UNSUPPORTED;
use crate::schema::shape::{JsonTypes, Shape, Values};
use crate::schema::values::CONTRADICTION;
use crate::schema::{Schema, SchemaId, Step};
use crate::source::Spanned;
use scalars::{merge_numbers, merge_texts};

impl Lowering {
    /// The shape of what fits `a` and `b`. `id` is the schema whose parts they are, `reference` what `b` was referred to as.
    pub(super) fn merge(
        &mut self,
        cx: &mut Context<'_, '_>,
        id: SchemaId,
        a: Shape,
        b: &Shape,
        reference: Option<SchemaId>,
    ) -> Option<Shape> {
        let sealed = [(&a.union, b.object.is_some()), (&b.union, a.object.is_some())];
        let sealed = sealed.into_iter().find_map(|(union, beside)| {
            union.as_ref().filter(|union| beside && union.sealed.is_some()).map(|union| union.span)
        });
        if let Some(span) = sealed {
            let message =
                "the variants are sealed by `unevaluatedProperties`, and stand in an `allOf` with further properties";
            let help = "write `unevaluatedProperties` around the whole instead";
            cx.diagnostics.push(Diagnostic::new(&UNSUPPORTED, span, message).help(help));
            return None;
        }
        let types = merge_types(cx, a.types, b.types.as_ref())?;
        let values = merge_values(cx, a.values, b.values.as_deref())?;
        let number = merge_boxes(a.number, b.number.as_deref(), |a, b| merge_numbers(cx, a, b))?;
        let text = merge_boxes(a.text, b.text.as_deref(), |a, b| merge_texts(cx, a, b))?;
        let array = merge_boxes(a.array, b.array.as_deref(), |a, b| Some(self.merge_arrays(id, a, b)))?;
        let mut theirs = b.object.clone();
        if let (Some(object), Some(reference)) = (&mut theirs, reference) {
            object.extends = vec![reference];
        }
        let object = match (a.object, theirs) {
            (Some(a), Some(b)) => Some(Box::new(self.merge_objects(cx, id, *a, *b)?)),
            (a, b) => {
                self.spend(cx, b.as_ref().map_or(0, |object| object.fields.len()), self.arena.get(id).place)?;
                a.or(b)
            }
        };
        let union = match (a.union, &b.union) {
            (Some(a), Some(b)) if a.schema != b.schema => {
                let message = "a value is one of several variants twice over, which no type can say";
                let help = "write one `oneOf` that lists every combination that there is";
                let diagnostic = Diagnostic::new(&UNSUPPORTED, b.span, message).help(help);
                cx.diagnostics.push(diagnostic.label(a.span, "the other choice"));
                return None;
            }
            (a, b) => a.or_else(|| b.clone()),
        };
        Some(Shape { anything: a.anything && b.anything, types, values, number, text, array, object, union })
    }

    /// The schema of what fits two schemas, at a place inside `id`.
    fn both(&mut self, id: SchemaId, a: SchemaId, b: SchemaId, step: Step) -> SchemaId {
        if a == b || self.says_nothing(b) {
            return a;
        }
        if self.says_nothing(a) {
            return b;
        }
        let Schema { span, place, .. } = *self.arena.get(b);
        let mut schema = Schema::new(span, place, Some((id, step)));
        schema.all_of = vec![a, b];
        self.arena.add(schema)
    }

    /// Whether a schema asks for nothing and has no words either.
    fn says_nothing(&self, id: SchemaId) -> bool {
        let schema = self.arena.get(id);
        schema.words.is_none() && (schema.only_words() || schema.own.anything)
    }
}

fn merge_types(
    cx: &mut Context<'_, '_>,
    a: Option<Spanned<JsonTypes>>,
    b: Option<&Spanned<JsonTypes>>,
) -> Option<Option<Spanned<JsonTypes>>> {
    let (Some(a), Some(b)) = (&a, b) else {
        return Some(a.or_else(|| b.cloned()));
    };
    let both = a.value & b.value;
    if both.is_empty() {
        let message = format!("nothing is {} and {} at once", a.value, b.value);
        let diagnostic = Diagnostic::new(&CONTRADICTION, b.span, message).label(a.span, "the other type");
        cx.diagnostics.push(diagnostic.help("a value fits every part of `allOf`: for one of several, write `oneOf`"));
        return None;
    }
    Some(Some(Spanned::new(both, b.span)))
}

fn merge_values(cx: &mut Context<'_, '_>, a: Option<Box<Values>>, b: Option<&Values>) -> Option<Option<Box<Values>>> {
    let (Some(a), Some(b)) = (&a, b) else {
        return Some(a.or_else(|| b.map(|values| Box::new(values.clone()))));
    };
    let is_text = |constant: &_| matches!(constant, crate::schema::shape::Constant::Text(_));
    let mut list = Vec::new();
    for value in &a.list {
        match b.list.iter().find(|theirs| theirs.constant == value.constant) {
            Some(theirs) => {
                let mut value = value.clone();
                value.docs = theirs.docs.clone().or(value.docs);
                value.deprecated |= theirs.deprecated;
                list.push(value);
            }
            None if b.open && is_text(&value.constant) => list.push(value.clone()),
            None => {}
        }
    }
    if a.open {
        let new = b.list.iter().filter(|value| is_text(&value.constant));
        list.extend(new.filter(|value| a.list.iter().all(|ours| ours.constant != value.constant)).cloned());
    }
    if list.is_empty() {
        let message = "no value is allowed by both lists of values";
        cx.diagnostics.push(Diagnostic::new(&CONTRADICTION, b.span, message).label(a.span, "the other values"));
        return None;
    }
    Some(Some(Box::new(Values { list, open: a.open && b.open, complete: a.complete || b.complete, span: b.span })))
}

fn merge_boxes<T: Clone>(
    a: Option<Box<T>>,
    b: Option<&T>,
    merge: impl FnOnce(T, &T) -> Option<T>,
) -> Option<Option<Box<T>>> {
    match (a, b) {
        (Some(a), Some(b)) => merge(*a, b).map(|both| Some(Box::new(both))),
        (a, b) => Some(a.or_else(|| b.map(|b| Box::new(b.clone())))),
    }
}

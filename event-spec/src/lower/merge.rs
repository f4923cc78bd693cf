//! Two shapes that hold at once.
//!
//! In: the shapes of `allOf`'s branches, or of a `$ref` and what stands beside it. Out: one shape that a value fits exactly
//! if it fits both, or a finding where there is no such value or no type can say it.

use super::Lowering;
use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::rule::Rule;
use crate::schema::keyword::UNSUPPORTED;
use crate::schema::shape::{
    ArrayShape, FieldShape, ItemsShape, JsonTypes, NumberShape, ObjectShape, RestShape, Shape, TextShape, Values,
};
use crate::schema::{Schema, SchemaId, Step};
use crate::source::Spanned;
use crate::tree::Number;

/// Something can fit all parts of a schema.
pub(crate) static CONTRADICTION: Rule =
    Rule::error("schema-contradiction", "the parts of a schema can all hold at once");

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

    fn merge_objects(
        &mut self,
        cx: &mut Context<'_, '_>,
        id: SchemaId,
        a: ObjectShape,
        b: ObjectShape,
    ) -> Option<ObjectShape> {
        self.spend(cx, b.fields.len(), self.arena.get(id).place)?;
        let mut fields = a.fields;
        for (name, field) in &mut fields {
            if !b.fields.contains_key(name) {
                self.admit(cx, id, name, field, &b.rest)?;
            }
        }
        for (name, mut field) in b.fields {
            match fields.get_mut(&name) {
                Some(known) => known.schema = self.both(id, known.schema, field.schema, Step::Field(name)),
                None => {
                    self.admit(cx, id, &name, &mut field, &a.rest)?;
                    fields.insert(name, field);
                }
            }
        }
        let rest = match (a.rest, b.rest) {
            (RestShape::Refused(span), _) | (_, RestShape::Refused(span)) => RestShape::Refused(span),
            (RestShape::Each(a), RestShape::Each(b)) => RestShape::Each(self.both(id, a, b, Step::Value)),
            (RestShape::Unsaid, rest) | (rest, RestShape::Unsaid) => rest,
        };
        let mut required = a.required;
        for (name, span) in b.required {
            required.entry(name).or_insert(span);
        }
        let mut extends = a.extends;
        extends.extend(b.extends.into_iter().filter(|schema| !extends.contains(schema)).collect::<Vec<_>>());
        Some(ObjectShape {
            has_properties: a.has_properties || b.has_properties,
            fields,
            required,
            rest,
            min_properties: larger(a.min_properties, b.min_properties),
            max_properties: smaller(a.max_properties, b.max_properties),
            extends,
        })
    }

    /// Lets a property of one part meet what the other part says of properties that it does not list.
    fn admit(
        &mut self,
        cx: &mut Context<'_, '_>,
        id: SchemaId,
        name: &str,
        field: &mut FieldShape,
        rest: &RestShape,
    ) -> Option<()> {
        match rest {
            RestShape::Unsaid => {}
            RestShape::Each(schema) => {
                field.schema = self.both(id, field.schema, *schema, Step::Field(name.to_owned()));
            }
            RestShape::Refused(span) => {
                let message = format!("one part of the schema lists `{name}`, and another part refuses it");
                let help = "`additionalProperties` sees only the `properties` beside it: write `unevaluatedProperties: false` beside the `allOf` instead";
                let diagnostic = Diagnostic::new(&CONTRADICTION, *span, message).underlined("refuses it");
                cx.diagnostics.push(diagnostic.label(field.key, "lists it").help(help));
                return None;
            }
        }
        Some(())
    }

    fn merge_arrays(&mut self, id: SchemaId, a: ArrayShape, b: &ArrayShape) -> ArrayShape {
        let prefix = match (&a.prefix, &b.prefix) {
            (None, None) => None,
            (Some(prefix), None) => Some(self.prefix_and(id, prefix, b.items)),
            (None, Some(prefix)) => Some(self.prefix_and(id, prefix, a.items)),
            (Some(ours), Some(theirs)) => {
                let length = ours.value.len().max(theirs.value.len());
                let item = |prefix: &[SchemaId], items, at: usize| match (prefix.get(at), items) {
                    (Some(schema), _) => ItemsShape::Each(*schema),
                    (None, items) => items,
                };
                let items = (0..length).filter_map(|at| {
                    match (item(&ours.value, a.items, at), item(&theirs.value, b.items, at)) {
                        (ItemsShape::Each(a), ItemsShape::Each(b)) => Some(self.both(id, a, b, Step::Position(at))),
                        (ItemsShape::Each(a), ItemsShape::Unsaid) | (ItemsShape::Unsaid, ItemsShape::Each(a)) => {
                            Some(a)
                        }
                        _ => None,
                    }
                });
                Some(Spanned::new(items.collect(), theirs.span))
            }
        };
        let items = match (a.items, b.items) {
            (ItemsShape::Refused, _) | (_, ItemsShape::Refused) => ItemsShape::Refused,
            (ItemsShape::Each(a), ItemsShape::Each(b)) => ItemsShape::Each(self.both(id, a, b, Step::Item)),
            (ItemsShape::Unsaid, items) | (items, ItemsShape::Unsaid) => items,
        };
        ArrayShape {
            prefix,
            items,
            min_items: larger(a.min_items, b.min_items.clone()),
            max_items: smaller(a.max_items, b.max_items.clone()),
            unique: a.unique || b.unique,
        }
    }

    fn prefix_and(
        &mut self,
        id: SchemaId,
        prefix: &Spanned<Vec<SchemaId>>,
        items: ItemsShape,
    ) -> Spanned<Vec<SchemaId>> {
        let ItemsShape::Each(items) = items else {
            return prefix.clone();
        };
        let each = prefix.value.iter().enumerate();
        Spanned::new(each.map(|(at, schema)| self.both(id, *schema, items, Step::Position(at))).collect(), prefix.span)
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
        cx.diagnostics.push(Diagnostic::new(&CONTRADICTION, b.span, message).label(a.span, "the other type"));
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
    Some(Some(Box::new(Values { list, open: a.open && b.open, span: b.span })))
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

fn merge_numbers(cx: &mut Context<'_, '_>, a: NumberShape, b: &NumberShape) -> Option<NumberShape> {
    let multiple_of = match (a.multiple_of, &b.multiple_of) {
        (Some(a), Some(b)) => Some(common_multiple(cx, a, b)?),
        (a, b) => a.or_else(|| b.clone()),
    };
    Some(NumberShape {
        minimum: tighter(a.minimum, b.minimum.as_ref(), true),
        maximum: tighter(a.maximum, b.maximum.as_ref(), false),
        exclusive_minimum: tighter(a.exclusive_minimum, b.exclusive_minimum.as_ref(), true),
        exclusive_maximum: tighter(a.exclusive_maximum, b.exclusive_maximum.as_ref(), false),
        multiple_of,
    })
}

/// The tighter of two bounds: the larger of two minima, the smaller of two maxima.
fn tighter(a: Option<Spanned<Number>>, b: Option<&Spanned<Number>>, minimum: bool) -> Option<Spanned<Number>> {
    let (Some(a), Some(b)) = (&a, b) else {
        return a.or_else(|| b.cloned());
    };
    let b_is_larger = match (a.value.as_i64(), b.value.as_i64()) {
        (Some(a), Some(b)) => b > a,
        _ => b.value.as_f64() > a.value.as_f64(),
    };
    Some(if b_is_larger == minimum { b.clone() } else { a.clone() })
}

fn common_multiple(cx: &mut Context<'_, '_>, a: Spanned<Number>, b: &Spanned<Number>) -> Option<Spanned<Number>> {
    if a.value == b.value {
        return Some(a);
    }
    let whole = |number: &Number| number.as_i64().and_then(|value| u64::try_from(value).ok());
    let common = whole(&a.value).zip(whole(&b.value)).and_then(|(a, b)| {
        let (mut left, mut right) = (a, b);
        while right != 0 {
            (left, right) = (right, left % right);
        }
        (a / left).checked_mul(b).and_then(|multiple| i64::try_from(multiple).ok())
    });
    let Some(common) = common else {
        let message = "a number is to be a multiple of two numbers, which no type can say of these";
        cx.diagnostics.push(Diagnostic::new(&UNSUPPORTED, b.span, message).label(a.span, "the other"));
        return None;
    };
    Some(Spanned::new(Number(common.to_string()), b.span))
}

fn merge_texts(cx: &mut Context<'_, '_>, a: TextShape, b: &TextShape) -> Option<TextShape> {
    let pattern = match (a.pattern, &b.pattern) {
        (Some(a), Some(b)) if a.value != b.value => {
            let message = "a text is to match two patterns, which no type can say";
            let help = "write one pattern that says both";
            let diagnostic = Diagnostic::new(&UNSUPPORTED, b.span, message).help(help);
            cx.diagnostics.push(diagnostic.label(a.span, "the other"));
            return None;
        }
        (a, b) => a.or_else(|| b.clone()),
    };
    let format = match (a.format, &b.format) {
        (Some(a), Some(b)) if a.value != b.value => {
            let message = "no text has two of these formats at once";
            cx.diagnostics.push(Diagnostic::new(&CONTRADICTION, b.span, message).label(a.span, "the other"));
            return None;
        }
        (a, b) => a.or_else(|| b.clone()),
    };
    Some(TextShape {
        min_length: larger(a.min_length, b.min_length.clone()),
        max_length: smaller(a.max_length, b.max_length.clone()),
        pattern,
        format,
    })
}

fn larger(a: Option<Spanned<u64>>, b: Option<Spanned<u64>>) -> Option<Spanned<u64>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.value > a.value { b } else { a }),
        (a, b) => a.or(b),
    }
}

fn smaller(a: Option<Spanned<u64>>, b: Option<Spanned<u64>>) -> Option<Spanned<u64>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.value < a.value { b } else { a }),
        (a, b) => a.or(b),
    }
}

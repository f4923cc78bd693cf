//! Objects: structs with fields, and maps whose keys are data.

use std::collections::HashMap;
use std::rc::Rc;

use super::Lowering;
use super::define::Form;
use super::names::NAME_COLLISION;
use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::rule::{Rule, rule};
use crate::schema::SchemaId;
use crate::schema::keyword::UNSUPPORTED;
use crate::schema::shape::{ObjectShape, RestShape, Shape};
use crate::source::{Span, Spanned};
use crate::suggest;
use crate::types::{Field, Map, Object, Rest, Type};
use crate::words;

/// What is required is described.
pub(crate) static REQUIRED: Rule =
    rule!(error Schemas "schema-required", "every name in `required` stands in `properties`");

impl Lowering {
    /// What a value of type `object` is: a map where no property is named, else an object with fields.
    pub(super) fn plan_object(&mut self, cx: &mut Context<'_, '_>, shape: &Rc<Shape>) -> Option<Form> {
        let empty = ObjectShape::default();
        let object = shape.object.as_deref().unwrap_or(&empty);
        super::scalars::check_counts(cx, &object.min_properties, &object.max_properties)?;
        let is_map = !object.has_properties && object.required.is_empty();
        if !is_map || matches!(object.rest, RestShape::Refused(_)) {
            return Some(Form::Object(Rc::clone(shape)));
        }
        let values = match object.rest {
            RestShape::Each(values) => self.lower(cx, values)?,
            RestShape::Unsaid | RestShape::Refused(_) => Type::Any,
        };
        let count = |count: &Option<Spanned<u64>>| count.as_ref().map(|count| count.value);
        Some(Form::Other(Type::Map(Box::new(Map {
            values,
            min_properties: count(&object.min_properties).filter(|least| *least > 0),
            max_properties: count(&object.max_properties),
        }))))
    }

    /// The object of a shape that [`Self::plan_object`] found to be one.
    pub(super) fn lower_object(&mut self, cx: &mut Context<'_, '_>, id: SchemaId, shape: &Shape) -> Option<Object> {
        let place = self.arena.get(id).place;
        let empty = ObjectShape::default();
        let object = shape.object.as_deref().unwrap_or(&empty);
        let slips = check_required(cx, object, place);
        check_property_counts(cx, object);
        check_field_names(cx, object);
        let mut complete = true;
        let mut fields = Vec::with_capacity(object.fields.len());
        for (wire, field) in &object.fields {
            let ty = self.lower(cx, field.schema);
            complete &= ty.is_some();
            fields.push(Field {
                wire: wire.clone(),
                // Something was reported, so that nobody will see the placeholder.
                ty: ty.unwrap_or(Type::Any),
                optional: !object.required.contains_key(wire) && !slips.contains(&wire.as_str()),
                docs: self.docs(field.schema),
                deprecated: self.is_deprecated(field.schema),
                default: self.default_of(field.schema),
                example: self.example_of(field.schema),
                format: self.format_of(field.schema),
                span: field.key,
            });
        }
        let rest = match object.rest {
            RestShape::Unsaid => Rest::Ignored,
            RestShape::Refused(_) => Rest::Refused,
            RestShape::Each(values) => Rest::Kept(self.lower(cx, values).unwrap_or(Type::Any)),
        };
        let extends = object.extends.iter().map(|base| self.shared_type(cx, *base)).collect();
        // An object with some fields refused still has the others, which later checks can use.
        (complete || !fields.is_empty()).then_some(Object { fields, rest, extends })
    }
}

/// Reports names that are required and not described, and gives those that were probably meant: what depends on their presence
/// is not reported as well.
fn check_required<'s>(cx: &mut Context<'_, '_>, object: &'s ObjectShape, place: Span) -> Vec<&'s str> {
    let mut slips = Vec::new();
    for (name, span) in &object.required {
        if object.fields.contains_key(name) {
            continue;
        }
        let message = format!("`{name}` is required, and `properties` does not describe it");
        let near = suggest::nearest(name, object.fields.keys().map(String::as_str));
        slips.extend(near);
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                format!("describe it under `properties`, or take it out of `required`; `{name}: true` allows anything")
            }
        };
        cx.diagnostics.push(Diagnostic::new(&REQUIRED, *span, message).label(place, "in this object").help(help));
    }
    slips
}

/// Counts of properties hold for maps; for an object with fields they are allowed where they say nothing new.
fn check_property_counts(cx: &mut Context<'_, '_>, object: &ObjectShape) {
    let closed = matches!(object.rest, RestShape::Refused(_));
    let least = object.min_properties.as_ref().filter(|count| count.value > object.required.len() as u64);
    let most = object.max_properties.as_ref().filter(|count| !closed || count.value < object.fields.len() as u64);
    for (count, keyword) in [(least, "minProperties"), (most, "maxProperties")] {
        if let Some(count) = count {
            let message = format!("`{keyword}` of an object with `properties` is checked by no generated type");
            let help = "require the properties that must be there, or describe a map with `additionalProperties` alone";
            cx.diagnostics.push(Diagnostic::new(&UNSUPPORTED, count.span, message).help(help));
        }
    }
}

fn check_field_names(cx: &mut Context<'_, '_>, object: &ObjectShape) {
    let mut seen: HashMap<String, (&str, Span)> = HashMap::with_capacity(object.fields.len());
    for (wire, field) in &object.fields {
        if let Some((other, span)) = seen.insert(words::snake(wire), (wire, field.key)) {
            let message = format!("the properties `{other}` and `{wire}` have one name in generated code");
            let help = "rename one of them, or describe both with `additionalProperties`";
            cx.diagnostics
                .push(Diagnostic::new(&NAME_COLLISION, field.key, message).label(span, "the other").help(help));
        }
    }
}

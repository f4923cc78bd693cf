//! What tells the variants of a union apart: a constant under one key, or the JSON type.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::Lowering;
use super::unions::{Planned, UnionPlan};
use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::schema::SchemaId;
use crate::schema::keyword::UNSUPPORTED;
use crate::schema::shape::{Constant, JsonTypes, Shape, UnionShape};
use crate::source::Span;
use crate::types::Discrimination;

impl Lowering {
    /// Finds what tells the branches apart.
    pub(super) fn tell_apart(
        &mut self,
        cx: &mut Context<'_, '_>,
        union: &UnionShape,
        list: &[SchemaId],
    ) -> Option<UnionPlan> {
        let mut shapes = Vec::with_capacity(list.len());
        for branch in list {
            shapes.push(self.shape(cx, *branch)?);
        }
        let objects = shapes.iter().filter(|shape| shape.allowed() == Some(JsonTypes::OBJECT)).count();
        if objects == list.len() {
            return self.tell_by_tag(cx, union, list, &shapes);
        }
        self.tell_by_type(cx, union, list, &shapes)
    }

    fn tell_by_tag(
        &mut self,
        cx: &mut Context<'_, '_>,
        union: &UnionShape,
        list: &[SchemaId],
        shapes: &[Rc<Shape>],
    ) -> Option<UnionPlan> {
        let tags: Vec<Vec<(String, String)>> = shapes.iter().map(|shape| self.tags(cx, shape)).collect();
        let by_key: Vec<HashMap<&str, &str>> =
            tags.iter().map(|tags| tags.iter().map(|(key, tag)| (key.as_str(), tag.as_str())).collect()).collect();
        let tells_apart = |key: &str| {
            let mut seen = HashSet::new();
            by_key.iter().all(|tags| tags.get(key).is_some_and(|tag| seen.insert(*tag)))
        };
        let Some((key, _)) = tags.first()?.iter().find(|(key, _)| tells_apart(key)) else {
            let candidate = tags.iter().flatten().next().map(|(key, _)| key.clone());
            let message = "the variants are objects that a reader cannot tell apart";
            let example = candidate.unwrap_or_else(|| "type".to_owned());
            let help = format!(
                "require one property in all of them, with a `const` of its own in each, as in `{example}: {{ const: image }}`"
            );
            let mut diagnostic = Diagnostic::new(&UNSUPPORTED, union.span, message).help(help);
            for (at, branch) in list.iter().enumerate().take(4) {
                let text = if by_key[at].is_empty() { "requires no constant" } else { "" };
                diagnostic = diagnostic.label(self.arena.get(*branch).place, text);
            }
            cx.diagnostics.push(diagnostic);
            return None;
        };
        let variants = list.iter().zip(&by_key).map(|(schema, tags)| Planned {
            schema: *schema,
            tag: tags.get(key.as_str()).map(|tag| (*tag).to_owned()),
            types: JsonTypes::OBJECT,
        });
        Some(UnionPlan { discrimination: Discrimination::Tag(key.clone()), variants: variants.collect() })
    }

    /// The required properties of an object that are text constants.
    fn tags(&mut self, cx: &mut Context<'_, '_>, shape: &Shape) -> Vec<(String, String)> {
        let Some(object) = &shape.object else {
            return Vec::new();
        };
        let required = object.fields.iter().filter(|(name, _)| object.required.contains_key(*name));
        let mut tags = Vec::new();
        for (name, field) in required {
            // A value that the type of the field refuses is reported with the field.
            let values = self.shape(cx, field.schema).and_then(|shape| shape.values.clone());
            if let Some(values) = values.filter(|values| !values.open)
                && let [only] = &values.list[..]
                && let Constant::Text(tag) = &only.constant
            {
                tags.push((name.clone(), tag.clone()));
            }
        }
        tags
    }

    fn tell_by_type(
        &mut self,
        cx: &mut Context<'_, '_>,
        union: &UnionShape,
        list: &[SchemaId],
        shapes: &[Rc<Shape>],
    ) -> Option<UnionPlan> {
        let mut variants: Vec<Planned> = Vec::new();
        for (branch, shape) in list.iter().zip(shapes) {
            let place = self.arena.get(*branch).place;
            let allowed = match shape.allowed() {
                Some(allowed) => allowed,
                None if shape.anything => {
                    let message = "a variant that is anything cannot be told from the others";
                    cx.diagnostics.push(Diagnostic::new(&UNSUPPORTED, place, message).help("write `true` alone"));
                    return None;
                }
                None => self.implied_type(cx, *branch, shape)?,
            };
            if allowed.contains(JsonTypes::NULL) {
                let message = "null hides in a variant of several";
                let help = "write `{ type: \"null\" }` as a variant of its own";
                cx.diagnostics.push(Diagnostic::new(&UNSUPPORTED, place, message).help(help));
                return None;
            }
            let each: Vec<JsonTypes> = allowed.each().collect();
            for (at, types) in each.iter().enumerate() {
                let clash = variants.iter().find(|other| !(other.types & *types).is_empty());
                if let Some(clash) = clash {
                    self.report_same_type(cx, union, clash, place, *types);
                    return None;
                }
                let schema = if each.len() == 1 { *branch } else { self.narrowed(*branch, at, shape, *types) };
                variants.push(Planned { schema, tag: None, types: *types });
            }
        }
        Some(UnionPlan { discrimination: Discrimination::JsonType, variants })
    }

    fn report_same_type(
        &self,
        cx: &mut Context<'_, '_>,
        union: &UnionShape,
        clash: &Planned,
        place: Span,
        types: JsonTypes,
    ) {
        let message = format!("two variants are {}, which a reader cannot tell apart", clash.types & types);
        let help = match types {
            JsonTypes::OBJECT => {
                "let all variants be objects with a required `const` property, or put the objects into a `oneOf` of their own below a key"
            }
            JsonTypes::INTEGER | JsonTypes::NUMBER => "write `type: number` for both",
            JsonTypes::STRING => {
                "write one schema for all texts; `anyOf` of an `enum` and `{ type: string }` alone is an open set"
            }
            _ => "write one schema for both",
        };
        let diagnostic = Diagnostic::new(&UNSUPPORTED, union.span, message).help(help);
        cx.diagnostics.push(diagnostic.label(self.arena.get(clash.schema).place, "one").label(place, "the other"));
    }
}

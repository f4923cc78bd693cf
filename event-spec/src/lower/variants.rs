//! Variants of unions: what each is called, and what it holds.

use std::collections::HashMap;

use super::Lowering;
use super::names::NAME_COLLISION;
use super::shapes::Bare;
use super::unions::UnionPlan;
use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::schema::SchemaId;
use crate::schema::shape::JsonTypes;
use crate::source::Span;
use crate::types::{Type, Union, Variant};
use crate::words;

impl Lowering {
    /// Lowers the variants of a union.
    pub(super) fn lower_union(&mut self, cx: &mut Context<'_, '_>, id: SchemaId, plan: UnionPlan) -> Option<Union> {
        let mut seen: HashMap<String, Span> = HashMap::new();
        let mut variants = Vec::with_capacity(plan.variants.len());
        let mut complete = true;
        for planned in plan.variants {
            let suffix = planned.tag.as_deref().map_or_else(|| variant_name(planned.types).to_owned(), words::pascal);
            let place = self.arena.get(planned.schema).place;
            if let Some(other) = seen.get(&suffix).filter(|_| planned.tag.is_some()) {
                let message = format!("two variants are both called `{suffix}` in generated code");
                let diagnostic = Diagnostic::new(&NAME_COLLISION, place, message).label(*other, "the other");
                cx.diagnostics.push(diagnostic.help("let their constants differ by more than case and punctuation"));
                complete = false;
                continue;
            }
            self.name_variant(cx, id, planned.schema, &suffix);
            let Some(mut ty) = self.lower(cx, planned.schema) else {
                complete = false;
                continue;
            };
            if planned.tag.is_some() {
                ty = self.object_behind(cx, planned.schema, ty);
            }
            let referred = self.referred_name(cx, planned.schema);
            let name = match (&planned.tag, referred) {
                (None, Some(name)) if !seen.contains_key(&name) => name,
                _ => suffix,
            };
            seen.insert(name.clone(), place);
            variants.push(Variant { name, tag: planned.tag, ty, docs: self.docs(planned.schema) });
        }
        complete.then_some(Union { discrimination: plan.discrimination, variants })
    }

    /// Names what a variant that is written in place becomes.
    pub(super) fn name_variant(&mut self, cx: &mut Context<'_, '_>, id: SchemaId, variant: SchemaId, suffix: &str) {
        let mut inner = variant;
        loop {
            match self.bare(cx, inner) {
                Bare::Reference(_) => return,
                Bare::Inner(deeper) => inner = deeper,
                Bare::Own => break,
            }
        }
        let is_named = suffix.is_empty() && (self.ids.contains_key(&id) || self.names.is_root(id));
        let suffix = if is_named { "Value" } else { suffix };
        let name = self.name_of(id) + suffix;
        self.names.suggest(inner, &name);
    }

    /// The name of the type that a variant refers to.
    fn referred_name(&mut self, cx: &mut Context<'_, '_>, variant: SchemaId) -> Option<String> {
        let Bare::Reference(target) = self.bare(cx, variant) else {
            return None;
        };
        let id = self.shared_type(cx, target);
        Some(self.types.get(id).name.clone())
    }

    /// The named object that a variant with a tag is, other names for it looked through.
    fn object_behind(&mut self, cx: &mut Context<'_, '_>, variant: SchemaId, ty: Type) -> Type {
        let mut object = None;
        while let Bare::Reference(target) = self.bare(cx, object.unwrap_or(variant)) {
            object = Some(target);
        }
        object.map_or(ty, |object| Type::Named(self.shared_type(cx, object)))
    }
}

/// What a variant of a JSON type is called.
pub(super) fn variant_name(types: JsonTypes) -> &'static str {
    match types {
        JsonTypes::STRING => "Text",
        JsonTypes::INTEGER => "Integer",
        JsonTypes::NUMBER => "Number",
        JsonTypes::BOOLEAN => "Boolean",
        JsonTypes::ARRAY => "List",
        _ => "Object",
    }
}

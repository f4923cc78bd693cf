//! Unions: values of one of several shapes, which a reader must be able to tell apart.
//!
//! In: a schema with `oneOf` or `anyOf` branches, or with several types. Out: how a reader tells them apart (by a constant
//! under one key, or by the JSON type), and a variant for each; or a finding that says why it cannot. Where the branches
//! are apart, `oneOf` and `anyOf` mean the same.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::Lowering;
use super::define::{Form, Plan};
use super::variants::variant_name;
use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::schema::keyword::UNSUPPORTED;
use crate::schema::shape::{Constant, JsonTypes, Shape, UnionShape};
use crate::schema::{Schema, SchemaId, Step};
use crate::source::{Span, Spanned};
use crate::types::{Discrimination, Type};

/// A union whose variants are told apart, and still to be lowered.
pub(super) struct UnionPlan {
    pub(super) discrimination: Discrimination,
    pub(super) variants: Vec<Planned>,
}

/// A variant that is still to be lowered.
pub(super) struct Planned {
    pub(super) schema: SchemaId,
    /// The constant that tells it apart.
    pub(super) tag: Option<String>,
    /// The JSON type that tells it apart.
    pub(super) types: JsonTypes,
}

/// The branches of a union, with those of unions among them in their place.
#[derive(Default)]
struct Branches {
    list: Vec<SchemaId>,
    /// Where null is a branch.
    nulls: Vec<Span>,
}

impl Lowering {
    /// What a value is that has one of several shapes.
    pub(super) fn plan_union(&mut self, cx: &mut Context<'_, '_>, id: SchemaId, shape: &Rc<Shape>) -> Option<Plan> {
        let union = shape.union.as_deref()?;
        let mut branches = Branches::default();
        self.collect(cx, id, shape, union, &mut branches)?;
        if union.exclusive
            && let [first, second, ..] = branches.nulls[..]
        {
            self.report_null_twice(cx, second, first);
            return None;
        }
        let mut nullable = !branches.nulls.is_empty();
        let form = match branches.list[..] {
            [] => return Some(Plan { form: Form::Other(Type::Null), nullable: false }),
            [only] => {
                let inner_null = self.shape(cx, only)?.takes_null();
                if inner_null
                    && union.exclusive
                    && let Some(null) = branches.nulls.first()
                {
                    self.report_null_twice(cx, *null, self.arena.get(only).place);
                    return None;
                }
                nullable &= !inner_null;
                self.name_variant(cx, id, only, "");
                Form::Other(self.lower(cx, only)?)
            }
            _ => Form::Union(self.tell_apart(cx, union, &branches.list)?),
        };
        Some(Plan { form, nullable })
    }

    /// A union of what a schema with several types allows.
    pub(super) fn plan_types(
        &mut self,
        cx: &mut Context<'_, '_>,
        id: SchemaId,
        shape: &Rc<Shape>,
        types: &[JsonTypes],
    ) -> Option<UnionPlan> {
        self.spend(cx, types.len(), self.arena.get(id).place)?;
        let variants = types.iter().enumerate();
        let variants = variants.map(|(at, types)| Planned {
            schema: self.narrowed(id, at, shape, *types),
            tag: None,
            types: *types,
        });
        Some(UnionPlan { discrimination: Discrimination::JsonType, variants: variants.collect() })
    }

    /// The part of a schema that is of one type.
    fn narrowed(&mut self, id: SchemaId, at: usize, shape: &Shape, types: JsonTypes) -> SchemaId {
        let Schema { span, place, .. } = *self.arena.get(id);
        let mut schema = Schema::new(span, place, Some((id, Step::Choice(at))));
        let declared = shape.types.as_ref().map_or(place, |types| types.span);
        schema.own = Rc::new(Shape { types: Some(Spanned::new(types, declared)), ..shape.clone() });
        let narrowed = self.arena.add(schema);
        let name = self.name_of(id) + variant_name(types);
        self.names.suggest(narrowed, &name);
        narrowed
    }

    /// Collects the branches, each with what holds for all of them.
    fn collect(
        &mut self,
        cx: &mut Context<'_, '_>,
        id: SchemaId,
        shape: &Rc<Shape>,
        union: &UnionShape,
        branches: &mut Branches,
    ) -> Option<()> {
        let common = Shape { union: None, ..(**shape).clone() };
        self.spend(cx, union.branches.len(), union.span)?;
        let alone = self.is_nullable_wrapper(cx, union);
        let mut common_schema = None;
        let mut complete = Some(());
        for (at, branch) in union.branches.iter().enumerate() {
            let Some(branch_shape) = self.shape(cx, *branch) else {
                complete = None;
                continue;
            };
            let allowed = branch_shape.allowed();
            if allowed == Some(JsonTypes::NULL) && branch_shape.union.is_none() {
                if common.allowed().is_none_or(|types| types.contains(JsonTypes::NULL)) {
                    branches.nulls.push(self.arena.get(*branch).place);
                }
                continue;
            }
            let says_nothing_new = common.is_unconstrained()
                && union.sealed.is_none()
                && match (&common.types, allowed) {
                    (Some(types), Some(allowed)) => types.value.contains(allowed),
                    (Some(_), None) => false,
                    (None, _) => true,
                };
            let schema = if says_nothing_new {
                *branch
            } else {
                let common = *common_schema.get_or_insert_with(|| self.common_part(id, &common));
                self.combined(id, at, common, union, *branch)
            };
            let Some(inner) = self.shape(cx, schema) else {
                complete = None;
                continue;
            };
            match &inner.union {
                Some(union) if !alone && !self.is_nullable_wrapper(cx, union) => {
                    complete = complete.and(self.collect(cx, schema, &inner, union, branches));
                }
                _ => branches.list.push(schema),
            }
        }
        complete
    }

    /// Whether a union is one shape or null.
    fn is_nullable_wrapper(&mut self, cx: &mut Context<'_, '_>, union: &UnionShape) -> bool {
        let mut others = 0;
        for branch in &union.branches {
            let null = self.shape(cx, *branch).is_some_and(|shape| shape.allowed() == Some(JsonTypes::NULL));
            others += usize::from(!null);
        }
        others == 1
    }

    /// A schema of what holds for all branches.
    fn common_part(&mut self, id: SchemaId, common: &Shape) -> SchemaId {
        let Schema { span, place, .. } = *self.arena.get(id);
        let mut schema = Schema::new(span, place, Some((id, Step::Same)));
        schema.own = Rc::new(common.clone());
        self.arena.add(schema)
    }

    /// A branch together with what holds for all branches.
    fn combined(
        &mut self,
        id: SchemaId,
        at: usize,
        common: SchemaId,
        union: &UnionShape,
        branch: SchemaId,
    ) -> SchemaId {
        let Schema { span, place, .. } = *self.arena.get(branch);
        let mut schema = Schema::new(span, place, Some((id, Step::Choice(at))));
        schema.all_of = vec![common, branch];
        schema.sealed = union.sealed;
        self.arena.add(schema)
    }

    /// Finds what tells the branches apart.
    fn tell_apart(&mut self, cx: &mut Context<'_, '_>, union: &UnionShape, list: &[SchemaId]) -> Option<UnionPlan> {
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

    fn report_null_twice(&self, cx: &mut Context<'_, '_>, null: Span, other: Span) {
        let message = "null fits two branches of `oneOf`, so it is refused";
        let help = "leave null out of one of them, or write `anyOf`";
        let diagnostic = Diagnostic::new(&super::scalars::IMPOSSIBLE, null, message).help(help);
        cx.diagnostics.push(diagnostic.label(other, "here as well"));
    }
}

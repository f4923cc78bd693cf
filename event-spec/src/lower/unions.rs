//! Unions: values of one of several shapes, which a reader must be able to tell apart.
//!
//! In: a schema with `oneOf` or `anyOf` branches, or with several types. Out: how a reader tells them apart (by a constant
//! under one key, or by the JSON type), and a variant for each; or a finding that says why it cannot. Where the branches
//! are apart, `oneOf` and `anyOf` mean the same.

use std::rc::Rc;

use super::Lowering;
use super::define::{Form, Plan};
use super::variants::variant_name;
use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::schema::shape::{JsonTypes, Shape, UnionShape};
use crate::schema::values::CONTRADICTION;
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
        if branches.list.is_empty() && !nullable {
            self.report_no_branch(cx, id, union);
            return None;
        }
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
    pub(super) fn narrowed(&mut self, id: SchemaId, at: usize, shape: &Shape, types: JsonTypes) -> SchemaId {
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
            // What holds for all branches leaves nothing of this one.
            if excludes(&common, &branch_shape) || self.tagged_apart(cx, &common, &branch_shape) {
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

    /// Whether two objects must have a property that cannot be what both say.
    fn tagged_apart(&mut self, cx: &mut Context<'_, '_>, common: &Shape, branch: &Shape) -> bool {
        let (Some(ours), Some(theirs)) = (&common.object, &branch.object) else {
            return false;
        };
        let required = |name: &String| ours.required.contains_key(name) || theirs.required.contains_key(name);
        // What both only allow to be an object may be something else.
        let objects = [common, branch].into_iter().any(|shape| shape.allowed() == Some(JsonTypes::OBJECT));
        let (few, many) = if ours.fields.len() < theirs.fields.len() { (ours, theirs) } else { (theirs, ours) };
        let shared = few.fields.iter().filter(|(name, _)| required(name));
        let mut shared = shared.filter_map(|(name, field)| Some((field.schema, many.fields.get(name)?.schema)));
        objects
            && shared.any(|(one, other)| {
                one != other
                    && self.shape(cx, one).zip(self.shape(cx, other)).is_some_and(|(one, other)| excludes(&one, &other))
            })
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

    fn report_no_branch(&self, cx: &mut Context<'_, '_>, id: SchemaId, union: &UnionShape) {
        let message = "no variant is left by what holds for all of them";
        let help = "let the `type` and values beside the variants allow at least one of them";
        let diagnostic = Diagnostic::new(&CONTRADICTION, union.span, message).help(help);
        cx.diagnostics.push(diagnostic.label(self.arena.get(id).place, "the whole"));
    }

    fn report_null_twice(&self, cx: &mut Context<'_, '_>, null: Span, other: Span) {
        let message = "null fits two branches of `oneOf`, so it is refused";
        let help = "leave null out of one of them, or write `anyOf`";
        let diagnostic = Diagnostic::new(&super::scalars::IMPOSSIBLE, null, message).help(help);
        cx.diagnostics.push(diagnostic.label(other, "here as well"));
    }
}

/// Whether no value fits both: their types, or their closed lists of values, have none in common.
fn excludes(common: &Shape, branch: &Shape) -> bool {
    let types = common.allowed().zip(branch.allowed());
    if types.is_some_and(|(common, branch)| (common & branch).is_empty()) {
        return true;
    }
    match (&common.values, &branch.values) {
        (Some(common), Some(branch)) if !common.open && !branch.open => {
            !common.list.iter().any(|value| branch.list.iter().any(|theirs| theirs.constant == value.constant))
        }
        _ => false,
    }
}

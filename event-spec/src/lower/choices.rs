//! `oneOf` and `anyOf`: values where the branches are constants, else a union that is still to be told apart.

use std::collections::HashMap;
use std::rc::Rc;

use super::Lowering;
use super::scalars::IMPOSSIBLE;
use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::schema::keyword::UNSUPPORTED;
use crate::schema::shape::{Constant, JsonTypes, ObjectShape, RestShape, Shape, UnionShape, ValueShape, Values};
use crate::schema::{Choice, SchemaId};
use crate::source::{Span, Spanned};

/// What a branch of a choice is, where the choice may be a set of values.
enum Branch {
    /// Constants.
    Values(Vec<ValueShape>),
    /// Any text.
    AnyText,
}

impl Lowering {
    /// Adds the choice at this place of a schema to what is known of it so far.
    pub(super) fn choose(
        &mut self,
        cx: &mut Context<'_, '_>,
        id: SchemaId,
        at: usize,
        mut whole: Shape,
    ) -> Option<Shape> {
        let Choice { exclusive, span, ref branches } = self.arena.get(id).choices[at];
        let branches = branches.clone();
        let shapes: Vec<Option<Rc<Shape>>> = branches.iter().map(|branch| self.shape(cx, *branch)).collect();
        let shapes: Vec<Rc<Shape>> = shapes.into_iter().collect::<Option<_>>()?;
        if let [only] = &shapes[..] {
            return self.merge(cx, id, whole, only, self.only_reference(branches[0]));
        }
        // One branch or null is that branch, nullable, under its own name.
        let others = shapes.iter().filter(|shape| shape.allowed() != Some(JsonTypes::NULL)).count();
        if let Some(branches) = (others != 1).then(|| self.branches_of_values(&branches, &shapes, exclusive)).flatten()
        {
            let values = self.choose_values(cx, id, exclusive, span, branches)?;
            return self.merge(cx, id, whole, &values, None);
        }
        if self.arena.get(id).open {
            let message = "`x-open` opens a set of texts, and these are no such set";
            cx.diagnostics.push(Diagnostic::new(&UNSUPPORTED, span, message));
            return None;
        }
        if let Some(other) = &whole.union {
            let message = "a value is one of several variants twice over, which no type can say";
            let help = "write one `oneOf` that lists every combination that there is";
            let diagnostic = Diagnostic::new(&UNSUPPORTED, span, message).help(help);
            cx.diagnostics.push(diagnostic.label(other.span, "the other choice"));
            return None;
        }
        let takes_null = shapes.iter().any(|shape| shape.takes_null());
        whole.union = Some(Box::new(UnionShape { schema: id, exclusive, span, branches, takes_null, sealed: None }));
        Some(whole)
    }

    /// The branches of a choice that are constants alone, or texts and once any text; `None` where there are others.
    fn branches_of_values(&self, branches: &[SchemaId], shapes: &[Rc<Shape>], exclusive: bool) -> Option<Vec<Branch>> {
        let found: Vec<Branch> =
            branches.iter().zip(shapes).map(|(id, shape)| self.branch_of_values(*id, shape)).collect::<Option<_>>()?;
        let any_text = found.iter().filter(|branch| matches!(branch, Branch::AnyText)).count();
        let all_texts = found.iter().all(|branch| match branch {
            Branch::AnyText => true,
            Branch::Values(values) => {
                values.iter().all(|value| matches!(value.constant, Constant::Text(_) | Constant::Null))
            }
        });
        // Next to `oneOf`, a text that is listed would fit two branches.
        (any_text == 0 || any_text == 1 && all_texts && !exclusive && found.len() > 1).then_some(found)
    }

    fn branch_of_values(&self, id: SchemaId, shape: &Shape) -> Option<Branch> {
        if shape.union.is_some() {
            return None;
        }
        let allowed = shape.allowed()?;
        let Some(values) = &shape.values else {
            let span = self.arena.get(id).place;
            let null = ValueShape { constant: Constant::Null, span, docs: None, deprecated: false };
            return match allowed {
                JsonTypes::NULL => Some(Branch::Values(vec![null])),
                JsonTypes::STRING if shape.is_unconstrained() => Some(Branch::AnyText),
                _ => None,
            };
        };
        if values.open || !shape.constrained().is_empty() {
            return None;
        }
        let single = values.list.len() == 1;
        let list = values.list.iter().filter(|value| allowed.contains(value.constant.types()));
        let list = list.map(|value| ValueShape {
            // A branch of one constant speaks of that constant.
            docs: if single { self.docs(id) } else { None }.or_else(|| value.docs.clone()),
            deprecated: value.deprecated || single && self.is_deprecated(id),
            ..value.clone()
        });
        Some(Branch::Values(list.collect()))
    }

    /// The shape of a choice between constants.
    fn choose_values(
        &self,
        cx: &mut Context<'_, '_>,
        id: SchemaId,
        exclusive: bool,
        span: Span,
        branches: Vec<Branch>,
    ) -> Option<Shape> {
        let mut list: Vec<ValueShape> = Vec::new();
        let mut places = HashMap::new();
        let mut types = JsonTypes::NONE;
        let mut open = self.arena.get(id).open;
        for branch in branches {
            let Branch::Values(values) = branch else {
                types = types | JsonTypes::STRING;
                open = true;
                continue;
            };
            for value in values {
                types = types | value.constant.types();
                match places.insert(value.constant.clone(), value.span) {
                    None => list.push(value),
                    Some(first) if exclusive => {
                        let message = format!("`{}` fits two branches of `oneOf`, so it is refused", value.constant);
                        let diagnostic = Diagnostic::new(&IMPOSSIBLE, value.span, message);
                        cx.diagnostics.push(diagnostic.label(first, "here as well").help("leave one of them out"));
                        return None;
                    }
                    Some(_) => {}
                }
            }
        }
        let values = Some(Box::new(Values { list, open, complete: self.arena.get(id).complete, span }));
        Some(Shape { types: Some(Spanned::new(types, span)), values, ..Shape::default() })
    }

    /// Applies `unevaluatedProperties` to everything that is known of the object.
    pub(super) fn seal(whole: &mut Shape, sealed: RestShape) {
        if let Some(union) = &mut whole.union {
            if union.sealed.is_none() {
                union.sealed = Some(sealed);
            }
            return;
        }
        let object = whole.object.get_or_insert_with(|| Box::new(ObjectShape::default()));
        if matches!(object.rest, RestShape::Unsaid) {
            object.rest = sealed;
        }
    }
}

//! The whole shape of a schema: its own keywords, what it refers to, `allOf`, and choices that are no union.
//!
//! In: schemas with their references followed. Out: a [`Shape`] each, made once. Only what describes the same value is
//! looked through (`$ref`, `allOf`, `oneOf`, `anyOf`); properties and items stay references to their schemas, so that types
//! may be recursive, and a cycle here is one that no value ends.

use std::rc::Rc;

use super::Lowering;
use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::rule::{Rule, rule};
use crate::schema::SchemaId;
use crate::schema::shape::Shape;
use crate::source::Span;

/// A schema is not defined by itself.
pub(crate) static REF_CYCLE: Rule =
    rule!(error Schemas "ref-cycle", "a schema is defined by something else than itself");
/// What schemas expand to stays in proportion.
pub(crate) static TOO_LARGE: Rule =
    rule!(error Schemas "schema-too-large", "references, `allOf` and `oneOf` expand to what people can still read");

/// How many references, `allOf`s and `oneOf`s may lead on to each other for one value.
pub(super) const MAX_CHAIN: usize = 100;

/// How many fields and variants may come in through `allOf` and `oneOf` in all.
pub(super) const MAX_MERGED: usize = 1 << 18;

/// The shapes that were made so far.
#[derive(Default)]
pub(super) struct Shapes {
    states: Vec<State>,
    chain: usize,
    merged: usize,
}

#[derive(Clone, Default)]
enum State {
    #[default]
    Unmade,
    /// It is being made: whoever asks for it now is part of a cycle.
    Open,
    Made(Rc<Shape>),
    /// It cannot be made, which was reported.
    Failed,
}

/// What a schema is besides words.
pub(super) enum Bare {
    /// A reference and nothing else.
    Reference(SchemaId),
    /// One inner schema and nothing else, as in an `allOf` of one.
    Inner(SchemaId),
    /// More than that.
    Own,
}

impl Lowering {
    /// The shape of a schema; `None` where there is none, which was reported.
    pub(super) fn shape(&mut self, cx: &mut Context<'_, '_>, id: SchemaId) -> Option<Rc<Shape>> {
        let at = id.index();
        if self.shapes.states.len() <= at {
            self.shapes.states.resize(self.arena.len(), State::Unmade);
        }
        match &self.shapes.states[at] {
            State::Made(shape) => return Some(Rc::clone(shape)),
            State::Failed => return None,
            State::Open => {
                self.report_cycle(cx, id);
                return None;
            }
            State::Unmade => {}
        }
        let schema = self.arena.get(id);
        let is_simple = schema.reference.is_none() && schema.all_of.is_empty() && schema.choices.is_empty();
        if is_simple && schema.sealed.is_none() {
            let own = Rc::clone(&schema.own);
            self.shapes.states[at] = State::Made(Rc::clone(&own));
            return Some(own);
        }
        let made = if self.shapes.chain >= MAX_CHAIN {
            let message = format!("more than {MAX_CHAIN} references, `allOf`s and `oneOf`s lead on to each other here");
            self.report_too_large(cx, schema.place, message);
            None
        } else {
            self.shapes.states[at] = State::Open;
            self.shapes.chain += 1;
            let made = self.make(cx, id);
            self.shapes.chain -= 1;
            made
        };
        self.shapes.states[at] = made.clone().map_or(State::Failed, State::Made);
        made
    }

    fn make(&mut self, cx: &mut Context<'_, '_>, id: SchemaId) -> Option<Rc<Shape>> {
        let schema = self.arena.get(id);
        let sealed = schema.sealed;
        let own = Rc::clone(&schema.own);
        let reference = match &schema.reference {
            Some(reference) => Some(reference.target?),
            None => None,
        };
        let parts: Vec<SchemaId> = schema.all_of.iter().copied().chain(reference).collect();
        if let ([only], true, None, true) = (&parts[..], own.is_empty(), sealed, schema.choices.is_empty()) {
            return self.shape(cx, *only);
        }
        // What is taken over comes first, and words of the schema itself win over it.
        let mut whole = Some(Shape::default());
        for part in parts {
            // A part that fails does not keep the others from being looked at.
            let Some(shape) = self.shape(cx, part) else {
                whole = None;
                continue;
            };
            let by_reference = if reference == Some(part) { Some(part) } else { self.only_reference(part) };
            if let Some(so_far) = whole {
                whole = self.merge(cx, id, so_far, &shape, by_reference);
            }
        }
        let mut whole = whole?;
        if !own.is_empty() {
            whole = self.merge(cx, id, whole, &own, None)?;
        }
        for at in 0..self.arena.get(id).choices.len() {
            whole = self.choose(cx, id, at, whole)?;
        }
        if let Some(sealed) = sealed {
            Self::seal(&mut whole, sealed);
        }
        Some(Rc::new(whole))
    }

    /// The reference that a schema consists of.
    pub(super) fn only_reference(&self, id: SchemaId) -> Option<SchemaId> {
        let schema = self.arena.get(id);
        let target = schema.reference.as_ref()?.target?;
        let nothing_else =
            schema.own.is_empty() && schema.all_of.is_empty() && schema.choices.is_empty() && schema.sealed.is_none();
        nothing_else.then_some(target)
    }

    /// What a schema is besides words. An `allOf` of one reference is that reference, and so is one beside a `type` that says
    /// nothing new.
    pub(super) fn bare(&mut self, cx: &mut Context<'_, '_>, id: SchemaId) -> Bare {
        let schema = self.arena.get(id);
        if !schema.own.is_unconstrained() || schema.own.anything || schema.sealed.is_some() {
            return Bare::Own;
        }
        let own = Rc::clone(&schema.own);
        let target = schema.reference.as_ref().map(|reference| reference.target);
        let parts = schema.all_of.iter().copied().filter(|part| !self.arena.get(*part).only_words());
        let bare = match (target, &parts.collect::<Vec<_>>()[..], &schema.choices[..]) {
            (Some(Some(target)), [], []) => Bare::Reference(target),
            (None, [part], []) => Bare::Inner(*part),
            (None, [], [choice]) => match choice.branches[..] {
                [branch] => Bare::Inner(branch),
                _ => return Bare::Own,
            },
            _ => return Bare::Own,
        };
        let (Bare::Reference(inner) | Bare::Inner(inner)) = bare else {
            return bare;
        };
        let bare = match bare {
            Bare::Inner(inner) => match self.bare(cx, inner) {
                Bare::Reference(target) => Bare::Reference(target),
                Bare::Inner(_) | Bare::Own => bare,
            },
            bare => bare,
        };
        let Some(types) = &own.types else {
            return bare;
        };
        let allowed = self.shape(cx, inner).and_then(|shape| shape.allowed());
        if allowed.is_some_and(|allowed| types.value.contains(allowed)) { bare } else { Bare::Own }
    }

    /// Counts what a merge adds; `None` where it is too much, which is reported once.
    pub(super) fn spend(&mut self, cx: &mut Context<'_, '_>, amount: usize, place: Span) -> Option<()> {
        let before = self.shapes.merged;
        self.shapes.merged = before.saturating_add(amount);
        if self.shapes.merged <= MAX_MERGED {
            return Some(());
        }
        if before <= MAX_MERGED {
            let message = format!("`allOf` and `oneOf` bring in more than {MAX_MERGED} fields and variants in all");
            self.report_too_large(cx, place, message);
        }
        None
    }

    fn report_too_large(&self, cx: &mut Context<'_, '_>, place: Span, message: String) {
        let help = "refer to the final schema directly, and hold what is shared in a property of its own";
        cx.diagnostics.push(Diagnostic::new(&TOO_LARGE, place, message).help(help));
    }

    fn report_cycle(&self, cx: &mut Context<'_, '_>, id: SchemaId) {
        let schema = self.arena.get(id);
        let span = schema.reference.as_ref().map_or(schema.place, |reference| reference.text.span);
        let message = "this schema is defined by itself, so it says nothing";
        let help = "let one of the schemas on the way be an object, a list or another type of its own";
        cx.diagnostics.push(Diagnostic::new(&REF_CYCLE, span, message).help(help));
    }
}

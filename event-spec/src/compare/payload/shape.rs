//! What a value can be, seen through names, aliases and unions by JSON type.
//!
//! In: a [`Type`]. Out: its [`Shape`]: whether null is allowed, and at most one part for each JSON type. Parts of different
//! JSON types share no document, so two shapes can be compared part by part.

use crate::compare::contain::Typed;
use crate::compare::contain::kind::{Kind, as_union, kind};
use crate::source::Span;
use crate::types::{Origin, Type, TypeKind, Types};

/// What a value can be.
#[derive(Debug)]
pub(super) struct Shape<'a> {
    /// Anything at all: then there are no parts.
    pub(super) any: bool,
    /// Whether null is allowed.
    pub(super) null: bool,
    /// Where a schema of its own is written that allows null, where one does.
    null_span: Option<Span>,
    /// Everything else, at most one part for each kind.
    pub(super) parts: Vec<Part<'a>>,
}

/// What a value of one JSON type can be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    pub(super) kind: Kind,
    /// No alias, nothing nullable, no union by JSON type.
    pub(super) ty: &'a Type,
    /// Where a schema of its own is written that says so, where one does.
    pub(super) span: Option<Span>,
}

impl<'a> Shape<'a> {
    /// The shape of a type.
    pub(super) fn of(typed: Typed<'a>) -> Self {
        let mut shape = Self { any: false, null: false, null_span: None, parts: Vec::new() };
        shape.add(typed.types, typed.ty, None);
        shape
    }

    /// The part of this kind.
    pub(super) fn part(&self, kind: Kind) -> Option<Part<'a>> {
        self.parts.iter().copied().find(|part| part.kind == kind)
    }

    /// Where it is written whether null is allowed, if that is a schema of its own.
    pub(super) fn null_span(&self) -> Option<Span> {
        match self.parts[..] {
            [part] if !self.null => part.span,
            _ => self.null_span,
        }
    }

    fn allow_null(&mut self, span: Option<Span>) {
        self.null = true;
        self.null_span = self.null_span.or(span);
    }

    fn add(&mut self, types: &'a Types, ty: &'a Type, span: Option<Span>) {
        let span = match ty {
            // What is written in place is better told by its field.
            Type::Named(id) if types.get(*id).origin != Origin::Inline => Some(types.get(*id).span),
            _ => span,
        };
        match ty {
            Type::Any => self.any = true,
            Type::Null => self.allow_null(span),
            Type::Nullable(inner) => {
                self.allow_null(span);
                self.add(types, inner, span);
            }
            Type::Named(id) if let TypeKind::Alias(inner) = &types.get(*id).kind => self.add(types, inner, span),
            _ => match (kind(types, ty), as_union(types, ty)) {
                (Some(kind), _) => self.parts.push(Part { kind, ty, span }),
                (None, Some(union)) => union.variants.iter().for_each(|variant| self.add(types, &variant.ty, span)),
                (None, None) => unreachable!("only unions have several JSON types once names and null are taken off"),
            },
        }
    }
}

//! What a value can be, seen through names, aliases and unions by JSON type.
//!
//! In: a [`Type`]. Out: its [`Shape`]: whether null is allowed, and at most one part for each JSON type. Parts of different
//! JSON types share no document, so two shapes can be compared part by part.

use crate::compare::contain::Typed;
use crate::source::Span;
use crate::types::{Discrimination, Literal, Origin, Type, TypeKind, Types};

/// A JSON type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Boolean,
    Number,
    Text,
    List,
    Object,
}

impl Kind {
    /// The kind as a path names it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::Text => "text",
            Self::List => "list",
            Self::Object => "object",
        }
    }
}

/// What a value can be.
#[derive(Debug)]
pub(super) struct Shape<'a> {
    /// Anything at all: then there are no parts.
    pub(super) any: bool,
    /// Whether null is allowed.
    pub(super) null: bool,
    /// Everything else, at most one part for each kind.
    pub(super) parts: Vec<Part<'a>>,
}

/// What a value of one JSON type can be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    pub(super) kind: Kind,
    /// No alias, nothing nullable, no union by JSON type.
    pub(super) ty: &'a Type,
    /// Where the shared schema is written that says so, where one does.
    pub(super) span: Option<Span>,
}

impl<'a> Shape<'a> {
    /// The shape of a type.
    pub(super) fn of(typed: Typed<'a>) -> Self {
        let mut shape = Self { any: false, null: false, parts: Vec::new() };
        shape.add(typed.types, typed.ty, None);
        shape
    }

    /// The part of this kind.
    pub(super) fn part(&self, kind: Kind) -> Option<Part<'a>> {
        self.parts.iter().copied().find(|part| part.kind == kind)
    }

    fn add(&mut self, types: &'a Types, ty: &'a Type, span: Option<Span>) {
        let span = match ty {
            Type::Named(id) if types.get(*id).origin == Origin::Shared => Some(types.get(*id).span),
            _ => span,
        };
        let kind = match ty {
            Type::Any => return self.any = true,
            Type::Null => return self.null = true,
            Type::Nullable(inner) => {
                self.null = true;
                return self.add(types, inner, span);
            }
            Type::Named(id) => match &types.get(*id).kind {
                TypeKind::Alias(inner) => return self.add(types, inner, span),
                TypeKind::Union(union) if union.discrimination == Discrimination::JsonType => {
                    return union.variants.iter().for_each(|variant| self.add(types, &variant.ty, span));
                }
                TypeKind::Enum(_) => Kind::Text,
                TypeKind::Object(_) | TypeKind::Union(_) => Kind::Object,
            },
            Type::Boolean | Type::Literal(Literal::Boolean(_)) => Kind::Boolean,
            Type::Integer(_) | Type::Number(_) | Type::Integers(_) | Type::Literal(Literal::Integer(_)) => Kind::Number,
            Type::String(_) | Type::Timestamp | Type::Date | Type::Literal(Literal::String(_)) => Kind::Text,
            Type::List(_) | Type::Tuple(_) => Kind::List,
            Type::Map(_) => Kind::Object,
        };
        self.parts.push(Part { kind, ty, span });
    }
}

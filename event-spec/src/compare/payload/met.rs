//! The pairs of parts that rules see.

use super::limits::{Count, Number, Text};
use crate::compare::contain::Typed;
use crate::compare::pair::Pair;
use crate::types::{Literal, Rest, Type, TypeKind};

/// What differs between two types that stand in one place. A rule takes those that it is about.
pub(crate) enum Met<'a> {
    /// Whether null is allowed.
    Null { old: bool, new: bool },
    /// The types as wholes: none of their documents are of one kind.
    Type,
    /// The types as wholes: of one kind, and described in ways that have no parts in common.
    Whole,
    /// One of several shapes: the tag, or the JSON type.
    Variant(Pair<&'a str>),
    /// The key that tells variants apart.
    Tag { old: &'a str, new: &'a str },
    /// The constants that are listed; at least one of the two lists some.
    Values { old: &'a Values, new: &'a Values },
    /// What a text is held to.
    Text { old: &'a Text, new: &'a Text },
    /// What a number is held to.
    Number { old: &'a Number, new: &'a Number },
    /// How many items a list or keys a map has.
    Count { old: &'a Count, new: &'a Count },
    /// Whether the items of a list must differ.
    Unique { old: bool, new: bool },
    /// A list and a tuple, or tuples of two lengths.
    Places { old: Option<usize>, new: Option<usize> },
    /// What becomes of keys that are no fields.
    Rest { old: &'a Rest, new: &'a Rest },
}

impl<'a> Met<'a> {
    /// Two lists of constants, of which at least one has no only member.
    pub(crate) fn as_sets(&self) -> Option<(&'a Values, &'a Values)> {
        match self {
            Self::Values { old: Values::Free, .. } | Self::Values { new: Values::Free, .. } => None,
            Self::Values { old: Values::Constant(_), new: Values::Constant(_) } => None,
            Self::Values { old, new } => Some((old, new)),
            _ => None,
        }
    }
}

/// The constants that a value is one of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Values {
    /// None are listed.
    Free,
    /// Always this one.
    Constant(Literal),
    /// One of these.
    Closed(Vec<Literal>),
    /// Any text, though these are known.
    Open(Vec<Literal>),
}

impl Values {
    /// What a type lists.
    pub(super) fn of(typed: Typed<'_>) -> Self {
        match typed.ty {
            Type::Literal(literal) => Self::Constant(literal.clone()),
            Type::Integers(values) => Self::Closed(values.iter().copied().map(Literal::Integer).collect()),
            Type::Named(id) => match &typed.types.get(*id).kind {
                TypeKind::Enum(set) => {
                    let values = set.values.iter().map(|value| Literal::String(value.wire.clone())).collect();
                    if set.open { Self::Open(values) } else { Self::Closed(values) }
                }
                _ => Self::Free,
            },
            _ => Self::Free,
        }
    }

    /// Whether none are listed.
    pub(crate) fn is_free(&self) -> bool {
        *self == Self::Free
    }

    /// Whether a value that is not listed is refused.
    pub(crate) fn is_closed(&self) -> bool {
        matches!(self, Self::Constant(_) | Self::Closed(_))
    }

    /// The listed constants, in their order.
    pub(crate) fn list(&self) -> &[Literal] {
        match self {
            Self::Free => &[],
            Self::Constant(literal) => std::slice::from_ref(literal),
            Self::Closed(list) | Self::Open(list) => list,
        }
    }
}

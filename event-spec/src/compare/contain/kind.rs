//! What a type is beneath its names, and which of JSON's types it has.

use crate::types::{Discrimination, Literal, Type, TypeKind, Types, Union};

/// A type without other names, with null taken out.
#[derive(Clone, Copy)]
pub(in crate::compare) struct Peeled<'a> {
    /// Whether null is one of its values.
    pub(in crate::compare) null: bool,
    /// What it is besides: never `Null`, `Nullable` or an alias.
    pub(in crate::compare) core: Option<&'a Type>,
}

/// Takes names and null off a type.
pub(in crate::compare) fn peel<'a>(types: &'a Types, ty: &'a Type) -> Peeled<'a> {
    let mut null = false;
    let mut core = types.resolve(ty);
    while let Type::Nullable(inner) = core {
        null = true;
        core = types.resolve(inner);
    }
    match core {
        Type::Null => Peeled { null: true, core: None },
        core => Peeled { null, core: Some(core) },
    }
}

/// One of JSON's types, other than null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::compare) enum Kind {
    Boolean,
    Number,
    Text,
    List,
    Object,
}

impl Kind {
    /// All of them.
    pub(in crate::compare) const ALL: [Self; 5] = [Self::Boolean, Self::Number, Self::Text, Self::List, Self::Object];

    /// The type in a word.
    pub(in crate::compare) fn word(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::Text => "text",
            Self::List => "list",
            Self::Object => "object",
        }
    }

    /// What a person calls such a value.
    pub(in crate::compare) fn name(self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }
}

/// The JSON type of a type; none where it has several.
pub(in crate::compare) fn kind(types: &Types, core: &Type) -> Option<Kind> {
    Some(match types.resolve(core) {
        Type::Boolean | Type::Literal(Literal::Boolean(_)) => Kind::Boolean,
        Type::Integer(_) | Type::Number(_) | Type::Integers(_) | Type::Literal(Literal::Integer(_)) => Kind::Number,
        Type::String(_) | Type::Timestamp | Type::Date | Type::Literal(Literal::String(_)) => Kind::Text,
        Type::List(_) | Type::Tuple(_) => Kind::List,
        Type::Map(_) => Kind::Object,
        Type::Named(id) => match &types.get(*id).kind {
            TypeKind::Object(_) => Kind::Object,
            TypeKind::Enum(_) => Kind::Text,
            TypeKind::Union(union) if matches!(union.discrimination, Discrimination::Tag(_)) => Kind::Object,
            TypeKind::Union(_) | TypeKind::Alias(_) => return None,
        },
        Type::Any | Type::Null | Type::Nullable(_) => return None,
    })
}

/// The union that a type is.
pub(in crate::compare) fn as_union<'a>(types: &'a Types, core: &Type) -> Option<&'a Union> {
    match core {
        Type::Named(id) => match &types.get(*id).kind {
            TypeKind::Union(union) => Some(union),
            _ => None,
        },
        _ => None,
    }
}

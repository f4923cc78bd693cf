//! Dotted paths to fields of a payload.

use std::collections::BTreeSet;

use crate::catalogue::{FieldPath, Payload};
use crate::source::{Span, Spanned};
use crate::suggest::{self, Near};
use crate::types::{Field, Literal, Object, Type, TypeId, TypeKind, Types};

/// How many lists within lists are looked into.
const MAX_LAYERS: usize = 16;

/// The keys of a dotted path.
pub(crate) fn field_path(text: &Spanned<String>) -> FieldPath {
    FieldPath { keys: keys(&text.value), optional: false, span: text.span }
}

/// The keys of a dotted path that may say, with a `?` at its end, that its reader copes with the field's absence.
pub(crate) fn read_path(text: &Spanned<String>) -> FieldPath {
    let (path, optional) = text.value.strip_suffix('?').map_or((text.value.as_str(), false), |path| (path, true));
    FieldPath { keys: keys(path), optional, span: text.span }
}

fn keys(path: &str) -> Vec<String> {
    path.split('.').map(str::to_owned).collect()
}

/// A path as its catalogue writes it.
pub(crate) fn written(path: &FieldPath) -> Spanned<String> {
    Spanned::new(text(&path.keys, path.optional), path.span)
}

/// The text of a path with another key at this place.
fn with_key(path: &FieldPath, at: usize, key: &str) -> String {
    let mut keys = path.keys.clone();
    keys[at] = key.to_owned();
    text(&keys, path.optional)
}

fn text(keys: &[String], optional: bool) -> String {
    keys.join(".") + if optional { "?" } else { "" }
}

/// Where a path ends.
pub(crate) enum Found<'a> {
    /// At a field, reached through these fields, the last of which it is.
    Field(Vec<&'a Field>),
    /// At a key that its object does not declare, with the object's path, and the whole path that may have been meant.
    Missing { parent: String, key: String, near: Option<Near> },
    /// At a key of something that is no object.
    NoObject { parent: String, what: &'static str },
}

/// Follows a path through a payload; lists stand for their items, and null for what is beside it.
pub(crate) fn follow<'a>(payload: &'a Payload, path: &FieldPath, types: &'a Types) -> Found<'a> {
    let mut ty = match payload {
        Payload::One(ty) => ty,
        Payload::Empty => return Found::NoObject { parent: String::new(), what: "empty" },
        Payload::Args(_) => return Found::NoObject { parent: String::new(), what: "several arguments" },
    };
    let mut fields = Vec::new();
    for (at, key) in path.keys.iter().enumerate() {
        let parent = || path.keys[..at].join(".");
        let objects = objects(ty, types);
        if objects.is_empty() {
            return Found::NoObject { parent: parent(), what: describe(ty, types) };
        }
        let Some(field) = objects.iter().find_map(|object| object.field(key)) else {
            let known = objects.iter().flat_map(|object| &object.fields).map(|field| field.wire.as_str());
            let near = suggest::name(key, known);
            let near = near.map(|near| Near { name: with_key(path, at, &near.name), certain: near.certain });
            return Found::Missing { parent: parent(), key: key.clone(), near };
        };
        fields.push(field);
        ty = &field.ty;
    }
    Found::Field(fields)
}

/// Why nothing may be where a path leads that [`follow`] finds, and where that is said.
pub(crate) enum Gap {
    /// A field on the way may be absent.
    Optional(Span),
    /// What is here has several shapes, and one of them has no such field.
    Variant(TypeId),
}

/// Why nothing may be where a path leads, if that can be. Null is something, and so is a list without items.
pub(crate) fn gap(payload: &Payload, path: &FieldPath, types: &Types) -> Option<Gap> {
    let Payload::One(ty) = payload else {
        return None;
    };
    let mut reached = vec![ty];
    for key in &path.keys {
        let named: BTreeSet<TypeId> = reached.drain(..).filter_map(|ty| named(ty, types)).collect();
        let mut without = None;
        for id in named {
            for object in shapes(id, types) {
                match object.and_then(|object| object.field(key)) {
                    Some(field) if field.optional => return Some(Gap::Optional(field.span)),
                    Some(field) => reached.push(&field.ty),
                    None => without = without.or(Some(id)),
                }
            }
        }
        // A field that none of them has is unknown, and no gap.
        if let Some(id) = without {
            return (!reached.is_empty()).then_some(Gap::Variant(id));
        }
    }
    None
}

/// The objects that a type can be: itself, its items', or a union's variants.
fn objects<'a>(ty: &Type, types: &'a Types) -> Vec<&'a Object> {
    named(ty, types).map_or_else(Vec::new, |id| shapes(id, types).into_iter().flatten().collect())
}

/// A named type, or a union's variants, each as an object if it is one; nothing for what has no fields.
fn shapes(id: TypeId, types: &Types) -> Vec<Option<&Object>> {
    match &types.get(id).kind {
        TypeKind::Object(object) => vec![Some(object)],
        TypeKind::Union(union) => union.variants.iter().map(|variant| types.as_object(&variant.ty)).collect(),
        TypeKind::Enum(_) | TypeKind::Alias(_) => Vec::new(),
    }
}

/// The named type that a type is, or that its items are.
fn named(ty: &Type, types: &Types) -> Option<TypeId> {
    let mut ty = types.resolve(ty);
    // A list may be a list of itself: what has that many layers holds no object.
    for _ in 0..MAX_LAYERS {
        ty = match ty {
            Type::Nullable(inner) => types.resolve(inner),
            Type::List(list) => types.resolve(&list.items),
            Type::Named(id) => return Some(*id),
            _ => return None,
        };
    }
    None
}

/// What a person calls a type.
pub(crate) fn describe(ty: &Type, types: &Types) -> &'static str {
    match types.resolve(ty) {
        Type::Any => "any value",
        Type::Null => "null",
        Type::Boolean | Type::Literal(Literal::Boolean(_)) => "a boolean",
        Type::Integer(_) | Type::Integers(_) | Type::Literal(Literal::Integer(_)) => "an integer",
        Type::Number(_) => "a number",
        Type::String(_) | Type::Timestamp | Type::Date | Type::Literal(Literal::String(_)) => "a text",
        Type::List(_) | Type::Tuple(_) => "a list",
        Type::Map(_) => "a map whose keys are data",
        Type::Nullable(_) => "something that may be null",
        Type::Named(id) => match &types.get(*id).kind {
            TypeKind::Object(_) => "an object",
            TypeKind::Enum(_) => "a set of texts",
            TypeKind::Union(_) => "one of several shapes",
            TypeKind::Alias(_) => "a type that names itself",
        },
    }
}

//! Which types have a section of their own.
//!
//! Shared types have, so that they are described once; and so has a type that holds itself, which could not be unfolded
//! to an end. All others are unfolded where they are used.

use event_spec::types::{Origin, Rest, Type, TypeId, TypeKind, Types};

/// The types of a catalogue, with what has a section.
pub struct Sections<'a> {
    /// The types.
    pub types: &'a Types,
    has: Vec<bool>,
}

impl<'a> Sections<'a> {
    /// Decides for every type.
    pub fn new(types: &'a Types) -> Self {
        let has = types.iter().map(|(id, def)| def.origin == Origin::Shared || reaches(types, id)).collect();
        Self { types, has }
    }

    /// Whether this type has a section.
    pub fn has(&self, id: TypeId) -> bool {
        self.has[id.0 as usize]
    }

    /// The types with a section that a type mentions, directly or through what is unfolded in it.
    pub fn linked(&self, ty: &Type) -> Vec<TypeId> {
        let mut open = Vec::new();
        mentioned(ty, &mut open);
        self.reached(open)
    }

    /// The same for a definition.
    pub fn linked_in(&self, id: TypeId) -> Vec<TypeId> {
        let mut open = Vec::new();
        parts(self.types, id, &mut open);
        self.reached(open)
    }

    fn reached(&self, mut open: Vec<TypeId>) -> Vec<TypeId> {
        let (mut seen, mut linked) = (Vec::new(), Vec::new());
        while let Some(id) = open.pop() {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            if self.has(id) {
                linked.push(id);
            } else {
                parts(self.types, id, &mut open);
            }
        }
        linked
    }
}

/// Whether a type holds itself, other than through a shared one.
fn reaches(types: &Types, start: TypeId) -> bool {
    let (mut seen, mut open) = (Vec::new(), Vec::new());
    parts(types, start, &mut open);
    while let Some(id) = open.pop() {
        if id == start {
            return true;
        }
        if types.get(id).origin != Origin::Shared && !seen.contains(&id) {
            seen.push(id);
            parts(types, id, &mut open);
        }
    }
    false
}

/// Adds the named types that a definition mentions.
fn parts(types: &Types, id: TypeId, found: &mut Vec<TypeId>) {
    match &types.get(id).kind {
        TypeKind::Object(object) => {
            object.fields.iter().for_each(|field| mentioned(&field.ty, found));
            if let Rest::Kept(ty) = &object.rest {
                mentioned(ty, found);
            }
        }
        TypeKind::Union(union) => union.variants.iter().for_each(|variant| mentioned(&variant.ty, found)),
        TypeKind::Alias(ty) => mentioned(ty, found),
        TypeKind::Enum(_) => {}
    }
}

/// Adds the named types that a type mentions.
fn mentioned(ty: &Type, found: &mut Vec<TypeId>) {
    match ty {
        Type::Named(id) => found.push(*id),
        Type::List(list) => mentioned(&list.items, found),
        Type::Map(map) => mentioned(&map.values, found),
        Type::Nullable(inner) => mentioned(inner, found),
        Type::Tuple(items) => items.iter().for_each(|item| mentioned(item, found)),
        _ => {}
    }
}

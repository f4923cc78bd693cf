//! How deep the smallest value of a type is: what a union falls back to, where it is time to end.

use event_spec::types::{Type, TypeId, TypeKind, Types};

/// The heights of all named types.
#[derive(Debug)]
pub(super) struct Heights(Vec<usize>);

/// No value ends.
const ENDLESS: usize = usize::MAX;

impl Heights {
    pub(super) fn of(types: &Types) -> Self {
        let mut heights = Self(vec![ENDLESS; types.list.len()]);
        // Each round settles the types that are one higher than those before; no type is higher than there are types.
        for _ in 0..types.list.len() {
            let next: Vec<usize> =
                types.iter().map(|(id, definition)| heights.of_kind(&definition.kind).min(heights.of_id(id))).collect();
            if next == heights.0 {
                break;
            }
            heights.0 = next;
        }
        heights
    }

    /// The height of a type.
    pub(super) fn of_type(&self, ty: &Type) -> usize {
        match ty {
            Type::Named(id) => self.of_id(*id),
            Type::List(list) if list.min_items.unwrap_or(0) > 0 => above(self.of_type(&list.items)),
            Type::Map(map) if map.min_properties.unwrap_or(0) > 0 => above(self.of_type(&map.values)),
            Type::Tuple(items) => above(items.iter().map(|item| self.of_type(item)).max().unwrap_or(0)),
            _ => 0,
        }
    }

    fn of_id(&self, id: TypeId) -> usize {
        usize::try_from(id.0).ok().and_then(|at| self.0.get(at)).copied().unwrap_or(ENDLESS)
    }

    fn of_kind(&self, kind: &TypeKind) -> usize {
        match kind {
            TypeKind::Enum(_) => 0,
            TypeKind::Alias(ty) => self.of_type(ty),
            TypeKind::Union(union) => {
                above(union.variants.iter().map(|variant| self.of_type(&variant.ty)).min().unwrap_or(ENDLESS))
            }
            TypeKind::Object(object) => {
                let required = object.fields.iter().filter(|field| !field.optional);
                above(required.map(|field| self.of_type(&field.ty)).max().unwrap_or(0))
            }
        }
    }
}

fn above(height: usize) -> usize {
    height.saturating_add(1)
}

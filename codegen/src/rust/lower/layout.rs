//! How types lie in memory: where a box is needed.
//!
//! In: the named types. Out: where a type that holds itself needs a box to be finite, and about how large each one is: a
//! large variant gets a box so that the small ones beside it stay small.

use event_spec::types::{Field, Object, Rest, Type, TypeId, TypeKind, Types};

use super::cycles::{Cycles, Place, held};

/// The largest payload, in bytes, that an enum of events holds without a box. Every such enum also holds a `Raw` of 40
/// bytes, so that the variants of no enum are more than 200 bytes apart: the bound of clippy's
/// `large_enum_variant`. It asks about one type alone, so that no event's size changes how another is held.
pub const LARGEST_EVENT: usize = 240;

/// The same for unions, where nothing is known of the other variants.
pub const LARGEST_VARIANT: usize = 200;

/// The memory layout of a catalogue's types.
#[derive(Debug)]
pub struct Layout {
    cycles: Cycles,
    sizes: Vec<Size>,
}

/// An upper bound of a type's size, and whether an `Option` of it is no larger.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Bytes.
    pub bytes: usize,
    niche: bool,
}

impl Layout {
    /// Looks at all types of a catalogue.
    pub fn new(types: &Types) -> Self {
        let sizes = vec![Size { bytes: 0, niche: false }; types.list.len()];
        let mut layout = Self { cycles: Cycles::new(types), sizes };
        let mut known = vec![false; types.list.len()];
        for (id, _) in types.iter() {
            layout.measure(types, id, &mut known);
        }
        layout
    }

    /// Whether a type needs a box in this place.
    pub fn needs_box(&self, place: Place, inner: TypeId) -> bool {
        match place {
            Place::Member(outer) => self.cycles.joins(outer, inner),
            Place::Whole(_) | Place::Apart => false,
        }
    }

    /// An upper bound of a type's size in bytes on a 64-bit machine.
    pub fn bytes(&self, ty: &Type) -> usize {
        self.size(ty, Place::Apart).bytes
    }

    fn measure(&mut self, types: &Types, id: TypeId, known: &mut [bool]) {
        let at = id.0 as usize;
        if std::mem::replace(&mut known[at], true) {
            return;
        }
        for (inner, place) in held(types, id) {
            if !self.needs_box(place, inner) {
                self.measure(types, inner, known);
            }
        }
        self.sizes[at] = match &types.get(id).kind {
            TypeKind::Object(object) => self.object(object, id),
            TypeKind::Enum(values) if values.open => Size { bytes: 24, niche: true },
            TypeKind::Enum(_) => Size { bytes: 1, niche: true },
            TypeKind::Union(union) => {
                let largest = union.variants.iter().map(|variant| self.size(&variant.ty, Place::Whole(id)).bytes).max();
                Size { bytes: largest.unwrap_or(0).min(LARGEST_VARIANT) + 8, niche: true }
            }
            TypeKind::Alias(ty) => self.size(ty, Place::Whole(id)),
        };
    }

    fn object(&self, object: &Object, id: TypeId) -> Size {
        let fields = object.fields.iter().filter(|field| is_member(field)).map(|field| {
            let size = self.size(&field.ty, Place::Member(id));
            if field.optional { optional(size) } else { size }
        });
        let rest = matches!(object.rest, Rest::Kept(_)).then_some(Size { bytes: 24, niche: false });
        together(fields.chain(rest))
    }

    fn size(&self, ty: &Type, place: Place) -> Size {
        match ty {
            // With insertion order kept, an object within a value is an index map.
            Type::Any => Size { bytes: 72, niche: true },
            Type::Null => Size { bytes: 0, niche: false },
            Type::Boolean => Size { bytes: 1, niche: true },
            Type::Integer(_) | Type::Number(_) | Type::Integers(_) => Size { bytes: 8, niche: false },
            Type::String(_) | Type::Timestamp | Type::Date | Type::Literal(_) | Type::List(_) => {
                Size { bytes: 24, niche: true }
            }
            Type::Map(_) => Size { bytes: 24, niche: false },
            Type::Tuple(items) => together(items.iter().map(|item| self.size(item, place.inside_tuple()))),
            Type::Nullable(inner) => optional(self.size(inner, place)),
            Type::Named(id) if self.needs_box(place, *id) => Size { bytes: 8, niche: true },
            Type::Named(id) => self.sizes[id.0 as usize],
        }
    }
}

/// Whether a field is a field of the struct too: a required constant is none.
pub fn is_member(field: &Field) -> bool {
    field.optional || !matches!(field.ty, Type::Literal(_))
}

fn optional(size: Size) -> Size {
    if size.niche { size } else { Size { bytes: size.bytes + 8, niche: true } }
}

/// Fields side by side: rustc orders them so that padding is needed at the end alone.
fn together(sizes: impl Iterator<Item = Size>) -> Size {
    let mut whole = Size { bytes: 0, niche: false };
    let mut small = 0;
    for size in sizes {
        if size.bytes.is_multiple_of(8) {
            whole.bytes += size.bytes;
        } else {
            small += size.bytes;
        }
        whole.niche |= size.niche;
    }
    if whole.bytes > 0 {
        small = small.next_multiple_of(8);
    }
    whole.bytes += small;
    whole
}

//! Types that are deep, wide, shared or inside themselves cost no more than there is of them.

use crate::compare::contain::{Gap, Typed, contained};
use crate::lower::tests::lower_text;
use crate::types::{Discrimination, Field, List, Object, Rest, Type, TypeDef, TypeId, TypeKind, Types, Union, Variant};

/// Named types, made after one that was read.
struct Made {
    types: Types,
    def: TypeDef,
    field: Field,
}

impl Made {
    fn new() -> Self {
        let lowered = lower_text("events: { it: { type: object, required: [it], properties: { it: true } } }");
        let def = lowered.types.list[0].clone();
        let field = lowered.types.as_object(&Type::Named(TypeId(0))).expect("it is one").fields[0].clone();
        Self { types: Types::default(), def, field }
    }

    fn add(&mut self, kind: TypeKind) {
        self.types.list.push(TypeDef { kind, ..self.def.clone() });
    }

    fn object(&mut self, fields: &[(&str, Type)]) {
        let field =
            |(wire, ty): &(&str, Type)| Field { wire: (*wire).to_owned(), ty: ty.clone(), ..self.field.clone() };
        let fields = fields.iter().map(field).collect();
        self.add(TypeKind::Object(Object { fields, rest: Rest::Ignored, extends: Vec::new() }));
    }

    fn first(&self) -> Typed<'_> {
        Typed::new(&self.types, &Type::Named(TypeId(0)))
    }
}

/// So many named types, of which each is made from the next, and the last is a leaf.
fn chain(count: u32, leaf: Type, mut add: impl FnMut(&mut Made, Type)) -> Made {
    let mut made = Made::new();
    (1..count).for_each(|next| add(&mut made, Type::Named(TypeId(next))));
    made.add(TypeKind::Alias(leaf));
    made
}

/// What chains say that end differently.
fn ends(count: u32, mut add: impl FnMut(&mut Made, Type)) -> Gap {
    let one = chain(count, Type::Boolean, &mut add);
    let other = chain(count, Type::Null, &mut add);
    assert_eq!(contained(one.first(), one.first()), Ok(()));
    contained(one.first(), other.first()).expect_err("a boolean is not null")
}

#[test]
fn deep_types_need_no_stack() {
    const DEEP: u32 = 50_000;
    let gap = ends(DEEP, |made, next| made.object(&[("next", next)]));
    assert!(gap.certain && gap.path.len() == DEEP as usize - 1, "{}", gap.path.len());
    let gap = ends(DEEP, |made, next| made.add(TypeKind::Alias(next)));
    assert!(gap.certain && gap.path.is_empty());
    let list = |items| Type::List(Box::new(List { items, min_items: Some(1), max_items: None, unique: false }));
    let gap = ends(DEEP, |made, next| made.add(TypeKind::Alias(list(next))));
    assert!(gap.certain && gap.path.len() == DEEP as usize - 1);
}

#[test]
fn shared_types_cost_once() {
    // As many ways as there are subsets of 500 things.
    let gap = ends(500, |made, next| made.object(&[("left", next.clone()), ("right", next)]));
    assert!(gap.certain && gap.path.len() == 499);
    let either = |made: &mut Made, next: Type| {
        let variant = |ty| Variant { name: String::new(), tag: None, ty, docs: None };
        let tuple = Type::Tuple(vec![next.clone(), next]);
        let variants = vec![variant(tuple), variant(Type::Boolean)];
        made.add(TypeKind::Union(Union { discrimination: Discrimination::JsonType, variants }));
    };
    let gap = ends(500, either);
    assert!(gap.certain && gap.path.len() == 499, "{gap:?}");
}

#[test]
fn cycles_of_different_lengths_meet() {
    let cycle = |count: u32| {
        let mut made = Made::new();
        for at in 0..count {
            let next = Type::Nullable(Box::new(Type::Named(TypeId((at + 1) % count))));
            made.object(&[("next", next), ("value", Type::Boolean)]);
        }
        made
    };
    assert_eq!(contained(cycle(97).first(), cycle(89).first()), Ok(()));
}

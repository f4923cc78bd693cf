//! Types that may hold themselves.

use event_spec::types::{Rest, Type, TypeId, TypeKind, Types};

/// For each type, whether a value of it may hold another of it, however deep. What lies between two such types counts, too.
pub fn cyclic(types: &Types) -> Vec<bool> {
    let edges: Vec<(TypeId, TypeId)> = types
        .iter()
        .flat_map(|(id, def)| {
            let mut held = Vec::new();
            held_by(&def.kind, &mut held);
            held.into_iter().map(move |inner| (id, inner))
        })
        .collect();
    let holds = peeled(types.list.len(), edges.iter().copied());
    let is_held = peeled(types.list.len(), edges.iter().map(|(outer, inner)| (*inner, *outer)));
    holds.into_iter().zip(is_held).map(|(holds, is_held)| holds && is_held).collect()
}

/// What is left where types from which no edge goes to another that is left are taken away.
fn peeled(count: usize, edges: impl Iterator<Item = (TypeId, TypeId)>) -> Vec<bool> {
    let (mut left, mut going, mut coming) = (vec![true; count], vec![0_usize; count], vec![Vec::new(); count]);
    for (from, to) in edges {
        going[from.0 as usize] += 1;
        coming[to.0 as usize].push(from.0 as usize);
    }
    let mut ends: Vec<usize> = (0..count).filter(|at| going[*at] == 0).collect();
    while let Some(end) = ends.pop() {
        left[end] = false;
        for from in &coming[end] {
            going[*from] -= 1;
            if going[*from] == 0 {
                ends.push(*from);
            }
        }
    }
    left
}

fn held_by(kind: &TypeKind, held: &mut Vec<TypeId>) {
    match kind {
        TypeKind::Object(object) => {
            object.fields.iter().for_each(|field| named(&field.ty, held));
            if let Rest::Kept(ty) = &object.rest {
                named(ty, held);
            }
        }
        TypeKind::Enum(_) => {}
        TypeKind::Union(union) => union.variants.iter().for_each(|variant| named(&variant.ty, held)),
        TypeKind::Alias(ty) => named(ty, held),
    }
}

/// The named types in a type.
fn named(ty: &Type, held: &mut Vec<TypeId>) {
    match ty {
        Type::Named(id) => held.push(*id),
        Type::Nullable(inner) => named(inner, held),
        Type::List(list) => named(&list.items, held),
        Type::Tuple(items) => items.iter().for_each(|item| named(item, held)),
        Type::Map(map) => named(&map.values, held),
        Type::Any
        | Type::Null
        | Type::Boolean
        | Type::Integer(_)
        | Type::Number(_)
        | Type::String(_)
        | Type::Timestamp
        | Type::Date
        | Type::Literal(_)
        | Type::Integers(_) => {}
    }
}

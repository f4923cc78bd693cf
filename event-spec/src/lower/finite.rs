//! Types that nothing can be: objects that require themselves without end, and names that stand for themselves.
//!
//! In: all types. Out: a finding for each cycle. Both checks take time linear in the size of the types, and no stack.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::Rule;
use crate::schema::keyword::UNSUPPORTED;
use crate::source::Span;
use crate::types::{Type, TypeId, TypeKind, Types};

/// A value ends.
pub(crate) static INFINITE: Rule = Rule::error("schema-infinite", "an object does not require itself without end");

/// Reports types that nothing can be.
pub(super) fn check(types: &Types, diagnostics: &mut Diagnostics) {
    let endless = endless(types);
    report_cycles(
        types,
        |id| {
            endless[id.0 as usize]
                .then(|| needs(types, id).into_iter().find(|(next, _)| endless[next.0 as usize]))
                .flatten()
        },
        |id, way| {
            let names: Vec<String> = way.iter().map(|id| format!("`{}`", types.get(*id).name)).collect();
            let message = format!("{} requires itself without end: {}", names[0], names.join(" holds "));
            let span = needs(types, id).into_iter().find(|(next, _)| endless[next.0 as usize]).map(|(_, span)| span);
            let help = "let one of the fields on the way be optional, nullable, or a list";
            diagnostics.push(Diagnostic::new(&INFINITE, span.unwrap_or(types.get(id).span), message).help(help));
        },
    );
    report_cycles(
        types,
        |id| match &types.get(id).kind {
            TypeKind::Alias(ty) => aliases(types, ty).first().map(|next| (*next, types.get(id).span)),
            _ => None,
        },
        |id, _| {
            let def = types.get(id);
            let message = format!(
                "`{}` is made of itself without an object on the way, which most languages cannot name",
                def.name
            );
            let help = "put it into a property of an object";
            diagnostics.push(Diagnostic::new(&UNSUPPORTED, def.span, message).help(help));
        },
    );
}

/// Whether each type needs a value of a type that never ends.
fn endless(types: &Types) -> Vec<bool> {
    let count = types.list.len();
    let mut open = vec![0usize; count];
    let mut needed_by: Vec<Vec<TypeId>> = vec![Vec::new(); count];
    let mut ends = Vec::new();
    for (id, def) in types.iter() {
        let needs = needs(types, id);
        let at = id.0 as usize;
        // Of a union one variant that ends is enough.
        open[at] = match &def.kind {
            TypeKind::Union(union) => usize::from(union.variants.iter().all(|variant| {
                let mut found = Vec::new();
                held(&variant.ty, def.span, &mut found);
                !found.is_empty()
            })),
            _ => needs.len(),
        };
        for (next, _) in needs {
            needed_by[next.0 as usize].push(id);
        }
        if open[at] == 0 {
            ends.push(id);
        }
    }
    while let Some(id) = ends.pop() {
        for dependent in std::mem::take(&mut needed_by[id.0 as usize]) {
            let left = &mut open[dependent.0 as usize];
            if *left > 0 {
                *left -= 1;
                if *left == 0 {
                    ends.push(dependent);
                }
            }
        }
    }
    open.into_iter().map(|left| left > 0).collect()
}

/// The named types of which a value of this type must hold one, with the place that says so.
fn needs(types: &Types, id: TypeId) -> Vec<(TypeId, Span)> {
    let def = types.get(id);
    let mut found = Vec::new();
    match &def.kind {
        TypeKind::Object(object) => {
            for field in object.fields.iter().filter(|field| !field.optional) {
                held(&field.ty, field.span, &mut found);
            }
        }
        TypeKind::Enum(_) => {}
        TypeKind::Union(union) => {
            for variant in &union.variants {
                held(&variant.ty, def.span, &mut found);
            }
        }
        TypeKind::Alias(ty) => held(ty, def.span, &mut found),
    }
    found
}

fn held(ty: &Type, span: Span, found: &mut Vec<(TypeId, Span)>) {
    match ty {
        Type::Named(id) => found.push((*id, span)),
        Type::List(list) if list.min_items.is_some_and(|least| least > 0) => held(&list.items, span, found),
        Type::Map(map) if map.min_properties.is_some_and(|least| least > 0) => held(&map.values, span, found),
        Type::Tuple(items) => items.iter().for_each(|item| held(item, span, found)),
        _ => {}
    }
}

/// The other names that a type is written with.
fn aliases(types: &Types, ty: &Type) -> Vec<TypeId> {
    match ty {
        Type::Named(id) => {
            let is_alias = matches!(types.get(*id).kind, TypeKind::Alias(_));
            if is_alias { vec![*id] } else { Vec::new() }
        }
        Type::List(list) => aliases(types, &list.items),
        Type::Map(map) => aliases(types, &map.values),
        Type::Nullable(inner) => aliases(types, inner),
        Type::Tuple(items) => items.iter().flat_map(|item| aliases(types, item)).collect(),
        _ => Vec::new(),
    }
}

/// Walks from each type along `next` and reports each cycle once, with the types on it, the first one repeated.
fn report_cycles(
    types: &Types,
    next: impl Fn(TypeId) -> Option<(TypeId, Span)>,
    mut report: impl FnMut(TypeId, &[TypeId]),
) {
    const UNSEEN: usize = 0;
    let mut walk_of = vec![UNSEEN; types.list.len()];
    for (start, _) in types.iter() {
        let walk = start.0 as usize + 1;
        let mut way = Vec::new();
        let mut at = start;
        loop {
            let seen = &mut walk_of[at.0 as usize];
            if *seen == walk {
                let first = way.iter().position(|id| *id == at).unwrap_or_default();
                way.push(at);
                report(at, &way[first..]);
                break;
            }
            if *seen != UNSEEN {
                break;
            }
            *seen = walk;
            way.push(at);
            match next(at) {
                Some((id, _)) => at = id,
                None => break,
            }
        }
    }
}

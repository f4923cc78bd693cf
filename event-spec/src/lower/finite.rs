//! Types that nothing can be: objects that require themselves without end, and names that stand for themselves.
//!
//! In: all types. Out: a finding for each cycle. Both checks take time linear in the size of the types, and no stack.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Rule, rule};
use crate::schema::keyword::UNSUPPORTED;
use crate::source::Span;
use crate::types::{Type, TypeDef, TypeId, TypeKind, Types};

/// A value ends.
pub(crate) static INFINITE: Rule =
    rule!(error Schemas "schema-infinite", "an object does not require itself without end");

/// Reports types that nothing can be.
pub(super) fn check(types: &Types, diagnostics: &mut Diagnostics) {
    let name = |id: TypeId| format!("`{}`", types.get(id).name);
    Graph::of_values(types).report_cycles(|way, span| {
        let names: Vec<String> = way.iter().map(|id| name(*id)).collect();
        let message = format!("{} requires itself without end: {}", names[0], names.join(" holds "));
        let help = "let one of the fields on the way be optional, nullable, or a list";
        diagnostics.push(Diagnostic::new(&INFINITE, span, message).help(help));
    });
    Graph::of_names(types).report_cycles(|way, span| {
        let message = format!(
            "{} is made of itself without an object on the way, which most languages cannot name",
            name(way[0])
        );
        let help = "put it into a property of an object";
        diagnostics.push(Diagnostic::new(&UNSUPPORTED, span, message).help(help));
    });
}

/// What each type needs to end.
struct Graph {
    /// The types that each needs, with the place that says so.
    needs: Vec<Vec<(TypeId, Span)>>,
    /// How many of them must end before it does.
    open: Vec<usize>,
}

impl Graph {
    /// A value ends where those inside it end that must be there.
    fn of_values(types: &Types) -> Self {
        let needs: Vec<Vec<(TypeId, Span)>> = types.list.iter().map(held_by).collect();
        let open = types.list.iter().zip(&needs).map(|(def, needs)| match &def.kind {
            // Of a union one variant that ends is enough.
            TypeKind::Union(union) => usize::from(union.variants.iter().all(|variant| {
                let mut found = Vec::new();
                held(&variant.ty, def.span, &mut found);
                !found.is_empty()
            })),
            _ => needs.len(),
        });
        let open = open.collect();
        Self { needs, open }
    }

    /// The definition of a name ends where the names in it end that are no more than names.
    fn of_names(types: &Types) -> Self {
        let needs = types.list.iter().map(|def| {
            let mut found = Vec::new();
            if let TypeKind::Alias(ty) = &def.kind {
                named_in(types, ty, def.span, &mut found);
            }
            found
        });
        let needs: Vec<Vec<(TypeId, Span)>> = needs.collect();
        let open = needs.iter().map(Vec::len).collect();
        Self { needs, open }
    }

    /// Which types do not end.
    fn endless(&self) -> Vec<bool> {
        let mut open = self.open.clone();
        let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); open.len()];
        for (at, needs) in self.needs.iter().enumerate() {
            for (next, _) in needs {
                needed_by[next.0 as usize].push(at);
            }
        }
        let mut ends: Vec<usize> = (0..open.len()).filter(|at| open[*at] == 0).collect();
        while let Some(at) = ends.pop() {
            for dependent in std::mem::take(&mut needed_by[at]) {
                if open[dependent] > 0 {
                    open[dependent] -= 1;
                    if open[dependent] == 0 {
                        ends.push(dependent);
                    }
                }
            }
        }
        open.into_iter().map(|left| left > 0).collect()
    }

    /// Reports a cycle of every group of endless types: the types on it, the first one repeated, and the place in the
    /// first that leads on.
    fn report_cycles(&self, mut report: impl FnMut(&[TypeId], Span)) {
        let endless = self.endless();
        // What does not end needs something that does not end, so that every walk meets itself or an earlier one.
        let next = |at: usize| self.needs[at].iter().find(|(next, _)| endless[next.0 as usize]).copied();
        const UNSEEN: usize = 0;
        let mut walk_of = vec![UNSEEN; endless.len()];
        for start in (0..endless.len()).filter(|at| endless[*at]) {
            let walk = start + 1;
            let mut way: Vec<TypeId> = Vec::new();
            let mut at = start;
            while walk_of[at] == UNSEEN {
                walk_of[at] = walk;
                way.push(TypeId(at as u32));
                match next(at) {
                    Some((id, _)) => at = id.0 as usize,
                    None => break,
                }
            }
            let first = way.iter().position(|id| id.0 as usize == at);
            if let (Some(first), Some((_, span))) = (first.filter(|_| walk_of[at] == walk), next(at)) {
                way.push(TypeId(at as u32));
                report(&way[first..], span);
            }
        }
    }
}

/// The named types of which a value must hold one, with the place that says so.
fn held_by(def: &TypeDef) -> Vec<(TypeId, Span)> {
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
fn named_in(types: &Types, ty: &Type, span: Span, found: &mut Vec<(TypeId, Span)>) {
    match ty {
        Type::Named(id) if matches!(types.get(*id).kind, TypeKind::Alias(_)) => found.push((*id, span)),
        Type::List(list) => named_in(types, &list.items, span, found),
        Type::Map(map) => named_in(types, &map.values, span, found),
        Type::Nullable(inner) => named_in(types, inner, span, found),
        Type::Tuple(items) => items.iter().for_each(|item| named_in(types, item, span, found)),
        _ => {}
    }
}

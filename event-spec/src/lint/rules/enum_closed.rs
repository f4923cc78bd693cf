//! Sets that will grow are open.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::types::{Field, Type, TypeId, TypeKind, Types};
use crate::words::{as_written, is_one_of};

static RULE: Rule =
    rule!(warning Languages "enum-closed", "a set of texts that will grow is open where the server sends it");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

/// What a name ends with whose values are seldom complete.
const GROWING: [&str; 16] = [
    "status",
    "statuses",
    "state",
    "type",
    "types",
    "kind",
    "kinds",
    "category",
    "categories",
    "reason",
    "role",
    "roles",
    "code",
    "method",
    "provider",
    "source",
];

/// Reports closed sets by their own name, or by a field's that holds one.
fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let types = &scope.catalogue.types;
    let fields = fields_of_growing_names(types);
    for (id, def) in types.iter() {
        let TypeKind::Enum(set) = &def.kind else {
            continue;
        };
        if set.open || set.complete || !scope.reach.server_sends(id) {
            continue;
        }
        let field = fields.get(&id);
        if !will_grow(&def.name) && field.is_none() {
            continue;
        }
        let name = field.map_or(def.name.as_str(), |field| &field.wire);
        let message = format!("the set of `{name}` is closed: old clients refuse a value that the server adds");
        let help = "add `x-open: true` to its `enum`, or `x-open: false` to say that the set is complete";
        diagnostics.push(Diagnostic::new(&RULE, scope.place(def), message).help(help));
    }
}

/// The first field of such a name for each set.
fn fields_of_growing_names(types: &Types) -> HashMap<TypeId, &Field> {
    let mut found = HashMap::new();
    let objects = types.list.iter().filter_map(|def| match &def.kind {
        TypeKind::Object(object) => Some(object),
        _ => None,
    });
    for field in objects.flat_map(|object| &object.fields) {
        if let Some(id) = held(&field.ty, types)
            && will_grow(&field.wire)
        {
            found.entry(id).or_insert(field);
        }
    }
    found
}

/// The set that a field holds, by itself or as the items of a list.
fn held(ty: &Type, types: &Types) -> Option<TypeId> {
    let ty = match types.without_null(ty) {
        Type::List(list) => types.without_null(&list.items),
        other => other,
    };
    match ty {
        Type::Named(id) if matches!(types.get(*id).kind, TypeKind::Enum(_)) => Some(*id),
        _ => None,
    }
}

fn will_grow(name: &str) -> bool {
    as_written(name).last().is_some_and(|last| is_one_of(last, &GROWING))
}

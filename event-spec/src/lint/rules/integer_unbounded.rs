//! Whole numbers that say how large they get.

use super::integer_unsafe::MAX_SAFE;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::source::Span;
use crate::types::{IntegerRules, Type, TypeKind};

static RULE: Rule =
    rule!(off warning Languages "integer-unbounded", "an integer has bounds within what JavaScript holds exactly");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

/// Looks at each field, and at each shared schema that is a whole number or holds some; a field that refers to one is bound
/// by it.
fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for (_, def) in scope.catalogue.types.iter() {
        match &def.kind {
            TypeKind::Object(object) => {
                for field in object.fields.iter().filter(|field| is_unbounded(&field.ty)) {
                    diagnostics.push(finding(&field.wire, field.span));
                }
            }
            TypeKind::Alias(ty) if is_unbounded(ty) => diagnostics.push(finding(&def.name, scope.place(def))),
            TypeKind::Alias(_) | TypeKind::Enum(_) | TypeKind::Union(_) => {}
        }
    }
}

fn finding(name: &str, span: Span) -> Diagnostic {
    let message = format!("`{name}` is an integer without bounds, and JavaScript rounds what is beyond 2^53 - 1");
    let help = "add `minimum` and `maximum`, as they are where the number comes from";
    Diagnostic::new(&RULE, span, message).help(help)
}

/// Whether a value is, or holds, a whole number of any size.
fn is_unbounded(ty: &Type) -> bool {
    let within = |bound: Option<i64>| bound.is_some_and(|bound| i128::from(bound).abs() <= MAX_SAFE);
    let mut waiting = vec![ty];
    while let Some(ty) = waiting.pop() {
        match ty {
            Type::Integer(IntegerRules { minimum, maximum, .. }) if !within(*minimum) || !within(*maximum) => {
                return true;
            }
            Type::List(list) => waiting.push(&list.items),
            Type::Tuple(items) => waiting.extend(items),
            Type::Map(map) => waiting.push(&map.values),
            Type::Nullable(inner) => waiting.push(inner),
            _ => {}
        }
    }
    false
}

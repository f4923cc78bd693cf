//! Fields say what they hold.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, FieldUse, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::types::Type;

static RULE: Rule =
    rule!(off warning Schemas "field-without-description", "a field has a description, its own or its type's");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Field(check) };

/// What comes in through `allOf` is met in several objects, and reported once: the findings are the same.
fn check(FieldUse { field, .. }: FieldUse<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let inner = match &field.ty {
        Type::Nullable(inner) => inner,
        ty => ty,
    };
    let of_type = matches!(inner, Type::Named(id) if scope.catalogue.types.get(*id).docs.is_some());
    if field.docs.is_some() || of_type || matches!(inner, Type::Literal(_)) {
        return;
    }
    let message = format!("field `{}` has no description", field.wire);
    let help = "add `description:` with what it holds, in which unit, and what its absence or null means";
    diagnostics.push(Diagnostic::new(&RULE, field.span, message).help(help));
}

//! One way to say nothing.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, FieldUse, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::types::Type;

static RULE: Rule =
    rule!(warning Languages "optional-nullable", "a field may be absent or null, and not the one as well as the other");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Field(check) };

fn check(used: FieldUse<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let field = used.field;
    if field.optional && matches!(scope.catalogue.types.resolve(&field.ty), Type::Nullable(_)) {
        let message = format!("`{}` may be absent and may be null: two ways to say nothing", field.wire);
        let help = "require it and keep null, or take null away and let it be absent";
        diagnostics.push(Diagnostic::new(&RULE, field.span, message).help(help));
    }
}

//! Shared schemas that nothing refers to.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope, usage};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Schemas "schema-unused", "something refers to each entry of `schemas`");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    // What could not be read may be what refers to it.
    if !scope.complete {
        return;
    }
    for name in usage::unused_schemas(scope.document, scope.schemas) {
        let message = format!("nothing that is sent refers to the schema `{}`", name.value);
        let help = format!("refer to it with `$ref: \"#/schemas/{}\"`, or delete it", name.value);
        diagnostics.push(Diagnostic::new(&RULE, name.span, message).help(help));
    }
}

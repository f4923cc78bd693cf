//! Shared schemas say what they describe.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::types::Origin;

static RULE: Rule = rule!(off warning Schemas "schema-without-description", "a shared schema has a description");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let entries = scope.document.schemas.iter().flat_map(|schemas| schemas.iter());
    // What a reference to another file leads to has no entry here, and no key to point at.
    let keys: HashMap<_, _> = entries.map(|(name, schema)| (schema.0.span, name)).collect();
    for def in &scope.catalogue.types.list {
        if def.origin == Origin::Shared && def.docs.is_none() {
            let key = keys.get(&def.span);
            let (name, span) = key.map_or((&def.name, def.span), |key| (&key.value, key.span));
            let message = format!("the schema `{name}` has no description");
            let help = "add `description:` with what it is, in a sentence: it stands above the generated type";
            diagnostics.push(Diagnostic::new(&RULE, span, message).help(help));
        }
    }
}

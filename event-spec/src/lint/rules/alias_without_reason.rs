//! Aliases say where they come from.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::event::EventRecord;
use crate::lint::{Check, Lint, Scope};
use crate::record::Record;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Lifecycle "alias-without-reason", "an alias says where the name comes from");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for (_, event) in scope.document.events.iter().flat_map(|events| events.iter()) {
        check_event(event, diagnostics);
    }
}

fn check_event(event: &EventRecord<'_>, diagnostics: &mut Diagnostics) {
    for alias in event.aliases.iter().flatten() {
        let Some(name) = alias.name.as_ref().filter(|_| alias.reason.is_none() && !alias.marks().is_faulty()) else {
            continue;
        };
        let message = format!("the alias `{}` does not say where the name comes from", name.value);
        let help = "add `reason:`, as in `the name in the old app` or `a typing error in the handbook`";
        diagnostics.push(Diagnostic::new(&RULE, name.span, message).help(help));
    }
}

//! Deprecated events say why, or what to use instead.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::event::Deprecated;
use crate::lint::{Check, Lint, Scope};
use crate::record::Record;
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(warning Lifecycle "deprecated-without-reason", "a deprecated event says why, or what to use instead");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for (name, event) in scope.document.events.iter().flat_map(|events| events.iter()) {
        let Some(Deprecated::Yes(deprecated)) = &event.deprecated else {
            continue;
        };
        if deprecated.reason.is_some() || deprecated.replacement.is_some() || deprecated.marks().is_faulty() {
            continue;
        }
        let message = format!("event `{}` is deprecated, and nobody is told why or what to use", name.value);
        let span = event.marks().key("deprecated").unwrap_or(name.span);
        let help = "write `deprecated: { reason: .., use: .. }`, with the event to use instead where there is one";
        diagnostics.push(Diagnostic::new(&RULE, span, message).help(help));
    }
}

//! Contracts that say nothing.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::resolve::names::all;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Events "catalogue-empty", "a catalogue has an event");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    // A file that could not be read may be the one with the events.
    if !scope.read || !all(&scope.document.events).is_empty() {
        return;
    }
    let name = &scope.catalogue.name;
    let message = format!("`{}` has no event", name.value);
    let help = "write down what is sent: events that stand in code alone are known to nobody but their author";
    diagnostics.push(Diagnostic::new(&RULE, name.span, message).help(help));
}

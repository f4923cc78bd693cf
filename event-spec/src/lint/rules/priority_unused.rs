//! Priorities are used.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::resolve::names::all;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Delivery "priority-unused", "a priority is the priority of an event");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    // An event that could not be read may be the one that has it.
    let events = all(&scope.document.events).iter().map(|(_, event)| event.as_ref());
    let Some(events) = events.collect::<Option<Vec<_>>>().filter(|_| scope.read) else {
        return;
    };
    let used: HashSet<&str> =
        events.iter().filter_map(|event| event.priority.as_ref()).map(|name| name.value.as_str()).collect();
    for (name, _) in all(&scope.document.priorities) {
        if !used.contains(name.value.as_str()) {
            let message = format!("no event has the priority `{}`", name.value);
            let help = "give it to the events that it is meant for, or leave it out";
            diagnostics.push(Diagnostic::new(&RULE, name.span, message).help(help));
        }
    }
}

//! Priorities are used.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::record::Record;
use crate::resolve::names::all;
use crate::rule::{Rule, rule};
use crate::suggest;

static RULE: Rule = rule!(warning Delivery "priority-unused", "a priority is the priority of an event");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    // An event that could not be read may be the one that has it.
    let events = all(&scope.document.events).iter().map(|(_, event)| event.as_ref());
    let Some(events) = events.collect::<Option<Vec<_>>>().filter(|_| scope.read) else {
        return;
    };
    if events.iter().any(|event| event.priority.is_none() && event.marks().key("priority").is_some()) {
        return;
    }
    let declared = all(&scope.document.priorities);
    let names = || declared.iter().map(|(name, _)| name.value.as_str());
    let mut used: HashSet<&str> =
        events.iter().filter_map(|event| event.priority.as_ref()).map(|name| name.value.as_str()).collect();
    // Where no event says anything, that is what is to be said, of each of them.
    if used.is_empty() && events.iter().any(|event| event.channel.is_some() || event.to.is_some()) {
        return;
    }
    // One that is not declared was reported, and stands for the one that was meant.
    let known: HashSet<&str> = names().collect();
    let meant: Vec<&str> = used.difference(&known).filter_map(|used| suggest::nearest(used, names())).collect();
    used.extend(meant);
    for (name, _) in declared {
        if !used.contains(name.value.as_str()) {
            let message = format!("no event has the priority `{}`", name.value);
            let help = "give it to the events that it is meant for, or leave it out";
            diagnostics.push(Diagnostic::new(&RULE, name.span, message).help(help));
        }
    }
}

//! Somebody listens to what the server sends.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::resolve::names::all;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Consumers "event-unheard", "where consumers are declared, one of them listens to what the server sends");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

/// Reports events that no consumer listens to, as it is written: what is wrong elsewhere does not change who listens. An event that answers a client's is awaited by whoever asked.
fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let consumers = all(&scope.document.consumers);
    // A view that could not be read may be the one that listens.
    let listens = consumers.iter().map(|(_, consumer)| consumer.as_ref()?.listens.as_ref());
    let Some(listens) = listens.collect::<Option<Vec<_>>>() else { return };
    if !scope.read || consumers.is_empty() {
        return;
    }
    let heard = listens.into_iter().flatten();
    let answers = all(&scope.document.events).iter().filter_map(|(_, event)| event.as_ref()?.answer.as_ref());
    let heard: HashSet<&str> = heard.chain(answers).map(|name| name.value.as_str()).collect();
    for event in scope.catalogue.events.values() {
        if event.server.is_none() || event.deprecated.is_some() || heard.contains(event.name.value.as_str()) {
            continue;
        }
        let message = format!("no consumer listens to `{}`, which the server sends", event.name.value);
        let help = "add it to the `listens` of the view that it concerns; an event that nobody needs can go";
        diagnostics.push(Diagnostic::new(&RULE, event.name.span, message).help(help));
    }
}

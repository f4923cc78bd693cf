//! Somebody listens to what the server sends.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::resolve::names::all;
use crate::rule::{Rule, rule};
use crate::suggest;

static RULE: Rule = rule!(warning Consumers "event-unheard", "where consumers are declared, one of them listens to what the server sends");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

/// Reports events that no consumer listens to, as it is written: what is wrong elsewhere does not change who listens. An event
/// that answers a client's is awaited by whoever asked. Where less than half is heard, the consumers are only being written
/// down, and nothing follows from one that is not there yet.
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
    let heard: HashSet<&str> = heard.chain(answers).map(|name| meant(&name.value, scope)).collect();
    let events = scope.catalogue.events.values().filter(|event| event.server.is_some() && event.deprecated.is_none());
    let (heard, unheard): (Vec<_>, Vec<_>) = events.partition(|event| heard.contains(event.name.value.as_str()));
    if heard.len() < unheard.len() {
        return;
    }
    for event in unheard {
        let message = format!("no consumer listens to `{}`, which the server sends", event.name.value);
        let help = "add it to the `listens` of the view that it concerns; an event that nobody needs can go";
        diagnostics.push(Diagnostic::new(&RULE, event.name.span, message).help(help));
    }
}

/// The event that a name stands for: one that no event has was reported, and stands for the event that was meant.
fn meant<'s>(name: &'s str, scope: &'s Scope<'_>) -> &'s str {
    let events = &scope.catalogue.events;
    if events.contains_key(name) {
        return name;
    }
    let aliased = || events.values().find(|event| event.aliases.iter().any(|alias| alias.name.value == name));
    let near = suggest::nearest(name, events.keys().map(String::as_str));
    near.or_else(|| aliased().map(|event| event.name.value.as_str())).unwrap_or(name)
}

//! Somebody listens to what the server sends.

use std::collections::HashSet;

use crate::catalogue::Answer;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Consumers "event-unheard", "where consumers are declared, one of them listens to what the server sends");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

/// Reports events that no consumer listens to. An event that answers a client's is awaited by whoever asked.
fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let catalogue = scope.catalogue;
    if !scope.complete || catalogue.consumers.is_empty() {
        return;
    }
    let heard = catalogue.consumers.values().flat_map(|consumer| &consumer.listens);
    let answers = catalogue.events.values().filter_map(|event| match &event.answer {
        Answer::Event(answer) => Some(answer),
        Answer::None | Answer::Ack(_) => None,
    });
    let heard: HashSet<&str> = heard.chain(answers).map(|name| name.value.as_str()).collect();
    for event in catalogue.events.values() {
        if event.server.is_none() || event.deprecated.is_some() || heard.contains(event.name.value.as_str()) {
            continue;
        }
        let message = format!("no consumer listens to `{}`, which the server sends", event.name.value);
        let help = "add it to the `listens` of the view that it concerns; an event that nobody needs can go";
        diagnostics.push(Diagnostic::new(&RULE, event.name.span, message).help(help));
    }
}

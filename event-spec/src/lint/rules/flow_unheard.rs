//! A view that hears an event in a flow listens to it.

use std::collections::HashSet;

use crate::catalogue::{Flow, StepKind};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Flows "flow-unheard", "a consumer that hears an event in a flow listens to it");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Flow(check) };

fn check(flow: &Flow, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    // A list that could not be read may hold the event.
    if !scope.complete {
        return;
    }
    let mut told = HashSet::new();
    for step in &flow.steps {
        let StepKind::Event { event, to, .. } = &step.kind else { continue };
        let deaf = to.iter().filter_map(|party| scope.catalogue.consumers.get(party));
        for consumer in deaf.filter(|consumer| consumer.listens.iter().all(|heard| heard.value != event.value)) {
            if told.insert((consumer.name.as_str(), event.as_str())) {
                let name = consumer.name.as_str();
                let message =
                    format!("`{name}` hears `{}` here, and the consumer `{name}` does not listen to it", event.value);
                let diagnostic = Diagnostic::new(&RULE, event.span, message).label(consumer.name.span, "the consumer");
                let help = "add the event to its `listens`, or give the party another name than the consumer";
                diagnostics.push(diagnostic.help(help));
            }
        }
    }
}

//! A flow shows the request that leads to an event.

use std::collections::HashSet;

use crate::catalogue::{Flow, SERVER, StepKind};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::source::Spanned;
use crate::suggest;

static RULE: Rule = rule!(warning Flows "flow-request", "in a flow the request that leads to an event comes before it");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Flow(check) };

fn check(flow: &Flow, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    // A step with a fault is missing here, and may be the request.
    if !scope.complete {
        return;
    }
    let (mut made, mut told): (Vec<&Spanned<String>>, HashSet<&str>) = (Vec::new(), HashSet::new());
    for step in &flow.steps {
        match &step.kind {
            StepKind::Request { request, .. } => made.push(request),
            StepKind::Event { event, from, .. } if from == SERVER && told.insert(event.as_str()) => {
                let cause = scope.catalogue.events.get(event.as_str()).and_then(|event| event.rest.as_ref());
                let missing = cause.filter(|cause| made.iter().all(|request| request.value != cause.value));
                diagnostics.extend(missing.map(|cause| finding(event, cause, &made)));
            }
            _ => {}
        }
    }
}

fn finding(event: &Spanned<String>, cause: &Spanned<String>, made: &[&Spanned<String>]) -> Diagnostic {
    let cause = cause.as_str();
    // A request that was nearly written so is the one that was meant.
    let slip = made.iter().find_map(|request| {
        let near = suggest::name(&request.value, [cause])?;
        Some((*request, near))
    });
    if let Some((request, near)) = slip {
        let message = format!("`{}` leads to nothing in this flow: `{}` follows `{cause}`", request.value, event.value);
        return Diagnostic::new(&RULE, request.span, message).label(event.span, "the event").meant(request, &near);
    }
    let message = format!("`{}` follows the request `{cause}`, which this flow does not show", event.value);
    let help = format!("write the step `request: {cause}` before this one");
    Diagnostic::new(&RULE, event.span, message).help(help)
}

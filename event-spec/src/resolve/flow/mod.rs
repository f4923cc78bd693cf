//! Flows: their steps held to what the catalogue says of events, and their parties.
//!
//! In: a document, and its names. Out: flows whose steps say who sends what to whom. A step with a fault is reported, and
//! left out.

mod answer;
mod cast;
mod step;
mod way;

use std::collections::HashMap;

use indexmap::IndexMap;

use super::channel::text;
use super::names::{Names, all};
use crate::catalogue::{Flow, Party, Role, SERVER, Step, StepKind};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::document::event::EventRecord;
use crate::document::flow::FlowRecord;
use crate::rule::{Rule, rule};
use crate::source::{Span, Spanned};
use answer::FLOW_ANSWER;
use cast::{Cast, FLOW_PARTY};
use step::{FLOW_STEP, Steps};
use way::FLOW_DIRECTION;

/// A flow tells something.
pub(crate) static FLOW_EMPTY: Rule = rule!(error Flows "flow-empty", "a flow has steps");

/// What flows are held to, whoever reads them.
pub(crate) const RULES: &[&Rule] = &[&FLOW_ANSWER, &FLOW_DIRECTION, &FLOW_EMPTY, &FLOW_PARTY, &FLOW_STEP];

/// What a step can look up.
struct Known<'d> {
    names: &'d Names<'d>,
    events: HashMap<&'d str, &'d EventRecord<'d>>,
}

/// Resolves every flow.
pub(super) fn resolve_flows<'d>(
    document: &'d Document<'d>,
    names: &'d Names<'d>,
    diagnostics: &mut Diagnostics,
) -> IndexMap<String, Flow> {
    let flows = all(&document.flows);
    if flows.is_empty() {
        return IndexMap::new();
    }
    let events = all(&document.events).iter();
    let events = events.filter_map(|(name, record)| Some((name.value.as_str(), record.as_ref()?))).collect();
    let known = Known { names, events };
    let resolved = flows.iter().filter_map(|(name, record)| Some((name, record.as_ref()?)));
    resolved.map(|(name, record)| (name.value.clone(), resolve_flow(name, record, &known, diagnostics))).collect()
}

fn resolve_flow(name: &Spanned<String>, record: &FlowRecord, known: &Known<'_>, diagnostics: &mut Diagnostics) -> Flow {
    if record.steps.as_ref().is_some_and(Vec::is_empty) {
        let message = format!("the flow `{}` has no steps", name.value);
        let help = "write what happens, as in `steps: [message.new]`, or leave the flow out";
        diagnostics.push(Diagnostic::new(&FLOW_EMPTY, name.span, message).help(help));
    }
    let cast = Cast::of(record, diagnostics);
    let mut steps = Steps::new(&name.value, &cast, known);
    for step in record.steps.iter().flatten() {
        steps.add(step, diagnostics);
    }
    let steps = steps.done();
    Flow {
        name: name.clone(),
        summary: text(&record.summary),
        description: text(&record.description),
        parties: parties(record, &cast, &steps),
        steps,
    }
}

/// Who takes part: those who are declared, then whom the steps name, in this order; the server after the first of them,
/// unless it has a place.
fn parties(record: &FlowRecord, cast: &Cast<'_>, steps: &[Step]) -> IndexMap<String, Party> {
    let mut parties = IndexMap::new();
    for (name, summary) in record.parties.iter().flat_map(|parties| &parties.0) {
        parties.entry(name.value.clone()).or_insert_with(|| party(name, Some(name.span), text(summary), cast));
    }
    for name in steps.iter().flat_map(named) {
        if name != SERVER && !parties.contains_key(name) {
            parties.insert(name.to_owned(), party(name, cast.place(name), None, cast));
        }
    }
    if !parties.contains_key(SERVER) {
        parties.shift_insert(parties.len().min(1), SERVER.to_owned(), party(SERVER, None, None, cast));
    }
    parties
}

fn party(name: &str, span: Option<Span>, summary: Option<String>, cast: &Cast<'_>) -> Party {
    let role = match name {
        SERVER => Role::Server,
        _ if cast.is_client(name) => Role::Client,
        _ => Role::Other,
    };
    Party { role, summary, span }
}

/// The parties of a step, in the order in which a reader meets them.
fn named(step: &Step) -> Vec<&str> {
    match &step.kind {
        StepKind::Event { from, to, .. } => std::iter::once(from).chain(to).map(String::as_str).collect(),
        StepKind::Ack { from, to, .. } | StepKind::Call { from, to, .. } => vec![from, to],
        StepKind::Request { from, .. } => vec![from],
        StepKind::Response { to, .. } => vec![to],
        StepKind::Note { at, .. } => at.iter().map(String::as_str).collect(),
    }
}

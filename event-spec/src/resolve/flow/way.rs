//! The way of an event in a flow: who sends it is known from its direction, and who hears it from the step.

use super::step::Steps;
use crate::catalogue::{Direction, SERVER, StepKind};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::event::EventRecord;
use crate::document::flow::StepRecord;
use crate::resolve::check_repeats;
use crate::rule::{Rule, rule};
use crate::source::Spanned;

/// An event goes its own way.
pub(crate) static FLOW_DIRECTION: Rule =
    rule!(error Flows "flow-direction", "in a flow an event goes the way that its direction says");

impl Steps<'_> {
    /// An event that is sent: a step, or two where it goes from a client over the server to others.
    pub(super) fn event(
        &self,
        event: &Spanned<String>,
        step: &StepRecord,
        diagnostics: &mut Diagnostics,
    ) -> Vec<StepKind> {
        if let Some(diagnostic) = self.known.names.undeclared_event(event, "this step sends", |_| false) {
            diagnostics.push(diagnostic);
            return Vec::new();
        }
        let Some(declared) = self.known.events.get(event.value.as_str()) else { return Vec::new() };
        let Some(direction) = declared.direction.as_ref().map(|direction| direction.value) else { return Vec::new() };
        let heard: Vec<String> = step.to.iter().flat_map(|to| &to.0).map(|name| name.value.clone()).collect();
        check_repeats("to", step.to.as_ref().map_or(&[][..], |to| &to.0), diagnostics);
        let from = step.from.as_ref().map(|from| from.value.clone());
        let by_client = match direction {
            Direction::ServerToClient => false,
            Direction::ClientToServer => true,
            Direction::Both => from.as_ref().map_or(heard.iter().any(|name| name == SERVER), |from| from != SERVER),
        };
        if let Some(fault) = fault(event, declared, direction, step, by_client) {
            diagnostics.push(fault);
            return Vec::new();
        }
        let mut kinds = Vec::new();
        let is_relayed = by_client && heard.iter().any(|name| name != SERVER);
        if by_client {
            let Some(from) = from.or_else(|| self.cast.client(event.span, "who sends this event", diagnostics)) else {
                return kinds;
            };
            kinds.push(StepKind::Event { event: event.clone(), from, to: vec![SERVER.to_owned()] });
        }
        if !by_client || is_relayed {
            let to = match heard.is_empty() {
                true => self.cast.client(event.span, "who hears this event", diagnostics).into_iter().collect(),
                false => heard,
            };
            if !to.is_empty() {
                kinds.push(StepKind::Event { event: event.clone(), from: SERVER.to_owned(), to });
            }
        }
        kinds
    }
}

/// What is wrong where an event goes another way than its direction says. `by_client` says who sends it.
fn fault(
    event: &Spanned<String>,
    declared: &EventRecord<'_>,
    direction: Direction,
    step: &StepRecord,
    by_client: bool,
) -> Option<Diagnostic> {
    let name = &event.value;
    let from = step.from.as_ref();
    let mut heard = step.to.iter().flat_map(|to| &to.0);
    let rest = declared.rest.as_ref().map(|request| &request.value.0);
    if !by_client {
        let sender = from.filter(|from| from.value != SERVER);
        let sent = sender
            .map(|from| (from.span, format!("`{}` sends `{name}` here, which only the server sends", from.value)));
        let to_server = heard.find(|to| to.value == SERVER);
        let to_server = to_server.map(|to| (to.span, format!("the server hears `{name}` here, and sends it itself")));
        let (place, message) = sent.or(to_server)?;
        let help = match rest {
            Some(request) => {
                format!("write `request: {request}`, which leads to it, and then the event without `from`")
            }
            None => "write who hears it in `to`, and leave `from` out".to_owned(),
        };
        return Some(Diagnostic::new(&FLOW_DIRECTION, place, message).help(help));
    }
    if let Some(request) = rest {
        let message = format!("clients do not send `{name}`: they make the request `{request}`");
        let diagnostic = Diagnostic::new(&FLOW_DIRECTION, event.span, message);
        return Some(diagnostic.help(format!("write `request: {request}` instead")));
    }
    if direction == Direction::Both {
        return None;
    }
    let by_server = from.filter(|from| from.value == SERVER);
    let message = format!("the server sends `{name}` here, which only clients send");
    if let Some(from) = by_server {
        return Some(Diagnostic::new(&FLOW_DIRECTION, from.span, message).help("name the client that sends it"));
    }
    let hearer = heard.find(|to| to.value != SERVER)?;
    let message = format!("`{}` hears `{name}` here, which goes to the server alone", hearer.value);
    let diagnostic = Diagnostic::new(&FLOW_DIRECTION, hearer.span, message);
    Some(match &declared.answer {
        Some(answer) => diagnostic.help(format!("it is answered by `{}`: make that the step", answer.value)),
        None => diagnostic.help("leave `to` out, and write the event that the server sends in return as the next step"),
    })
}

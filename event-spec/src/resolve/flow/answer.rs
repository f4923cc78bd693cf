//! What comes back in a flow: acknowledgements of events, and responses to requests.

use super::step::Steps;
use crate::catalogue::{Direction, SERVER, StepKind};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::event::EventRecord;
use crate::document::flow::StepRecord;
use crate::record::Record;
use crate::rule::{Rule, rule};
use crate::source::Spanned;

/// What answers comes after what it answers.
pub(crate) static FLOW_ANSWER: Rule =
    rule!(error Flows "flow-answer", "what is acknowledged or responded to came before, and has an answer");

impl Steps<'_> {
    /// The acknowledgement of an event: by the server to whoever sent it last, or by a client that heard it.
    pub(super) fn ack(
        &self,
        event: &Spanned<String>,
        step: &StepRecord,
        diagnostics: &mut Diagnostics,
    ) -> Option<StepKind> {
        let user = format!("flow `{}` acknowledges", self.flow);
        if let Some(diagnostic) = self.known.names.undeclared_event(event, &user, |_| false) {
            diagnostics.push(diagnostic);
            return None;
        }
        let declared = self.known.events.get(event.value.as_str())?;
        if declared.ack.is_none() {
            diagnostics.extend(unanswered(event, declared));
            return None;
        }
        let by_client = declared.direction.as_ref()?.value == Direction::ServerToClient;
        let sent = self.steps.iter().rev().find_map(|step| match &step.kind {
            StepKind::Event { event: sent, from, to } if sent.value == event.value => Some((from, to.first()?)),
            _ => None,
        });
        let Some((sender, hearer)) = sent else {
            // A step that was left out may be the one.
            if self.whole {
                let message = format!("`{}` is acknowledged here before anybody sent it", event.value);
                let help = format!("write the step `event: {}` before this one", event.value);
                diagnostics.push(Diagnostic::new(&FLOW_ANSWER, event.span, message).help(help));
            }
            return None;
        };
        let to = step.to.as_ref().and_then(|to| to.0.first());
        let (client, server) = if by_client { (&step.from.as_ref(), to) } else { (&to, step.from.as_ref()) };
        let wrong = client.filter(|name| name.value == SERVER).or(server.filter(|name| name.value != SERVER));
        if let Some(wrong) = wrong {
            let way = if by_client { "a client to the server" } else { "the server to a client" };
            let message = format!("the acknowledgement of `{}` goes from {way}", event.value);
            let help = "leave `from` and `to` out: whoever sent the event last is answered";
            diagnostics.push(Diagnostic::new(&FLOW_ANSWER, wrong.span, message).help(help));
            return None;
        }
        let usual = if by_client { hearer } else { sender };
        let client = client.map_or(usual, |name| &name.value).clone();
        let (from, to) = if by_client { (client, SERVER.to_owned()) } else { (SERVER.to_owned(), client) };
        Some(StepKind::Ack { event: event.clone(), from, to })
    }

    /// The response to the request that was made last.
    pub(super) fn response(
        &self,
        response: &Spanned<String>,
        step: &StepRecord,
        diagnostics: &mut Diagnostics,
    ) -> Option<StepKind> {
        let asked = self.steps.iter().rev().find_map(|step| match &step.kind {
            StepKind::Request { from, .. } => Some(from.clone()),
            _ => None,
        });
        if asked.is_none() && self.whole {
            let message = "this is the response to a request, and none was made before it";
            let help = "write a step such as `request: POST /messages` before this one";
            diagnostics.push(Diagnostic::new(&FLOW_ANSWER, response.span, message).help(help));
        }
        let asked = asked?;
        let Some(to) = step.to.as_ref().and_then(|to| to.0.first()) else {
            return Some(StepKind::Response { text: response.value.clone(), to: asked });
        };
        if to.value == SERVER {
            let message = "the server hears this response, and a `response` is its own";
            let help = "name the client that made the request, or write a `call`";
            diagnostics.push(Diagnostic::new(&FLOW_ANSWER, to.span, message).help(help));
            return None;
        }
        Some(StepKind::Response { text: response.value.clone(), to: to.value.clone() })
    }
}

/// What is wrong where an event is acknowledged that has no acknowledgement; nothing where it has one that could not be read.
fn unanswered(event: &Spanned<String>, declared: &EventRecord<'_>) -> Option<Diagnostic> {
    if declared.marks().key("ack").is_some() {
        return None;
    }
    let message = format!("`{}` is acknowledged here, and has no `ack`", event.value);
    let diagnostic = Diagnostic::new(&FLOW_ANSWER, event.span, message);
    Some(match &declared.answer {
        Some(answer) => diagnostic.help(format!("it is answered by an event: write `event: {}`", answer.value)),
        None => diagnostic.help("declare the acknowledgement in the event's `ack`, or leave this step out"),
    })
}

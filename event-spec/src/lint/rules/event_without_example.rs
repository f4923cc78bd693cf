//! Payloads are shown.

use crate::catalogue::{Answer, Event, Message, Payload};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::record::{Marks, Record};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Events "event-without-example", "every payload of an event has an example");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Event(check) };

fn check(event: &Event, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let Some(record) = scope.event_record(event) else { return };
    let name = &event.name.value;
    let client = event.client.as_ref().filter(|_| !event.same_both_ways);
    let messages = match (&event.server, client) {
        (Some(server), Some(client)) => [
            Some((server, "examples", " of what the server sends")),
            Some((client, "client_examples", " of what clients send")),
        ],
        (server, client) => [server.as_ref().or(client).map(|only| (only, "examples", "")), None],
    };
    for (_, key, what) in messages.into_iter().flatten().filter(|(message, key, _)| lacks(message, key, record.marks()))
    {
        let help = format!("add `{key}:` with a payload as it travels: documents show it, and tests send it");
        let message = format!("event `{name}` has no example{what}");
        diagnostics.push(Diagnostic::new(&RULE, event.span, message).help(help));
    }
    if let (Answer::Ack(message), Some(ack)) = (&event.answer, &record.ack)
        && lacks(message, "examples", ack.marks())
    {
        let place = record.marks().key("ack").unwrap_or(event.span);
        let message = format!("the acknowledgement of event `{name}` has no example");
        let help = "add `examples:` to it, with an answer as it travels: documents show it, and tests send it";
        diagnostics.push(Diagnostic::new(&RULE, place, message).help(help));
    }
}

/// Whether a message is shown by no example; what stands under `key` and could not be read was reported.
fn lacks(message: &Message, key: &str, marks: &Marks) -> bool {
    let is_unread = marks.is_faulty() && marks.key(key).is_some();
    !matches!(message.payload, Payload::Empty) && message.examples.is_empty() && !is_unread
}

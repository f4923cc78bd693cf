//! Payloads are shown.

use crate::catalogue::{Answer, Event, Message, Payload};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Events "event-without-example", "every payload of an event has an example");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Event(check) };

fn check(event: &Event, _: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let name = &event.name.value;
    let mut report = |message: String, key: &str| {
        let help = format!("add {key} with a payload as it travels: documents show it, and tests send it");
        diagnostics.push(Diagnostic::new(&RULE, event.span, message).help(help));
    };
    let client = event.client.as_ref().filter(|_| !event.same_both_ways);
    match (&event.server, client) {
        (Some(server), Some(client)) => {
            if lacks(server) {
                report(format!("event `{name}` has no example of what the server sends"), "`examples:`");
            }
            if lacks(client) {
                report(format!("event `{name}` has no example of what clients send"), "`client_examples:`");
            }
        }
        (Some(only), None) | (None, Some(only)) => {
            if lacks(only) {
                report(format!("event `{name}` has no example"), "`examples:`");
            }
        }
        (None, None) => {}
    }
    if let Answer::Ack(ack) = &event.answer
        && lacks(ack)
    {
        report(format!("the acknowledgement of event `{name}` has no example"), "`examples:` to the `ack`");
    }
}

fn lacks(message: &Message) -> bool {
    !matches!(message.payload, Payload::Empty) && message.examples.is_empty()
}

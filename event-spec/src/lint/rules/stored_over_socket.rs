//! What is stored is stored before it is sent.

use crate::catalogue::{Answer, Event, Storage};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Delivery "stored-over-socket", "a client's event that must be stored is not passed on as it came");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Event(check) };

/// Reports stored events that clients send over the socket, unless the catalogue shows that the server does its part: it
/// answers when it has stored them, or tells the others in a payload of its own.
fn check(event: &Event, _: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let Some(storage) = event.storage.as_ref().filter(|storage| storage.value == Storage::Stored) else {
        return;
    };
    let answered = !matches!(event.answer, Answer::None);
    let retold = event.server.is_some() && !event.same_both_ways;
    if !event.client_sends() || answered || retold {
        return;
    }
    let name = &event.name.value;
    let (message, help) = if event.server.is_some() {
        (
            format!("event `{name}` is stored, and others get it as a client sent it over the socket"),
            "give it the request that stores it, as in `rest: POST /messages`; or give clients a `client_payload` of their \
             own, or an acknowledgement, so that the server stores first and tells the others after that",
        )
    } else {
        (
            format!("event `{name}` is stored, and clients send it over the socket, where nothing says that it was"),
            "give it the request that stores it, as in `rest: POST /messages`, and an event of the server that follows; or \
             let an `ack` or an `answer` say that it was stored",
        )
    };
    diagnostics.push(Diagnostic::new(&RULE, storage.span, message).help(help));
}

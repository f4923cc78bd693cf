//! Keys of an event that do not go together: with its transport, with each other, with who sends it.

use super::envelope::wraps_clients;
use super::{EXCLUSIVE_KEYS, TRANSPORT_CONFLICT};
use crate::catalogue::Direction;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::document::event::EventRecord;
use crate::document::words::{Audience, TransportWord};
use crate::record::Record;
use crate::rule::{Rule, rule};
use crate::source::Spanned;

/// Keys fit the direction.
pub(crate) static DIRECTION_CONFLICT: Rule =
    rule!(error Events "direction-conflict", "an event has only keys that make sense for who sends it");

/// Keys that the transport has no place for.
pub(super) fn check_transport(
    name: &Spanned<String>,
    record: &EventRecord<'_>,
    document: &Document<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(transport) = &document.transport else {
        return;
    };
    let plain = transport.value == TransportWord::WebSocket;
    let key = |key: &str| record.marks().key(key).unwrap_or(name.span);
    if record.args.is_some() && (plain || is_wrapped(record, document)) {
        let why = if plain { "a plain WebSocket" } else { "an envelope" };
        let message = format!("event `{}` has several arguments, and {why} holds one payload", name.value);
        let diagnostic = Diagnostic::new(&TRANSPORT_CONFLICT, key("args"), message);
        diagnostics.push(diagnostic.help("write `payload` with an object"));
    }
    if record.ack.is_some() && plain {
        let message = format!("event `{}` is acknowledged, and a plain WebSocket has no acknowledgements", name.value);
        let diagnostic = Diagnostic::new(&TRANSPORT_CONFLICT, key("ack"), message);
        let diagnostic = diagnostic.label(transport.span, "the transport");
        let by_server = record.direction.as_ref().is_some_and(|direction| direction.value == Direction::ServerToClient);
        let help = if by_server {
            "let clients answer with an event of their own"
        } else {
            "name the event that answers with `answer: ..`"
        };
        diagnostics.push(diagnostic.help(help));
    }
}

/// Whether an event lies in an envelope: one of clients alone does not have to.
fn is_wrapped(record: &EventRecord<'_>, document: &Document<'_>) -> bool {
    let by_clients = record.direction.as_ref().is_some_and(|direction| direction.value == Direction::ClientToServer);
    document.envelope.as_ref().is_some_and(|envelope| !by_clients || wraps_clients(envelope))
}

/// Keys of which an event has one.
pub(super) fn check_exclusive(name: &Spanned<String>, record: &EventRecord<'_>, diagnostics: &mut Diagnostics) {
    for (one, other) in [("payload", "args"), ("channel", "to"), ("joins", "leaves"), ("ack", "answer")] {
        if let (Some(first), Some(second)) = (record.marks().key(one), record.marks().key(other)) {
            let (first, second) = (first.min(second), first.max(second));
            let message = format!("event `{}` has both `{one}` and `{other}`", name.value);
            let diagnostic = Diagnostic::new(&EXCLUSIVE_KEYS, second, message).label(first, "the one");
            diagnostics.push(diagnostic.underlined("the other").help("keep one of the two"));
        }
    }
}

/// Keys that make no sense for who sends the event.
pub(super) fn check_direction(
    name: &Spanned<String>,
    record: &EventRecord<'_>,
    direction: &Spanned<Direction>,
    diagnostics: &mut Diagnostics,
) {
    let mut refuse = |keys: &[&str], why: &str, help: &str| {
        for (key, span) in keys.iter().filter_map(|key| record.marks().key(key).map(|span| (key, span))) {
            let message = format!("event `{}` has `{key}`, and {why}", name.value);
            let diagnostic = Diagnostic::new(&DIRECTION_CONFLICT, span, message);
            diagnostics.push(diagnostic.label(direction.span, "who sends it").help(help));
        }
    };
    match direction.value {
        Direction::ServerToClient => {
            refuse(
                &["answer", "joins", "leaves"],
                "only the server sends it",
                "leave it out, or write `direction: both`",
            );
            let to_one = record.to.as_ref().is_some_and(|to| matches!(to.value, Audience::Connection));
            if !to_one {
                let why = "it goes to many, who would each acknowledge it";
                refuse(&["ack"], why, "send it `to: connection`, or leave the acknowledgement out");
            }
        }
        Direction::ClientToServer => refuse(
            &["channel", "to"],
            "only clients send it",
            "leave it out, write `direction: both`, or name the channel that it enters with `joins`",
        ),
        Direction::Both => {}
    }
    if direction.value != Direction::Both {
        let both_ways = ["client_payload", "client_examples"];
        refuse(&both_ways, "it travels one way alone", "write `payload` and `examples`");
    }
}

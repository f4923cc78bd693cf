//! How an event is answered, by the server or by clients.

use super::{Check, Held};
use crate::catalogue::{Answer as How, Event};
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::pair::Pair;
use crate::compare::scope::Scope;
use crate::rule::{Rule, rule};
use crate::source::Span;

static RULE: Rule = rule!(error Changes "answer-changed", "who waits for an answer gets it");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Event(check) };

fn check(pair: Pair<&Event>, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Kept { old, new } = pair else { return };
    acknowledged_by_clients(old, new, changes);
    if old.client.is_none() || new.client.is_none() || is_same(&old.answer, &new.answer, scope) {
        return;
    }
    // An answer that nobody waits for is passed over: Socket.IO sends no acknowledgement that was not asked for.
    let waits = |readers: &str, for_: &How, server: &str| match words(for_) {
        Some(answer) => {
            Answer::clients(format!("{readers} wait for {answer}, which the {server} server does not send"))
        }
        None => Answer::Yes,
    };
    let effect = Effect {
        server_first: waits("old clients", &old.answer, "new"),
        clients_first: waits("new clients", &new.answer, "old"),
    };
    let what = match (words(&old.answer), words(&new.answer)) {
        (Some(before), Some(now)) => format!("is answered by {now} instead of {before}"),
        (None, Some(now)) => format!("is answered by {now}"),
        (before, None) => format!("is no longer answered by {}", before.unwrap_or_default()),
    };
    let change = Change::new(&RULE, new.name.value.clone(), what, effect);
    changes.push(change.was_at(span(old)).is_at(span(new)));
}

/// A server that asks a client waits for its acknowledgement; one that nobody asks for is never sent.
fn acknowledged_by_clients(old: &Event, new: &Event, changes: &mut Vec<Change>) {
    let (before, now) = (old.client_ack().is_some(), new.client_ack().is_some());
    if before == now || old.server.is_none() || new.server.is_none() {
        return;
    }
    let waits = |asks: bool, server: &str, clients: &str| match asks {
        true => Answer::server(format!(
            "the {server} server waits for an acknowledgement, which {clients} clients do not send"
        )),
        false => Answer::Yes,
    };
    let effect = Effect { server_first: waits(now, "new", "old"), clients_first: waits(before, "old", "new") };
    let what = if now { "is acknowledged by clients" } else { "is no longer acknowledged by clients" };
    changes.push(Change::new(&RULE, new.name.value.clone(), what, effect).was_at(old.span).is_at(new.span));
}

fn is_same(old: &How, new: &How, scope: &Scope<'_>) -> bool {
    match (old, new) {
        (How::None, How::None) | (How::Ack(_), How::Ack(_)) => true,
        // A rename of the answering event is a change of that event.
        (How::Event(old), How::Event(new)) => {
            scope.matching.event(&old.value).is_some_and(|became| became.name.value == new.value)
        }
        _ => false,
    }
}

fn words(answer: &How) -> Option<String> {
    match answer {
        How::None => None,
        How::Ack(_) => Some("an acknowledgement".to_owned()),
        How::Event(name) => Some(format!("`{}`", name.value)),
    }
}

fn span(event: &Event) -> Span {
    match &event.answer {
        How::Event(name) => name.span,
        _ => event.span,
    }
}

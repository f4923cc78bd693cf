//! Client events that move between the socket and a request.

use super::{Check, Held};
use crate::catalogue::Event;
use crate::compare::change::Change;
use crate::compare::pair::Pair;
use crate::compare::scope::Scope;
use crate::compare::sending::Sending;
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Changes "rest-changed", "what clients send over the socket, or by a request, is still taken there");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Event(check) };

fn check(pair: Pair<&Event>, _: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Kept { old, new } = pair else { return };
    let (before, now) = (Sending::of(old), Sending::of(new));
    // With another direction, that is the change.
    if old.direction != new.direction || before.request == now.request {
        return;
    }
    let by = |way: Sending<'_>| match way.request {
        Some(request) => format!("by `{request}`"),
        None => "over the socket".to_owned(),
    };
    let what = format!("is sent {} instead of {}", by(now), by(before));
    let span = |event: &Event| event.rest.as_ref().map_or(event.span, |request| request.span);
    let effect = Sending::change(before, now);
    let change = Change::new(&RULE, new.name.value.clone(), what, effect);
    let help = "take it both ways for a while, and close the old one when no client uses it";
    changes.push(change.help(help).was_at(span(old)).is_at(span(new)));
}

//! Which waiting events a newer one replaces.

use super::{Check, Held};
use crate::catalogue::{Catalogue, Event};
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::pair::Pair;
use crate::compare::scope::{Scope, quoted};
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Changes "coalesce-changed", "a newer event replaces no more of those that wait than promised");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Event(check) };

fn check(pair: Pair<&Event>, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Kept { old, new } = pair else { return };
    if !coalesces(old, scope.old) || !coalesces(new, scope.new) {
        return;
    }
    let (before, now) = (keys(old), keys(new));
    let apart = |readers: &str, counted_on: &[String], met: &[String]| {
        // Who tells events apart by a field that is not asked any more gets only the last of them.
        match counted_on.iter().find(|key| !met.contains(key)) {
            Some(key) => Answer::clients(format!("{readers} miss events that differ in `{key}`")),
            None => Answer::Yes,
        }
    };
    let effect = Effect {
        server_first: apart("old clients", &before, &now),
        clients_first: apart("new clients", &now, &before),
    };
    if effect == Effect::SAFE {
        return;
    }
    let words = |keys: &[String]| match keys {
        [] => "its channel alone".to_owned(),
        keys => quoted(keys.iter().map(String::as_str)),
    };
    let what = format!("is coalesced by {} instead of {}", words(&now), words(&before));
    let change = Change::new(&RULE, new.name.value.clone(), what, effect);
    let span = |event: &Event| event.coalesce_by.first().map_or(event.span, |path| path.span);
    changes.push(change.read_by(scope.listeners(&[&old.name.value])).was_at(span(old)).is_at(span(new)));
}

fn coalesces(event: &Event, catalogue: &Catalogue) -> bool {
    let priority = event.priority.as_ref().and_then(|priority| catalogue.priorities.get(&priority.value));
    event.server.is_some() && priority.is_some_and(|priority| priority.coalesce)
}

fn keys(event: &Event) -> Vec<String> {
    event.coalesce_by.iter().map(|path| path.keys.join(".")).collect()
}

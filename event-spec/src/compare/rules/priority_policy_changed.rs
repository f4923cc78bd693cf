//! What the priorities themselves promise.

use super::{Check, Held};
use crate::catalogue::{Event, Storage};
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::pair::Pair;
use crate::compare::promise;
use crate::compare::scope::{Scope, quoted};
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Changes "priority-policy-changed", "a priority delivers as promptly and surely as it promised");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, changes: &mut Vec<Change>) {
    for (name, new) in &scope.new.priorities {
        let Some(old) = scope.old.priorities.get(name) else { continue };
        let differences = promise::differences(old, new);
        let events = of_priority(name, scope);
        if differences.is_empty() || events.is_empty() {
            continue;
        }
        let stored = |event: &Event| event.storage() == Storage::Stored;
        let all_stored = events.iter().all(|(old, new)| stored(old) && stored(new));
        let names: Vec<_> = events.iter().map(|(old, _)| old.name.value.as_str()).collect();
        let effect = promise::change(old, new, all_stored);
        let what = format!("is {}: {}", differences.join(", "), quoted(events.iter().map(|(_, new)| &*new.name.value)));
        let change = Change::new(&RULE, format!("priority {name}"), what, effect);
        changes.push(change.read_by(scope.listeners(&names)).was_at(old.span).is_at(new.span));
    }
    check_order(scope, changes);
}

/// The order of priorities is their urgency: of what waits, the more urgent leaves first.
fn check_order(scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let used = |name: &&String| !of_priority(name, scope).is_empty();
    let new = scope.new.priorities.keys().filter(|name| scope.old.priorities.contains_key(*name)).filter(used);
    let old = scope.old.priorities.keys().filter(|name| scope.new.priorities.contains_key(*name)).filter(used);
    let (new, old): (Vec<_>, Vec<_>) = (new.collect(), old.collect());
    if new == old {
        return;
    }
    let why = |readers: &str| Answer::unclear(format!("no catalogue says whether {readers} count on the order"));
    let effect = Effect { server_first: why("old clients"), clients_first: why("new clients") };
    let order = quoted(new.into_iter().map(String::as_str));
    let change = Change::new(&RULE, "priorities", format!("are in another order: {order}"), effect);
    changes.push(change.between(scope.old.places.priorities, scope.new.places.priorities));
}

/// The events of the server that have this priority in both versions.
fn of_priority<'a>(name: &str, scope: &Scope<'a>) -> Vec<(&'a Event, &'a Event)> {
    let has = |event: &Event| {
        event.server.is_some() && event.priority.as_ref().is_some_and(|priority| priority.value == name)
    };
    let pairs = scope.matching.events.iter().filter_map(|pair| match pair {
        Pair::Kept { old, new } if has(old) && has(new) => Some((*old, *new)),
        _ => None,
    });
    pairs.collect()
}

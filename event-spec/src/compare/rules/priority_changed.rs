//! Events of another priority.

use super::{Check, Held};
use crate::catalogue::{Catalogue, Event, Priority, Storage};
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::pair::Pair;
use crate::compare::promise;
use crate::compare::scope::Scope;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "priority-changed", "an event is delivered as promptly and surely as promised");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Event(check) };

fn check(pair: Pair<&Event>, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Kept { old, new } = pair else { return };
    let name = |event: &Event| event.priority.as_ref().map(|priority| priority.value.clone());
    if name(old) == name(new) {
        return;
    }
    let sent = old.server.is_some() && new.server.is_some();
    // What clients send has no policy: at most its frames name it, and no server looks.
    let written = |event: &Event, catalogue: &Catalogue| {
        let envelope = catalogue.client_envelope().filter(|_| event.client_sends());
        envelope.is_some_and(|envelope| envelope.priority.is_some())
    };
    let shows = sent || written(old, scope.old) && written(new, scope.new);
    if !shows {
        return;
    }
    let promised = match (policy(old, scope.old), policy(new, scope.new)) {
        _ if !sent => Effect::SAFE,
        (Some(before), Some(now)) => {
            promise::change(before, now, old.storage() == Storage::Stored && new.storage() == Storage::Stored)
        }
        // Without a priority nothing is promised.
        (Some(_), None) => Effect::clients_go_first(nothing_promised("old clients")),
        (None, Some(_)) => Effect::server_goes_first(nothing_promised("new clients")),
        (None, None) => return,
    };
    let effect = if sent { promised.and(shown(old, new, scope)) } else { promised };
    let words = |event: &Event| name(event).map_or_else(|| "none".to_owned(), |name| format!("`{name}`"));
    let what = format!("has the priority {} instead of {}", words(new), words(old));
    let span = |event: &Event| event.priority.as_ref().map_or(event.span, |priority| priority.span);
    let change = Change::new(&RULE, new.name.value.clone(), what, effect).patch_where_safe();
    changes.push(change.read_by(scope.listeners(&[&old.name.value])).was_at(span(old)).is_at(span(new)));
}

fn policy<'a>(event: &Event, catalogue: &'a Catalogue) -> Option<&'a Priority> {
    catalogue.priorities.get(&event.priority.as_ref()?.value)
}

fn nothing_promised(readers: &str) -> Answer {
    Answer::unclear(format!("{readers} count on a policy of delivery, and without a priority there is none"))
}

/// What the names of priorities do where frames carry them.
fn shown(old: &Event, new: &Event, scope: &Scope<'_>) -> Effect {
    let stranger = |readers: &str, event: &Event, knows: &Catalogue, sends: &Catalogue| {
        let shows = sends.envelope.as_ref().is_some_and(|envelope| envelope.priority.is_some());
        match &event.priority {
            Some(name) if shows && !knows.priorities.contains_key(&name.value) => {
                Answer::unclear(format!("{readers} read the priority `{}` in a frame, and do not know it", name.value))
            }
            _ => Answer::Yes,
        }
    };
    Effect {
        server_first: stranger("old clients", new, scope.old, scope.new),
        clients_first: stranger("new clients", old, scope.new, scope.old),
    }
}

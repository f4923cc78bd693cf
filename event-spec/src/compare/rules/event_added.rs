//! Events that are new.

use super::{Check, Held};
use crate::catalogue::Event;
use crate::compare::change::Change;
use crate::compare::pair::Pair;
use crate::compare::scope::Scope;
use crate::compare::sending::Sending;
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Changes "event-added", "a new event that clients send reaches no server that does not know it");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Event(check) };

fn check(pair: Pair<&Event>, _: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Added(event) = pair else { return };
    let effect = Sending::change(Sending::default(), Sending::of(event));
    changes.push(Change::new(&RULE, event.name.value.clone(), "added", effect).is_at(event.span));
}

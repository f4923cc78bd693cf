//! Events that others send than before.

use super::{Check, Held};
use crate::catalogue::Event;
use crate::compare::change::Change;
use crate::compare::pair::Pair;
use crate::compare::scope::Scope;
use crate::compare::sending::Sending;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "direction-changed", "whoever sends an event still finds one that reads it");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Event(check) };

fn check(pair: Pair<&Event>, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Kept { old, new } = pair else { return };
    if old.direction == new.direction {
        return;
    }
    let effect = Sending::change(Sending::of(old), Sending::of(new));
    let what = format!("has the direction `{}` instead of `{}`", new.direction.as_str(), old.direction.as_str());
    let change = Change::new(&RULE, new.name.value.clone(), what, effect);
    changes.push(change.read_by(scope.listeners(&[&old.name.value])).was_at(old.span).is_at(new.span));
}

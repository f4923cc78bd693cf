//! Names under which clients are served from now on.

use super::{Check, Held};
use crate::catalogue::Event;
use crate::compare::change::Change;
use crate::compare::effect::Effect;
use crate::compare::pair::Pair;
use crate::compare::scope::Scope;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(note Changes "alias-added", "a name under which clients are served besides is known");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Event(check) };

fn check(pair: Pair<&Event>, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Kept { old, new } = pair else { return };
    for alias in &new.aliases {
        let name = &alias.name.value;
        let was_served = old.aliases.iter().any(|alias| alias.name.value == *name && alias.sunset.is_some());
        // A name that was an event's own is a rename of that event.
        if was_served || scope.old.events.contains_key(name) {
            continue;
        }
        if let Some(day) = scope.served_until(new, name) {
            let what = format!("is served as `{name}` as well, until {day}");
            changes.push(Change::new(&RULE, new.name.value.clone(), what, Effect::SAFE).is_at(alias.name.span));
        }
    }
}

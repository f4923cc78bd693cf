//! Events that are gone.

use super::{Check, Held};
use crate::catalogue::Event;
use crate::compare::change::Change;
use crate::compare::effect::Effect;
use crate::compare::pair::Pair;
use crate::compare::scope::{Scope, sunset};
use crate::compare::sending::Sending;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "event-removed", "an event is removed once nobody sends or awaits it");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Event(check) };

fn check(pair: Pair<&Event>, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Removed(event) = pair else { return };
    let name = &event.name.value;
    let change = match sunset(event) {
        Some(day) if scope.is_past(&day.value) => {
            Change::new(&RULE, name.clone(), format!("removed after {}, as announced", day.value), Effect::SAFE)
        }
        announced => {
            let effect = Sending::change(Sending::of(event), Sending::default());
            let help = match announced {
                Some(day) => format!("keep it: it was announced to end after {}", day.value),
                None => "keep it, say `deprecated: { sunset: .. }`, and remove it after that day".to_owned(),
            };
            Change::new(&RULE, name.clone(), "removed", effect).help(help)
        }
    };
    changes.push(change.read_by(scope.listeners(&[name])).was_at(event.span));
}

//! What clients do when the connection is lost.

use super::{Check, Held};
use crate::catalogue::Reconnect;
use crate::compare::change::Change;
use crate::compare::effect::Effect;
use crate::compare::scope::Scope;
use crate::compare::version::Bump;
use crate::quantity::duration;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(note Changes "reconnect-changed", "how clients come back is known");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let (before, now) = (words(scope.old.reconnect.as_ref()), words(scope.new.reconnect.as_ref()));
    if before == now {
        return;
    }
    // Clients do it by themselves, and a server bears those that do not.
    let change = Change::new(&RULE, "reconnect", format!("is {now} instead of {before}"), Effect::SAFE);
    let change = change.weighs(Bump::Patch);
    changes.push(change.between(scope.old.places.reconnect, scope.new.places.reconnect));
}

fn words(reconnect: Option<&Reconnect>) -> String {
    let Some(reconnect) = reconnect else { return "not said".to_owned() };
    let (delay, step) = (duration(reconnect.delay), duration(reconnect.step));
    let tries = if reconnect.attempts == 1 { "1 try".to_owned() } else { format!("{} tries", reconnect.attempts) };
    if reconnect.step.is_zero() {
        format!("{tries} after {delay}")
    } else {
        format!("{tries} after {delay}, {step} more each")
    }
}

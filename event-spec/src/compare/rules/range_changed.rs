//! Between what a number lies, and what it must be a multiple of.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::payload::{At, Met, words};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "range-changed", "a number keeps its range, or its readers take more first");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let Met::Number { old, new } = met else { return };
    let (old_bounds, new_bounds) = (old.bounds(), new.bounds());
    if old_bounds != new_bounds {
        let what = format!("is now {} (was {})", words::range(&new_bounds), words::range(&old_bounds));
        let effect = at.held_to(&old.bounds_alone(new), &new.bounds_alone(old));
        changes.push(at.change(&RULE, what, effect));
    }
    let what = match (old.step(), new.step()) {
        (Some(old), Some(new)) if old != new => format!("must be a multiple of {new} (was {old})"),
        (None, Some(new)) => format!("must be a multiple of {new}"),
        (Some(old), None) => format!("need no longer be a multiple of {old}"),
        _ => return,
    };
    let effect = at.held_to(&old.step_alone(new), &new.step_alone(old));
    changes.push(at.change(&RULE, what, effect));
}

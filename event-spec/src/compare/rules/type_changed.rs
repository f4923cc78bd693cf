//! Values of another kind.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::payload::{At, Met, words};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "type-changed", "a value keeps its kind");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let effect = match met {
        Met::Type => at.whole(),
        Met::Number { old, new } if old.is_whole() != new.is_whole() => {
            at.held_to(&old.kind_alone(), &new.kind_alone())
        }
        _ => return,
    };
    let what = format!("is now {} (was {})", words::kind(at.new), words::kind(at.old));
    changes.push(at.change(&RULE, what, effect));
}

//! Constants with another value.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::payload::{At, Met, Values, words};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "constant-changed", "a constant keeps its value");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let Met::Values { old, new } = met else { return };
    let what = match (old, new) {
        (Values::Constant(old), Values::Constant(new)) => {
            format!("is now always {} (was {})", words::constant(new), words::constant(old))
        }
        (Values::Constant(old), Values::Free) => format!("is no longer always {}", words::constant(old)),
        (Values::Free, Values::Constant(new)) => format!("is now always {}", words::constant(new)),
        _ => return,
    };
    changes.push(at.change(&RULE, what, at.whole()));
}

//! How long a text may be.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::payload::{At, Met, words};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "length-changed", "a text keeps its length, or its readers take more first");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let Met::Text { old, new } = met else { return };
    if (old.min, old.max) != (new.min, new.max) {
        let amounts = words::amounts((old.min, old.max), (new.min, new.max), "character", "characters");
        let effect = at.held_to(&old.length_alone(), &new.length_alone());
        changes.push(at.change(&RULE, format!("takes {amounts}"), effect));
    }
}

//! Objects that are described in another way.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::payload::{At, Met, words};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "payload-changed", "an object stays one with fields, a map, or a union");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let Met::Whole = met else { return };
    let (old, new) = (words::kind(at.old), words::kind(at.new));
    let what = if old == new { "holds something else".to_owned() } else { format!("is now {new} (was {old})") };
    changes.push(at.change(&RULE, what, at.whole()));
}

//! The key that tells the variants of a union apart.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::payload::{At, Met};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "tag-changed", "the variants of a union are told apart by the same key");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let Met::Tag { old, new } = met else { return };
    changes.push(at.change(&RULE, format!("tells its variants apart by `{new}` (was `{old}`)"), at.whole()));
}

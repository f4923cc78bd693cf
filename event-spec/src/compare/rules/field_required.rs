//! Fields that may no longer be absent.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::pair::Pair;
use crate::compare::payload::{At, Fields};
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Changes "field-required", "a field becomes required once every deployed version sends it");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Field(check) };

fn check(fields: &Fields<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    if let Pair::Kept { old, new } = fields.pair
        && old.optional
        && !new.optional
    {
        changes.push(at.change(&RULE, "is now required", fields.effect(at)));
    }
}

//! Fields that may now be absent.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::pair::Pair;
use crate::compare::payload::{At, Fields};
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Changes "field-optional", "a field becomes optional once every deployed version can do without it");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Field(check) };

fn check(fields: &Fields<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    if let Pair::Kept { old, new } = fields.pair
        && !old.optional
        && new.optional
    {
        changes.push(at.change(&RULE, "may now be absent", fields.effect(at)));
    }
}

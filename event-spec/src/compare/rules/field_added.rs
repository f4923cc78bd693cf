//! Fields that are new.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::pair::Pair;
use crate::compare::payload::{At, Fields};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "field-added", "a new field is optional where older versions are still served");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Field(check) };

fn check(fields: &Fields<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let Pair::Added(field) = fields.pair else { return };
    let what = if field.optional { "added, optional" } else { "added, required" };
    changes.push(at.change(&RULE, what, fields.effect(at)));
}

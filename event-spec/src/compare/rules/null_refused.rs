//! Values that may no longer be null.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::payload::{At, Met, Reads};
use crate::rule::{Rule, rule};
use crate::types::Type;

static RULE: Rule = rule!(error Changes "null-refused", "null is refused once no deployed version sends it");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    if let Met::Null { old: true, new: false } = met {
        let effect = at.flow.effect(Reads::All, at.read_by_new(&Type::Null));
        changes.push(at.change(&RULE, "may no longer be null", effect));
    }
}

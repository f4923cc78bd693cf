//! Values that may now be null.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::payload::{At, Met, Reads};
use crate::rule::{Rule, rule};
use crate::types::Type;

static RULE: Rule = rule!(error Changes "null-allowed", "a value may be null once every deployed version reads null");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    if let Met::Null { old: false, new: true } = met {
        let effect = at.flow.effect(at.read_by_old(&Type::Null), Reads::All);
        changes.push(at.change(&RULE, "may now be null", effect));
    }
}

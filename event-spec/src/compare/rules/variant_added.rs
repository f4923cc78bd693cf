//! Unions that grow.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::pair::Pair;
use crate::compare::payload::{At, Met, Reads};
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Changes "variant-added", "a union grows once every deployed version reads the new variant");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let Met::Variant(Pair::Added(name)) = met else { return };
    let effect = at.flow.effect(Reads::not(format!("it may be the variant `{name}`")), Reads::All);
    changes.push(at.change(&RULE, format!("variant `{name}` added"), effect));
}

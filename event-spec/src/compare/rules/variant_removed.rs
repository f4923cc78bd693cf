//! Unions that shrink.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::pair::Pair;
use crate::compare::payload::{At, Met, Reads};
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Changes "variant-removed", "a variant leaves a union once no deployed version sends it");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let Met::Variant(Pair::Removed(name)) = met else { return };
    let effect = at.flow.effect(Reads::All, Reads::not(format!("it may be the variant `{name}`")));
    changes.push(at.change(&RULE, format!("variant `{name}` removed"), effect));
}

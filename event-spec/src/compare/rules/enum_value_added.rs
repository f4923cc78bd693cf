//! Sets of constants that grow.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::effect::Effect;
use crate::compare::payload::{At, Met, Reads, words};
use crate::rule::{Rule, rule};
use crate::types::Type;

static RULE: Rule =
    rule!(error Changes "enum-value-added", "a closed set grows once every deployed version reads the new value");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let Some((old, new)) = met.as_sets() else { return };
    let added: Vec<_> = new.list().iter().filter(|value| !old.list().contains(value)).cloned().collect();
    if added.is_empty() {
        return;
    }
    let effects = added.iter().map(|value| at.flow.effect(at.read_by_old(&Type::Literal(value.clone())), Reads::All));
    let effect = effects.fold(Effect::SAFE, Effect::and);
    changes.push(at.change(&RULE, format!("{} added", words::values(&added)), effect));
}

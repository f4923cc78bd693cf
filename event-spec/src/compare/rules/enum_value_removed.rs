//! Sets of constants that shrink.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::effect::Effect;
use crate::compare::payload::{At, Met, Reads, words};
use crate::rule::{Rule, rule};
use crate::types::Type;

static RULE: Rule =
    rule!(error Changes "enum-value-removed", "a value leaves a closed set once no deployed version sends it");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let Some((old, new)) = met.as_sets() else { return };
    let removed: Vec<_> = old.list().iter().filter(|value| !new.list().contains(value)).cloned().collect();
    if removed.is_empty() {
        return;
    }
    let effects = removed.iter().map(|value| at.flow.effect(Reads::All, at.read_by_new(&Type::Literal(value.clone()))));
    let effect = effects.fold(Effect::SAFE, Effect::and);
    changes.push(at.change(&RULE, format!("{} removed", words::values(&removed)), effect));
}

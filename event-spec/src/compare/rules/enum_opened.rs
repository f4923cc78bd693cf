//! Closed sets that now let other values pass.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::effect::Effect;
use crate::compare::payload::{At, Met, Values, words};
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Changes "enum-opened", "a closed set is opened once every deployed version reads other values");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let Met::Values { old, new } = met else { return };
    let constant = matches!((old, new), (Values::Constant(_), Values::Free));
    if old.is_closed() && !new.is_closed() && !constant {
        let what = format!("is no longer limited to {}", words::constants(old.list()));
        changes.push(at.change(&RULE, what, at.whole()));
    }
    // Other values passed before.
    if let (Values::Open(list), Values::Free) = (old, new) {
        let what = format!("is now any text (was {} or any other)", words::constants(list));
        changes.push(at.change(&RULE, what, Effect::SAFE));
    }
}

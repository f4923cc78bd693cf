//! Open sets and free values that are now limited to a list.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::effect::Effect;
use crate::compare::payload::{At, Met, Values, words};
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Changes "enum-sealed", "a value is limited to a set once no deployed version sends anything else");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let Met::Values { old, new } = met else { return };
    let constant = matches!((old, new), (Values::Free, Values::Constant(_)));
    if !old.is_closed() && new.is_closed() && !constant {
        let what = format!("is now limited to {}", words::constants(new.list()));
        changes.push(at.change(&RULE, what, at.whole()));
    }
    // Other values still pass.
    if let (Values::Free, Values::Open(list)) = (old, new) {
        let what = format!("is now {} or any other text (was any text)", words::constants(list));
        changes.push(at.change(&RULE, what, Effect::SAFE));
    }
}

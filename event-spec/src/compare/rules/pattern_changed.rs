//! Patterns of texts.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::payload::{At, Met};
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Changes "pattern-changed", "a pattern stays, unless somebody made sure that both sides agree");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let Met::Text { old, new } = met else { return };
    let what = match (&old.pattern, &new.pattern) {
        (Some(old), Some(new)) if old != new => format!("must match `{new}` (was `{old}`)"),
        (None, Some(new)) => format!("must match `{new}`"),
        (Some(old), None) => format!("need no longer match `{old}`"),
        _ => return,
    };
    let effect = at.held_to(&old.pattern_alone(), &new.pattern_alone());
    changes.push(at.change(&RULE, what, effect));
}

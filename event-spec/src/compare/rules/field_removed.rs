//! Fields that are gone.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::pair::Pair;
use crate::compare::payload::{At, Fields};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "field-removed", "a field is removed once nobody reads or sends it");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Field(check) };

fn check(fields: &Fields<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let Pair::Removed(field) = fields.pair else { return };
    let mut change = at.change(&RULE, "removed", fields.effect(at));
    if let Some(renamed) = fields.perhaps_renamed(field, at) {
        change = change.help(format!(
            "perhaps renamed to `{}`: keep `{}` beside it, optional, until every deployed version knows the new name",
            renamed.wire, field.wire
        ));
    }
    changes.push(change);
}

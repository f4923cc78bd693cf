//! Formats of texts.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::payload::{At, Met};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "format-changed", "a text keeps the format that its readers hold it to");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let Met::Text { old, new } = met else { return };
    let what = match (old.format, new.format) {
        (Some(old), Some(new)) if old != new => {
            format!("must have the format `{}` (was `{}`)", new.as_str(), old.as_str())
        }
        (None, Some(new)) => format!("must have the format `{}`", new.as_str()),
        (Some(old), None) => format!("need no longer have the format `{}`", old.as_str()),
        _ => return,
    };
    let effect = at.held_to(&old.format_alone(), &new.format_alone());
    changes.push(at.change(&RULE, what, effect));
}

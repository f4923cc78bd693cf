//! Error codes that are new.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::effect::Effect;
use crate::compare::scope::Scope;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(note Changes "error-added", "error codes that clients may meet are known");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, changes: &mut Vec<Change>) {
    // Codes are an open set: readers keep one that they do not know.
    for (code, error) in scope.new.errors.iter().filter(|(code, _)| !scope.old.errors.contains_key(*code)) {
        changes.push(Change::new(&RULE, format!("error {code}"), "added", Effect::SAFE).is_at(error.span));
    }
}

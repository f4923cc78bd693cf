//! Error codes that are gone.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::effect::Effect;
use crate::compare::scope::Scope;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(note Changes "error-removed", "error codes that clients handle in vain are known");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, changes: &mut Vec<Change>) {
    // A code that never comes harms nobody, and readers keep one that still does.
    for (code, error) in scope.old.errors.iter().filter(|(code, _)| !scope.new.errors.contains_key(*code)) {
        changes.push(Change::new(&RULE, format!("error {code}"), "removed", Effect::SAFE).was_at(error.span));
    }
}

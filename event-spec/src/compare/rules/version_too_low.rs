//! Versions that say less than what changed.

use super::{Check, Held};
use crate::compare::Identity;
use crate::compare::change::Change;
use crate::compare::effect::Effect;
use crate::compare::version::{Bump, Version};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Changes "version-too-low", "the version moves as far as the changes ask for");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Version(check) };

fn check(old: &Identity, new: &Identity, bump: Bump) -> Option<Change> {
    let (was, is) = (Version::parse(&old.version)?, Version::parse(&new.version)?);
    if is.is_enough(&was, bump) {
        return None;
    }
    let next = was.next(bump);
    let (declared, before) = (&new.version, &old.version);
    let what = match (bump, declared == before) {
        (Bump::None, _) => format!("is {declared} after {before}, which is higher"),
        (_, true) => format!("is still {declared}, and the changes ask for {next}"),
        (_, false) => format!("is {declared} after {before}, and the changes ask for {next}"),
    };
    let change =
        Change::new(&RULE, "version", what, Effect::SAFE).weighs(Bump::None).help(format!("write `version: {next}`"));
    Some(change.was_at(old.span).is_at(new.span))
}

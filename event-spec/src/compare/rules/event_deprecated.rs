//! Events that should no longer be used, from now on.

use super::{Check, Held};
use crate::catalogue::{Deprecation, Event};
use crate::compare::change::Change;
use crate::compare::effect::Effect;
use crate::compare::pair::Pair;
use crate::compare::scope::Scope;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(note Changes "event-deprecated", "who uses an event learns that it will end");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Event(check) };

fn check(pair: Pair<&Event>, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Kept { old, new } = pair else { return };
    let day = |deprecation: &Deprecation| deprecation.sunset.as_ref().map(|day| day.value.clone());
    let what = match (&old.deprecated, &new.deprecated) {
        (None, Some(now)) => match day(now) {
            Some(day) => format!("is deprecated, and ends after {day}"),
            None => "is deprecated".to_owned(),
        },
        (Some(_), None) => "is no longer deprecated".to_owned(),
        (Some(before), Some(now)) => match (day(before), day(now)) {
            (None, Some(day)) => format!("ends after {day}"),
            (Some(_), None) => "is deprecated without a day on which it ends".to_owned(),
            // Where both say a day, `sunset-moved` compares them.
            _ => return,
        },
        (None, None) => return,
    };
    let mut change = Change::new(&RULE, new.name.value.clone(), what, Effect::SAFE);
    if let Some(instead) = new.deprecated.as_ref().and_then(|now| now.replacement.as_ref()) {
        change = change.help(format!("use `{}` instead", instead.value));
    }
    changes.push(change.read_by(scope.listeners(&[&old.name.value])).was_at(old.span).is_at(new.span));
}

//! Events that should no longer be used, from now on.

use super::{Check, Held};
use crate::catalogue::{Deprecation, Event};
use crate::compare::change::Change;
use crate::compare::effect::Effect;
use crate::compare::pair::Pair;
use crate::compare::scope::Scope;
use crate::compare::sending::Sending;
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Changes "event-deprecated", "who uses an event learns that it will end while it is still there");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Event(check) };

fn check(pair: Pair<&Event>, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Kept { old, new } = pair else { return };
    let (before, now) = (old.deprecated.as_ref(), new.deprecated.as_ref());
    let announced = now.and_then(day).filter(|_| before.and_then(day).is_none());
    let what = match (before, now, announced) {
        (_, _, Some(day)) if scope.is_past(day) => format!("is said to have ended after {day}"),
        (None, Some(_), Some(day)) => format!("is deprecated, and ends after {day}"),
        (None, Some(_), None) => "is deprecated".to_owned(),
        (Some(_), None, _) => "is no longer deprecated".to_owned(),
        (Some(_), Some(_), Some(day)) => format!("ends after {day}"),
        (Some(before), Some(now), None) if day(before).is_some() && day(now).is_none() => {
            "is deprecated without a day on which it ends".to_owned()
        }
        // Where both say a day, `sunset-moved` compares them.
        _ => return,
    };
    let mut change = Change::new(&RULE, new.name.value.clone(), what, Effect::SAFE);
    if announced.is_some_and(|day| scope.is_past(day)) {
        // Nobody had time to move, and its removal would pass as announced.
        change.effect = Sending::change(Sending::of(old), Sending::default());
        change = change.help("give a day that is still to come");
    } else if let Some(instead) = now.and_then(|now| now.replacement.as_ref()) {
        change = change.help(format!("use `{}` instead", instead.value));
    }
    changes.push(change.read_by(scope.listeners(&[&old.name.value])).was_at(old.span).is_at(new.span));
}

fn day(deprecation: &Deprecation) -> Option<&str> {
    deprecation.sunset.as_ref().map(|day| day.value.as_str())
}

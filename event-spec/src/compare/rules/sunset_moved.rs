//! Promised last days that moved.

use super::{Check, Held};
use crate::catalogue::Event;
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::pair::Pair;
use crate::compare::scope::{Scope, sunset};
use crate::compare::sending::Sending;
use crate::rule::{Rule, rule};
use crate::source::Spanned;

static RULE: Rule = rule!(error Changes "sunset-moved", "what is served until a day is not ended before it");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Event(check) };

fn check(pair: Pair<&Event>, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Kept { old, new } = pair else { return };
    if let (Some(before), Some(after)) = (sunset(old), sunset(new)) {
        let change = moved(scope, old, &new.name.value, &old.name.value, before, after);
        changes.extend(change.map(|change| change.read_by(scope.listeners(&[&old.name.value]))));
    }
    for alias in &old.aliases {
        let name = &alias.name.value;
        let now = new.aliases.iter().find(|alias| alias.name.value == *name);
        if let (Some(before), Some(after)) = (&alias.sunset, now.and_then(|now| now.sunset.as_ref())) {
            let change = moved(scope, old, &new.name.value, name, before, after);
            changes.extend(change.map(|change| change.read_by(scope.listeners(&[name]))));
        }
    }
}

/// The change of the last day of `name`. That it ends on a nearer day breaks nobody today. But after that day its removal
/// would pass as announced, while old clients count on the day that they were promised.
fn moved(
    scope: &Scope<'_>,
    old: &Event,
    subject: &str,
    name: &str,
    before: &Spanned<String>,
    after: &Spanned<String>,
) -> Option<Change> {
    let (first, then) = (&before.value, &after.value);
    if first == then || scope.is_past(first) && scope.is_past(then) {
        return None;
    }
    let named = if name == subject { String::new() } else { format!(" as `{name}`") };
    let what = format!("is served{named} until {then} instead of {first}");
    let change = if then > first || scope.is_past(first) {
        Change::new(&RULE, subject, what, Effect::SAFE)
    } else {
        let why = format!("old clients count on `{name}` until {first}");
        let answer = if Sending::of(old).server { Answer::clients(why) } else { Answer::server(why) };
        Change::new(&RULE, subject, what, Effect::clients_go_first(answer))
            .help(format!("keep {first}, or a later day"))
    };
    Some(change.was_at(before.span).is_at(after.span))
}

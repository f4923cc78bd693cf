//! Whom the server joins to a channel as they connect.

use super::{Check, Held};
use crate::catalogue::Channel;
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::pair::Pair;
use crate::compare::scope::Scope;
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Changes "auto-join-changed", "clients that do not ask to enter a channel are still joined to it");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Channel(check) };

fn check(pair: Pair<&Channel>, _: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Kept { old, new } = pair else { return };
    let waits = |age: &str, server: &str| {
        Answer::clients(format!("{age} clients do not ask to enter, and the {server} server does not join them"))
    };
    // Who is joined already may ask to enter all the same.
    let (what, effect) = match (&old.auto_join, &new.auto_join) {
        (Some(_), None) => {
            ("is not joined on connecting any more".to_owned(), Effect::clients_go_first(waits("old", "new")))
        }
        (None, Some(which)) => {
            (format!("is joined on connecting: {which}"), Effect::server_goes_first(waits("new", "old")))
        }
        (Some(before), Some(now)) if before != now => {
            let why = || Answer::unclear("which channels are joined is said in words");
            let effect = Effect { server_first: why(), clients_first: why() };
            (format!("is joined on connecting: {now} (before: {before})"), effect)
        }
        _ => return,
    };
    let change = Change::new(&RULE, format!("channel {}", new.name.value), what, effect);
    changes.push(change.was_at(old.span).is_at(new.span));
}

//! Who may enter a channel.

use std::cmp::Ordering;

use super::{Check, Held};
use crate::catalogue::{Access, Channel};
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::pair::Pair;
use crate::compare::scope::Scope;
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Changes "access-changed", "who could enter a channel still can, and nobody else by mistake");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Channel(check) };

fn check(pair: Pair<&Channel>, _: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Kept { old, new } = pair else { return };
    let (before, now) = (&old.access, &new.access);
    if before == now {
        return;
    }
    let subject = format!("channel {}", new.name.value);
    let what = |how: &str| format!("is {how}: {} instead of {}", words(now), words(before));
    let change = match rank(now).cmp(&rank(before)) {
        Ordering::Greater => {
            let why = format!("the new server keeps out old clients {}", outside(before, now));
            Change::new(&RULE, subject, what("closed to some"), Effect::clients_go_first(Answer::clients(why)))
        }
        Ordering::Less => {
            let why = format!("the old server keeps out new clients {}", outside(now, before));
            Change::new(&RULE, subject, what("open to more"), Effect::server_goes_first(Answer::clients(why)))
                .help("make sure that whoever may enter now may read all that goes there")
        }
        Ordering::Equal => {
            let why = || Answer::unclear("no catalogue says whether both rules let the same clients in");
            Change::new(&RULE, subject, what("of another class"), Effect { server_first: why(), clients_first: why() })
        }
    };
    changes.push(change.was_at(old.span).is_at(new.span));
}

/// How narrow the door is.
fn rank(access: &Access) -> u8 {
    match access {
        Access::Public => 0,
        Access::Authenticated => 1,
        Access::Class(_) => 2,
    }
}

fn words(access: &Access) -> String {
    match access {
        Access::Public => "`public`".to_owned(),
        Access::Authenticated => "`authenticated`".to_owned(),
        Access::Class(class) => format!("`{class}`"),
    }
}

/// Those whom the wide door lets in and the narrow one does not.
fn outside(wide: &Access, narrow: &Access) -> String {
    match (wide, narrow) {
        (_, Access::Public | Access::Authenticated) => "without a token".to_owned(),
        (Access::Public, Access::Class(class)) => format!("without a token, and those that are no `{class}`"),
        (_, Access::Class(class)) => format!("that are no `{class}`"),
    }
}

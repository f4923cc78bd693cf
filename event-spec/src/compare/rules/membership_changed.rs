//! Client events that start or end a membership.

use super::{Check, Held};
use crate::catalogue::{Event, Membership, MembershipTarget};
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::pair::Pair;
use crate::compare::scope::Scope;
use crate::compare::target::{self, Target};
use crate::rule::{Rule, rule};
use crate::source::Span;

static RULE: Rule =
    rule!(error Changes "membership-changed", "a client event enters and leaves the channels that it did");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Event(check) };

fn check(pair: Pair<&Event>, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Kept { old, new } = pair else { return };
    if old.client.is_none() || new.client.is_none() {
        return;
    }
    let (what, effect) = match (&old.membership, &new.membership) {
        (None, None) => return,
        (None, Some(now)) => (
            format!("now {}", words(now)),
            Effect {
                server_first: unasked("old clients", "new", now),
                clients_first: missing("new clients", "old", now),
            },
        ),
        (Some(before), None) => (
            format!("no longer {}", words(before)),
            Effect {
                server_first: missing("old clients", "new", before),
                clients_first: unasked("new clients", "old", before),
            },
        ),
        (Some(before), Some(now)) => match relation(before, now, scope) {
            Target::Same => return,
            Target::Bound { param, old, new } => {
                let why = || Answer::unclear("no catalogue says whether both name the same channel");
                let what = format!("{}, whose `{param}` comes from {new} instead of {old}", words(now));
                (what, Effect { server_first: why(), clients_first: why() })
            }
            Target::Other => (
                format!("now {}, and no longer {}", words(now), words(before)),
                Effect {
                    server_first: missing("old clients", "new", before),
                    clients_first: missing("new clients", "old", now),
                },
            ),
        },
    };
    let change = Change::new(&RULE, new.name.value.clone(), what, effect);
    changes.push(change.was_at(span(old)).is_at(span(new)));
}

fn relation(old: &Membership, new: &Membership, scope: &Scope<'_>) -> Target {
    let targets = match (old, new) {
        (Membership::Joins(old), Membership::Joins(new)) | (Membership::Leaves(old), Membership::Leaves(new)) => {
            (old, new)
        }
        _ => return Target::Other,
    };
    match targets {
        (MembershipTarget::Any, MembershipTarget::Any) => Target::Same,
        (MembershipTarget::Channel(old), MembershipTarget::Channel(new)) => target::compare(old, new, scope),
        _ => Target::Other,
    }
}

/// What readers meet that count on the membership, beside a server that knows nothing of it.
fn missing(readers: &str, server: &str, membership: &Membership) -> Answer {
    let channel = channel(membership);
    match membership {
        Membership::Joins(_) => Answer::clients(format!(
            "{readers} wait for what goes to {channel}, and the {server} server does not let them in"
        )),
        Membership::Leaves(_) => Answer::unclear(format!(
            "{readers} still hear what goes to {channel}, and no catalogue says what they do with it"
        )),
    }
}

/// What readers meet that know nothing of the membership, beside a server that acts on it.
fn unasked(readers: &str, server: &str, membership: &Membership) -> Answer {
    let channel = channel(membership);
    match membership {
        Membership::Joins(_) => Answer::unclear(format!(
            "{readers} hear what goes to {channel}, and no catalogue says what they do with it"
        )),
        Membership::Leaves(_) => Answer::clients(format!(
            "{readers} wait for what goes to {channel}, from where the {server} server removes them"
        )),
    }
}

fn words(membership: &Membership) -> String {
    match membership {
        Membership::Joins(_) => format!("enters {}", channel(membership)),
        Membership::Leaves(_) => format!("leaves {}", channel(membership)),
    }
}

fn channel(membership: &Membership) -> String {
    let (Membership::Joins(target) | Membership::Leaves(target)) = membership;
    match target {
        MembershipTarget::Channel(route) => format!("`{}`", route.channel.value),
        MembershipTarget::Any => "the channel that it names".to_owned(),
    }
}

fn span(event: &Event) -> Span {
    match &event.membership {
        Some(
            Membership::Joins(MembershipTarget::Channel(route)) | Membership::Leaves(MembershipTarget::Channel(route)),
        ) => route.channel.span,
        _ => event.span,
    }
}

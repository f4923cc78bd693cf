//! Channels that nothing goes to.

use std::collections::HashSet;

use crate::catalogue::{Catalogue, Membership, MembershipTarget, Route};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Channels "channel-unused", "an event goes to each channel, or joins or leaves it");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    // An event that could not be read may be the one that uses a channel.
    if !scope.complete {
        return;
    }
    let Some(used) = used(scope.catalogue) else { return };
    for channel in scope.catalogue.channels.values() {
        let name = channel.name.value.as_str();
        if !used.contains(name) {
            let message = format!("no event goes to the channel `{name}`, joins it or leaves it");
            let help = format!("write `channel: {name}` in the event that goes there, or delete the channel");
            diagnostics.push(Diagnostic::new(&RULE, channel.span, message).help(help));
        }
    }
}

/// The names of the channels that events use; nothing where an event may join any.
fn used(catalogue: &Catalogue) -> Option<HashSet<&str>> {
    let mut used = HashSet::new();
    for event in catalogue.events.values() {
        if let Route::Channel(route) = &event.route {
            used.insert(route.channel.value.as_str());
        }
        match &event.membership {
            Some(Membership::Joins(target) | Membership::Leaves(target)) => match target {
                MembershipTarget::Channel(route) => drop(used.insert(&route.channel.value)),
                MembershipTarget::Any => return None,
            },
            None => {}
        }
    }
    Some(used)
}

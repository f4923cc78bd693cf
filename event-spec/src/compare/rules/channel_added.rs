//! Channels that are new.

use super::{Check, Held};
use crate::catalogue::Channel;
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::pair::Pair;
use crate::compare::scope::Scope;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "channel-added", "no client asks a server for a channel that it does not have");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Channel(check) };

fn check(pair: Pair<&Channel>, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Added(channel) = pair else { return };
    // What goes there is the events' change. Only an address that clients send reaches a server that does not know it.
    let effect = if scope.enters_by_address {
        let why = format!("new clients ask to enter `{}`, which the old server refuses", channel.pattern);
        Effect::server_goes_first(Answer::server(why))
    } else {
        Effect::SAFE
    };
    changes.push(Change::new(&RULE, format!("channel {}", channel.name.value), "added", effect).is_at(channel.span));
}

//! Channels that are gone.

use super::{Check, Held};
use crate::catalogue::Channel;
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::pair::Pair;
use crate::compare::scope::{Scope, quoted};
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Changes "channel-removed", "a channel is removed once nobody waits for what goes there");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Channel(check) };

fn check(pair: Pair<&Channel>, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Removed(channel) = pair else { return };
    let sent = scope.sent_to(&channel.name.value).iter().filter(|event| !scope.has_ended(event));
    let events: Vec<_> = sent.map(|event| event.name.value.as_str()).collect();
    let effect = if !events.is_empty() {
        let why = format!("old clients wait there for {}", quoted(events.iter().copied()));
        Effect::clients_go_first(Answer::clients(why))
    } else if scope.entered_by_address {
        let why = format!("old clients ask to enter `{}`, which the new server refuses", channel.pattern);
        Effect::clients_go_first(Answer::server(why))
    } else {
        Effect::SAFE
    };
    let change = Change::new(&RULE, format!("channel {}", channel.name.value), "removed", effect);
    changes.push(change.read_by(scope.listeners(&events)).was_at(channel.span));
}

//! What a payload does that none of its parts explains.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::payload::Messages;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "payload-changed", "either version reads the payloads of the other");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Message(check) };

fn check(messages: &Messages<'_>, changes: &mut Vec<Change>) {
    let explained = messages.found.iter().fold(Effect::SAFE, |all, change| all.and(change.effect.clone()));
    let left = |whole: &Answer, explained: &Answer| {
        if whole.is_worse_than(explained) { whole.clone() } else { Answer::Yes }
    };
    let effect = Effect {
        server_first: left(&messages.whole.server_first, &explained.server_first),
        clients_first: left(&messages.whole.clients_first, &explained.clients_first),
    };
    if effect != Effect::SAFE {
        changes.push(messages.change(&RULE, "changed", effect));
    }
}

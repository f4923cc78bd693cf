//! Channels with another address.

use super::{Check, Held};
use crate::catalogue::Channel;
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::matching::address;
use crate::compare::pair::Pair;
use crate::compare::scope::{Scope, shows_addresses};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "address-changed", "an address that stands in a frame stays what it is");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Channel(check) };

fn check(pair: Pair<&Channel>, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Kept { old, new } = pair else { return };
    if address(old) == address(new) {
        return;
    }
    let mut effect = Effect::SAFE;
    if scope.enters_by_address {
        let asks = |age: &str, pattern: &str, server: &str| {
            Answer::server(format!("{age} clients ask to enter `{pattern}`, which the {server} server refuses"))
        };
        effect = effect.and(Effect {
            server_first: asks("old", &old.pattern, "new"),
            clients_first: asks("new", &new.pattern, "old"),
        });
    }
    if shows_addresses(scope.old) && shows_addresses(scope.new) {
        let reads = |age: &str, pattern: &str| {
            Answer::clients(format!("{age} clients read `{pattern}` in a frame, and know no such channel"))
        };
        effect =
            effect.and(Effect { server_first: reads("old", &new.pattern), clients_first: reads("new", &old.pattern) });
    }
    let what = format!("has the address `{}` instead of `{}`", new.pattern, old.pattern);
    let unseen = if effect == Effect::SAFE { ", and no frame shows it" } else { "" };
    let change = Change::new(&RULE, format!("channel {}", new.name.value), what + unseen, effect);
    changes.push(change.patch_where_safe().was_at(old.span).is_at(new.span));
}

//! What outlives its sending.

use super::{Check, Held};
use crate::catalogue::{Event, Storage};
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::pair::Pair;
use crate::compare::scope::Scope;
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(error Changes "storage-changed", "what clients get again after a lost connection is still kept");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Event(check) };

fn check(pair: Pair<&Event>, scope: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Kept { old, new } = pair else { return };
    if old.storage() == new.storage() {
        return;
    }
    let lost = |readers: &str, server: &str| {
        if new.server.is_some() {
            format!("{readers} that come back do not get from the {server} server what they missed")
        } else {
            format!("{readers} count on what they send being kept, and the {server} server does not keep it")
        }
    };
    // That more is kept than anybody counts on harms nobody: readers of replays skip what they know.
    let (what, effect) = match new.storage() {
        Storage::Transient => {
            ("is transient instead of stored", Effect::clients_go_first(Answer::clients(lost("old clients", "new"))))
        }
        Storage::Stored => {
            ("is stored instead of transient", Effect::server_goes_first(Answer::clients(lost("new clients", "old"))))
        }
    };
    let span = |event: &Event| event.storage.as_ref().map_or(event.span, |storage| storage.span);
    let change = Change::new(&RULE, new.name.value.clone(), what, effect);
    changes.push(change.read_by(scope.listeners(&[&old.name.value])).was_at(span(old)).is_at(span(new)));
}

//! Events that are gone.

use super::{Check, Held};
use crate::catalogue::Event;
use crate::compare::Scope;
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect, Side};
use crate::compare::pair::Pair;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "event-removed", "an event is removed once nobody sends or awaits it");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Event(check) };

fn check(pair: Pair<&Event>, _: &Scope<'_>, changes: &mut Vec<Change>) {
    let Pair::Removed(event) = pair else { return };
    let (who, why) = if event.client_sends() {
        (Side::Server, "the new server knows nothing of it, and old clients send it")
    } else {
        (Side::Clients, "old clients wait for it")
    };
    let server_first = Answer::No { who, why: why.to_owned() };
    let effect = Effect { server_first, clients_first: Answer::Yes };
    changes.push(Change::new(&RULE, event.name.value.clone(), "removed", effect).was_at(event.span));
}

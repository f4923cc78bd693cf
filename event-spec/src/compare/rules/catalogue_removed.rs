//! Catalogues that are gone.

use super::{Check, Held};
use crate::catalogue::Catalogue;
use crate::compare::change::{Change, Reader};
use crate::compare::effect::{Answer, Effect};
use crate::compare::pair::Pair;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "catalogue-removed", "a contract is removed once nobody connects by it");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Whole(check) };

fn check(pair: Pair<&Catalogue>) -> Option<Change> {
    let Pair::Removed(catalogue) = pair else { return None };
    let why = "old clients connect, and the new server does not speak the contract";
    let effect = Effect::clients_go_first(Answer::clients(why));
    let readers = catalogue.consumers.values();
    let readers = readers.map(|consumer| Reader { consumer: consumer.name.value.clone(), span: consumer.name.span });
    let change = Change::new(&RULE, format!("catalogue {}", catalogue.name.value), "removed", effect);
    Some(change.read_by(readers.collect()).was_at(catalogue.name.span))
}

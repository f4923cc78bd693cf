//! Catalogues that are new.

use super::{Check, Held};
use crate::catalogue::Catalogue;
use crate::compare::change::Change;
use crate::compare::effect::{Answer, Effect};
use crate::compare::pair::Pair;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "catalogue-added", "clients of a new contract find a server that speaks it");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Whole(check) };

fn check(pair: Pair<&Catalogue>) -> Option<Change> {
    let Pair::Added(catalogue) = pair else { return None };
    let why = "new clients connect, and the old server does not speak the contract";
    let what = match catalogue.events.len() {
        1 => "added, with 1 event".to_owned(),
        count => format!("added, with {count} events"),
    };
    let effect = Effect::server_goes_first(Answer::clients(why));
    Some(Change::new(&RULE, format!("catalogue {}", catalogue.name.value), what, effect).is_at(catalogue.name.span))
}

//! What becomes of keys that are no fields.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::payload::{At, Met, Reads};
use crate::rule::{Rule, rule};
use crate::types::Rest;

static RULE: Rule = rule!(error Changes "content-changed", "an object keeps what it does with keys that are no fields");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Type(check) };

fn check(met: &Met<'_>, at: &At<'_>, changes: &mut Vec<Change>) {
    let Met::Rest { old, new } = met else { return };
    let what = format!("now {} other keys ({} them before)", now(new), before(old));
    let mut change = at.change(&RULE, what, at.flow.effect(reads(new, old), reads(old, new)));
    if matches!(new, Rest::Refused) {
        change = change.help("who refuses other keys refuses every field that is added later, however optional");
    }
    changes.push(change);
}

fn now(rest: &Rest) -> &'static str {
    match rest {
        Rest::Ignored => "ignores",
        Rest::Kept(_) => "keeps",
        Rest::Refused => "refuses",
    }
}

fn before(rest: &Rest) -> &'static str {
    match rest {
        Rest::Ignored => "ignored",
        Rest::Kept(_) => "kept",
        Rest::Refused => "refused",
    }
}

/// Only a writer that keeps other keys sends some.
fn reads(writer: &Rest, reader: &Rest) -> Reads {
    match (writer, reader) {
        (Rest::Kept(_), Rest::Refused) => Reads::not("it may have other keys"),
        _ => Reads::All,
    }
}

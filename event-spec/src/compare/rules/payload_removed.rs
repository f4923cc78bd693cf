//! Messages that carry nothing any more.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::payload::{Messages, Reads, Untold};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "payload-removed", "an event that carries something goes on to do so");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Message(check) };

fn check(messages: &Messages<'_>, changes: &mut Vec<Change>) {
    let ([removed, ..], []) = (messages.old, messages.new) else { return };
    let (new_by_old, old_by_new) = match messages.untold {
        Untold::Nothing => (Reads::not("it carries nothing"), Reads::not("it carries something")),
        Untold::Empty => (Reads::empty_object(removed.typed), Reads::All),
    };
    changes.push(messages.change(&RULE, "removed", messages.flow.effect(new_by_old, old_by_new)));
}

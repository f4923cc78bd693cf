//! Messages that carried nothing.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::payload::{Messages, Reads, Untold};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "payload-added", "an event that carries nothing goes on to carry nothing");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Message(check) };

fn check(messages: &Messages<'_>, changes: &mut Vec<Change>) {
    let ([], [added, ..]) = (messages.old, messages.new) else { return };
    let (new_by_old, old_by_new) = match messages.untold {
        Untold::Nothing => (Reads::not("it carries something"), Reads::not("it carries nothing")),
        Untold::Empty => (Reads::All, Reads::empty_object(added.typed)),
    };
    changes.push(messages.change(&RULE, "added", messages.flow.effect(new_by_old, old_by_new)));
}

//! Messages that carried nothing.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::payload::{Messages, Reads};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "payload-added", "an event that carries nothing goes on to carry nothing");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Message(check) };

fn check(messages: &Messages<'_>, changes: &mut Vec<Change>) {
    if messages.old.is_empty() && !messages.new.is_empty() {
        let effect = messages.flow.effect(Reads::not("it carries something"), Reads::not("it carries nothing"));
        changes.push(messages.change(&RULE, "added", effect));
    }
}

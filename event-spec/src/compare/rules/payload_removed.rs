//! Messages that carry nothing any more.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::payload::{Messages, Reads};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "payload-removed", "an event that carries something goes on to do so");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Message(check) };

fn check(messages: &Messages<'_>, changes: &mut Vec<Change>) {
    if !messages.old.is_empty() && messages.new.is_empty() {
        let effect = messages.flow.effect(Reads::not("it carries nothing"), Reads::not("it carries something"));
        changes.push(messages.change(&RULE, "removed", effect));
    }
}

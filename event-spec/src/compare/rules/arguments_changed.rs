//! Events with more or fewer arguments.

use super::{Check, Held};
use crate::compare::change::Change;
use crate::compare::payload::{Messages, Reads};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Changes "arguments-changed", "an event keeps the number of its arguments");

pub(super) const HELD: Held = Held { rule: &RULE, check: Check::Message(check) };

fn check(messages: &Messages<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (messages.old.len(), messages.new.len());
    if old == new || old == 0 || new == 0 {
        return;
    }
    let carries = |count| Reads::not(if count == 1 { "1 argument".to_owned() } else { format!("{count} arguments") });
    let effect = messages.flow.effect(carries(new), carries(old));
    changes.push(messages.change(&RULE, format!("is now a list of {new} (was {old})"), effect));
}

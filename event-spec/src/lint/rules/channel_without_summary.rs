//! Channels say what they are for.

use crate::catalogue::Channel;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::record::Record;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Channels "channel-without-summary", "a channel says in a sentence what it is for");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Channel(check) };

fn check(channel: &Channel, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    // A key that was misspelt, or holds no text, was reported: nobody forgot it.
    if scope.channel_record(channel).is_some_and(|record| record.marks().key("summary").is_none()) {
        let message = format!("channel `{}` has no summary", channel.name.value);
        let help = "add `summary:` with what goes there, and whom it concerns";
        diagnostics.push(Diagnostic::new(&RULE, channel.span, message).help(help));
    }
}

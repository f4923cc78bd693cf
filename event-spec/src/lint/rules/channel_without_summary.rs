//! Channels say what they are for.

use crate::catalogue::Channel;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Channels "channel-without-summary", "a channel says in a sentence what it is for");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Channel(check) };

fn check(channel: &Channel, _: &Scope<'_>, diagnostics: &mut Diagnostics) {
    if channel.summary.is_none() {
        let message = format!("channel `{}` has no summary", channel.name.value);
        let help = "add `summary:` with what goes there, and whom it concerns";
        diagnostics.push(Diagnostic::new(&RULE, channel.span, message).help(help));
    }
}

//! Events say what they tell.

use crate::catalogue::Event;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Events "event-without-summary", "an event says in a sentence what it tells");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Event(check) };

fn check(event: &Event, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    if event.summary.is_none() && !scope.mentions(event, "summary") {
        let message = format!("event `{}` has no summary", event.name.value);
        let help = "add `summary:` with the sentence that a reader of its documentation needs first";
        diagnostics.push(Diagnostic::new(&RULE, event.span, message).help(help));
    }
}

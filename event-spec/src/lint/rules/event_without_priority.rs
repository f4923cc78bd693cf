//! Events that the server sends say how urgent they are.

use crate::catalogue::Event;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(warning Events "event-without-priority", "an event that the server sends says by its priority what may wait");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Event(check) };

/// What only clients send has no priority to miss: the server's policies hold for what the server sends.
fn check(event: &Event, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    if event.server.is_none() || event.priority.is_some() {
        return;
    }
    let declared: Vec<_> = scope.catalogue.priorities.keys().map(|name| format!("`{name}`")).collect();
    let help = match &declared[..] {
        [] => "the catalogue has no priorities: declare some, as in `priorities: { high: { deliver: immediately } }`, \
               and name one of them in each event"
            .to_owned(),
        [only] => format!("add `priority:` with {only}, or declare another in `priorities`"),
        several => format!("add `priority:` with one of {}", several.join(", ")),
    };
    let message = format!("event `{}` has no priority: nothing says whether it may wait", event.name.value);
    diagnostics.push(Diagnostic::new(&RULE, event.span, message).help(help));
}

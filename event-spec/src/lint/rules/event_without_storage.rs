//! Events that the server sends say whether they may be lost.

use crate::catalogue::Event;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(warning Events "event-without-storage", "an event that the server sends says whether it is stored");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Event(check) };

/// What only clients send is not replayed to anybody, so that nothing is lost by silence.
fn check(event: &Event, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    if event.server.is_none() || event.storage.is_some() || scope.mentions(event, "storage") {
        return;
    }
    let message = format!("event `{}` does not say whether it is stored, and so it is transient", event.name.value);
    let help = "add `storage: stored` where a client that was away must get it later, and `storage: transient` where it \
                may be lost, as typing may";
    diagnostics.push(Diagnostic::new(&RULE, event.span, message).help(help));
}

//! Stored events do not expire.

use crate::catalogue::{Event, Storage};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Delivery "stored-expires", "a stored event's priority has no `ttl`");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Event(check) };

fn check(event: &Event, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let Some(priority) = &event.priority else {
        return;
    };
    let expires = scope.catalogue.priorities.get(&priority.value).is_some_and(|policy| policy.time_to_live.is_some());
    if !expires || event.server.is_none() || event.storage() != Storage::Stored {
        return;
    }
    let (name, policy) = (&event.name.value, &priority.value);
    let message = format!("event `{name}` is kept for replay, and under priority `{policy}` it expires");
    let help = "give it a priority without `ttl`, or write `storage: transient` where a late one is worthless";
    let diagnostic = Diagnostic::new(&RULE, priority.span, message).help(help);
    diagnostics.push(match &event.storage {
        Some(storage) => diagnostic.label(storage.span, "stored"),
        None => diagnostic,
    });
}

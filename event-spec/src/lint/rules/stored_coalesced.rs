//! Stored events reach their readers, every one.

use crate::catalogue::{Event, Storage};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Delivery "stored-coalesced", "a stored event is replaced by a newer one only where `coalesce_by` says so");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Event(check) };

fn check(event: &Event, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let Some(priority) = &event.priority else {
        return;
    };
    let coalesces = scope.catalogue.priorities.get(&priority.value).is_some_and(|priority| priority.coalesce);
    if !coalesces || event.server.is_none() || event.storage() != Storage::Stored || !event.coalesce_by.is_empty() {
        return;
    }
    let (name, policy) = (&event.name.value, &priority.value);
    let message =
        format!("event `{name}` is stored, and under priority `{policy}` only the newest of a channel arrives");
    let help = "say with `coalesce_by` which fields agree where a newer one takes the place of an older, or give it a \
                priority that does not coalesce";
    let diagnostic = Diagnostic::new(&RULE, priority.span, message).help(help);
    diagnostics.push(match &event.storage {
        Some(storage) => diagnostic.label(storage.span, "stored"),
        None => diagnostic,
    });
}

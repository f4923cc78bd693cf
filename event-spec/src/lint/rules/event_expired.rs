//! Deprecated events end when they said they would.

use crate::catalogue::Event;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Lifecycle "event-expired", "no deprecated event is there past its sunset");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Event(check) };

fn check(event: &Event, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let Some(deprecated) = &event.deprecated else {
        return;
    };
    let Some(sunset) = deprecated.sunset.as_ref().filter(|sunset| scope.has_passed(sunset)) else {
        return;
    };
    let message = format!("event `{}` was to end on {}", event.name.value, sunset.value);
    let help = match &deprecated.replacement {
        Some(replacement) => {
            let replacement = &replacement.value;
            format!("delete it, now that `{replacement}` is there, or move the date where clients still need it")
        }
        None => "delete it, or move the date where clients still need it".to_owned(),
    };
    diagnostics.push(Diagnostic::new(&RULE, sunset.span, message).help(help));
}

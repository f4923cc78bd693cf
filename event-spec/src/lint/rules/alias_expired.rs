//! Aliases end when they said they would.

use crate::catalogue::Event;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Lifecycle "alias-expired", "no client is served under an alias past its sunset");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Event(check) };

fn check(event: &Event, scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for alias in &event.aliases {
        let Some(sunset) = alias.sunset.as_ref().filter(|sunset| scope.has_passed(sunset)) else {
            continue;
        };
        let message = format!("the alias `{}` of `{}` ended on {}", alias.name.value, event.name.value, sunset.value);
        let help = "delete `sunset`: the alias stays as a wrong name, and whoever writes it is told the right one; or move the \
                    date where clients still need it";
        diagnostics.push(Diagnostic::new(&RULE, sunset.span, message).help(help));
    }
}

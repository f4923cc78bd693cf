//! Priorities differ in what they do.

use std::collections::HashMap;
use std::time::Duration;

use crate::catalogue::{Delivery, Priority, WhenSlow};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::resolve::names::all;
use crate::rule::{Rule, rule};
use crate::source::Spanned;

static RULE: Rule =
    rule!(warning Delivery "priority-without-policy", "a priority has a policy of its own, not another's alone");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

/// Reports priorities that do what one before them does. (One that says nothing at all is refused when it is read.)
fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<Policy, &Spanned<String>> = HashMap::new();
    for (name, _) in all(&scope.document.priorities) {
        let Some(priority) = scope.catalogue.priorities.get(&name.value) else {
            continue;
        };
        let same = *seen.entry(policy(priority)).or_insert(name);
        if same.value == name.value {
            continue;
        }
        let message = format!("priority `{}` does exactly what `{}` does", name.value, same.value);
        let diagnostic = Diagnostic::new(&RULE, name.span, message).label(same.span, "the same policy");
        diagnostics.push(diagnostic.help("give it a window, a `ttl` or a `when_slow` of its own, or use the other"));
    }
}

/// The window, whether newer events replace waiting ones, how long they live, and whether they may be dropped.
type Policy = (Option<Duration>, bool, Option<Duration>, bool);

fn policy(priority: &Priority) -> Policy {
    let window = match priority.delivery {
        Delivery::Immediate => None,
        Delivery::Batched(window) => Some(window),
    };
    (window, priority.coalesce, priority.time_to_live, priority.when_slow == WhenSlow::Drop)
}

//! The order of priorities is their urgency.

use std::time::Duration;

use crate::catalogue::{Delivery, Priority, WhenSlow};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::resolve::names::all;
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(warning Delivery "priority-order", "priorities stand in the order of their urgency, the shortest wait first");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

/// Reports priorities that stand after one that waits longer. What may be lost on the way is less urgent than what may not,
/// however soon it leaves.
fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let priorities = all(&scope.document.priorities).iter();
    let priorities: Vec<_> =
        priorities.filter_map(|(name, _)| Some((name, scope.catalogue.priorities.get(&name.value)?))).collect();
    for (at, (name, priority)) in priorities.iter().enumerate() {
        let before = priorities[..at]
            .iter()
            .find(|(_, before)| window(before) > window(priority) && (is_lossy(before) || !is_lossy(priority)));
        let Some((before, _)) = before else {
            continue;
        };
        let message = format!("priority `{}` stands after `{}`, which waits longer", name.value, before.value);
        let diagnostic = Diagnostic::new(&RULE, name.span, message).label(before.span, "waits longer");
        diagnostics.push(diagnostic.help(format!("put `{}` before `{}`", name.value, before.value)));
    }
}

fn window(priority: &Priority) -> Duration {
    match priority.delivery {
        Delivery::Immediate => Duration::ZERO,
        Delivery::Batched(window) => window,
    }
}

fn is_lossy(priority: &Priority) -> bool {
    priority.when_slow == WhenSlow::Drop || priority.time_to_live.is_some()
}

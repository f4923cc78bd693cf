//! The order of priorities is their urgency.

use std::time::Duration;

use crate::catalogue::{Delivery, Priority, WhenSlow};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::resolve::names::all;
use crate::rule::{Rule, rule};
use crate::source::Spanned;

static RULE: Rule =
    rule!(warning Delivery "priority-order", "priorities stand in the order of their urgency, the shortest wait first");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

/// Reports priorities that stand after one that waits longer. What may be lost on the way is less urgent than what may not,
/// however soon it leaves.
fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    // Of what stands before: what waits longest, and what waits longest of those that may be lost.
    let mut longest: [Option<(Duration, &Spanned<String>)>; 2] = [None, None];
    for (name, _) in all(&scope.document.priorities) {
        let Some(priority) = scope.catalogue.priorities.get(&name.value) else {
            continue;
        };
        let (window, lossy) = (window(priority), is_lossy(priority));
        if let Some((_, before)) = longest[usize::from(lossy)].filter(|(before, _)| *before > window) {
            let message = format!("priority `{}` stands after `{}`, which waits longer", name.value, before.value);
            let diagnostic = Diagnostic::new(&RULE, name.span, message).label(before.span, "waits longer");
            diagnostics.push(diagnostic.help(format!("put `{}` before `{}`", name.value, before.value)));
        }
        for place in &mut longest[..=usize::from(lossy)] {
            if place.is_none_or(|(before, _)| before < window) {
                *place = Some((window, name));
            }
        }
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

//! Events live until they leave.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Delivery "ttl-before-batch", "a priority's `ttl` is longer than its window");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for (name, priority) in scope.document.priorities.iter().flat_map(|priorities| priorities.iter()) {
        if let (Some(ttl), Some(window)) = (&priority.ttl, &priority.batch)
            && ttl.value <= window.value
        {
            let message = format!("events of priority `{}` expire before they leave", name.value);
            let diagnostic = Diagnostic::new(&RULE, ttl.span, message).label(window.span, "they leave after this");
            diagnostics.push(diagnostic.help("give them a longer `ttl`, or a shorter window"));
        }
    }
}

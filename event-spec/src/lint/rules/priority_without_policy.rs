//! Priorities differ in what they do.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::resolve::names::all;
use crate::rule::{Rule, rule};

static RULE: Rule =
    rule!(warning Delivery "priority-without-policy", "a priority has a policy of its own, not another's alone");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

/// Reports priorities that do what one before them does. (One that says nothing at all is refused when it is read.)
fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let priorities = &scope.catalogue.priorities;
    let names: Vec<_> = all(&scope.document.priorities).iter().map(|(name, _)| name).collect();
    for (at, name) in names.iter().enumerate() {
        let same = names[..at].iter().find(|other| {
            let (one, other) = (priorities.get(&name.value), priorities.get(&other.value));
            one.zip(other).is_some_and(|(one, other)| one.has_policy_of(other))
        });
        let Some(same) = same else {
            continue;
        };
        let message = format!("priority `{}` does exactly what `{}` does", name.value, same.value);
        let diagnostic = Diagnostic::new(&RULE, name.span, message).label(same.span, "the same policy");
        diagnostics.push(diagnostic.help("give it a window, a `ttl` or a `when_slow` of its own, or use the other"));
    }
}

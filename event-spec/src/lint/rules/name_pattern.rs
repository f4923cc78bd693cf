//! Event names against the catalogue's naming patterns.

use crate::catalogue::NamingPattern;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope, pattern};
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(error Names "name-pattern", "an event's name follows one of the naming patterns");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

/// Checks every event that is not on its way out.
fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let naming = &scope.catalogue.naming;
    let patterns: Vec<_> = naming.iter().filter_map(pattern::regex).collect();
    // Any of the patterns allows a name, and one that could not be read may be it.
    if patterns.is_empty() || scope.document.naming.as_ref().is_none_or(|naming| naming.0.len() != patterns.len()) {
        return;
    }
    let written: Vec<_> = naming.iter().map(describe).collect();
    for event in pattern::staying(scope.catalogue) {
        let name = &event.name;
        if patterns.iter().any(|pattern| pattern.is_match(&name.value)) {
            continue;
        }
        let message = format!("event `{}` does not follow the naming pattern", name.value);
        let mut diagnostic = Diagnostic::new(&RULE, name.span, message);
        if let [only] = naming.as_slice() {
            diagnostic = diagnostic.label(only.pattern.span, "the pattern");
        }
        let help = format!("write it as {}, or allow it by another pattern in `naming`", written.join(" or "));
        diagnostics.push(diagnostic.help(help));
    }
}

fn describe(pattern: &NamingPattern) -> String {
    format!("`{}` in {}", pattern.pattern.value, pattern.style.as_str())
}

//! Event names against the catalogue's naming patterns.

use regex_lite::Regex;

use crate::catalogue::{NamingPattern, Segment, WordStyle};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};

/// Names follow the convention.
static NAME_PATTERN: Rule = rule!(error Names "name-pattern", "an event's name follows one of the naming patterns");

pub(super) const LINT: Lint = Lint { rule: &NAME_PATTERN, check: Check::Catalogue(check) };

/// Checks every event that is not on its way out.
fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let naming = &scope.catalogue.naming;
    let patterns: Vec<_> = naming.iter().filter_map(regex).collect();
    // Any of the patterns allows a name, and one that could not be read may be it.
    if patterns.is_empty() || scope.document.naming.as_ref().is_none_or(|naming| naming.0.len() != patterns.len()) {
        return;
    }
    let written: Vec<_> = naming.iter().map(describe).collect();
    for event in scope.catalogue.events.values() {
        let name = &event.name;
        if event.deprecated.is_some() || patterns.iter().any(|pattern| pattern.is_match(&name.value)) {
            continue;
        }
        let message = format!("event `{}` does not follow the naming pattern", name.value);
        let mut diagnostic = Diagnostic::new(&NAME_PATTERN, name.span, message);
        if let [only] = naming.as_slice() {
            diagnostic = diagnostic.label(only.pattern.span, "the pattern");
        }
        diagnostics.push(diagnostic.help(format!("write it as {}", written.join(" or "))));
    }
}

fn regex(pattern: &NamingPattern) -> Option<Regex> {
    let word = match pattern.style {
        WordStyle::Snake => "[a-z][a-z0-9]*(?:_[a-z0-9]+)*",
        WordStyle::Kebab => "[a-z][a-z0-9]*(?:-[a-z0-9]+)*",
        WordStyle::Camel => "[a-z][a-zA-Z0-9]*",
        WordStyle::Pascal => "[A-Z][a-zA-Z0-9]*",
    };
    let parts = pattern.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => regex_lite::escape(text),
        Segment::Named(_) => word.to_owned(),
    });
    // Literals are escaped and a pattern is short, so this fails for no catalogue that was read.
    Regex::new(&format!("^(?:{})$", parts.collect::<String>())).ok()
}

fn describe(pattern: &NamingPattern) -> String {
    let style = match pattern.style {
        WordStyle::Snake => "snake_case",
        WordStyle::Kebab => "kebab-case",
        WordStyle::Camel => "camelCase",
        WordStyle::Pascal => "PascalCase",
    };
    format!("`{}` in {style}", pattern.pattern.value)
}

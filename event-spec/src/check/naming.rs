//! Event names against the catalogue's naming patterns.

use regex_lite::Regex;

use crate::catalogue::{Catalogue, NamingPattern, Segment, WordStyle};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::Rule;

/// Names follow the convention.
pub(crate) static NAME_PATTERN: Rule = Rule::error("name-pattern", "an event's name follows one of the naming patterns");

/// Checks every event that is not on its way out.
pub(crate) fn check(catalogue: &Catalogue, diagnostics: &mut Diagnostics) {
    let patterns: Vec<_> = catalogue.naming.iter().filter_map(regex).collect();
    if patterns.is_empty() {
        return;
    }
    for event in catalogue.events.values().filter(|event| event.deprecated.is_none()) {
        if patterns.iter().any(|pattern| pattern.is_match(&event.name.value)) {
            continue;
        }
        let written: Vec<_> = catalogue.naming.iter().map(describe).collect();
        let message = format!("`{}` does not follow the naming pattern", event.name.value);
        let mut diagnostic = Diagnostic::new(&NAME_PATTERN, event.name.span, message);
        if let [only] = catalogue.naming.as_slice() {
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

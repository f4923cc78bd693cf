//! What findings say has one form, whoever says it: messages begin in lower case, and nothing ends with a full stop.

use std::collections::BTreeSet;

use event_spec::rule::Category;
use event_spec::{Diagnostic, LintOptions, lint, rules};

use crate::page::Page;
use crate::support::Memory;

#[test]
fn findings_are_worded_alike() {
    let mut faults = BTreeSet::new();
    for rule in rules().iter().filter(|rule| rule.category != Category::Changes) {
        // A page that cannot be read is a fault of the other test.
        let text = std::fs::read_to_string(crate::path(rule)).expect("every rule has a page");
        for case in Page::parse(&text).into_iter().flat_map(|page| page.bad) {
            let entry = case.files[0].0.clone();
            let outcome = lint(&Memory::of(case.files), &entry, &LintOptions { today: Some(crate::today()) });
            faults.extend(outcome.diagnostics.iter().flat_map(of));
        }
    }
    assert!(faults.is_empty(), "{}", faults.into_iter().collect::<Vec<_>>().join("\n"));
}

/// What is wrong with the words of a finding.
fn of(found: &Diagnostic) -> Vec<String> {
    let labels = found.labels.iter().chain([&found.primary]).map(|label| ("label", label.text.as_str()));
    let said =
        labels.chain([("message", found.message.as_str())]).chain(found.help.as_deref().map(|help| ("help", help)));
    let wrong = said.filter(|(_, text)| {
        let begins_high = text.starts_with(char::is_uppercase) && !PROPER.iter().any(|name| text.starts_with(name));
        begins_high || text.ends_with(['.', '!', ':']) || text.contains("  ") || text.trim() != *text
    });
    wrong.map(|(what, text)| format!("{}: {what}: {text}", found.rule.id)).collect()
}

/// Names that are written with a capital wherever they stand.
const PROPER: [&str; 4] = ["JSON", "JavaScript", "Socket.IO", "YAML"];

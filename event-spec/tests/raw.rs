//! The documents of five systems, written down as they are: every fault that a comment marks is found at its line.
//!
//! What else is found there is of the rules that ask for completeness, such as summaries and examples.

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use event_spec::{LintOptions, Rule, lint};
use support::Memory;

/// What such documents lack everywhere, and no line is to blame for.
const INCOMPLETE: [&str; 7] = [
    "channel-without-summary",
    "event-without-example",
    "event-without-priority",
    "event-without-storage",
    "event-without-summary",
    "handshake-missing",
    "naming-missing",
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/raw").join(name)
}

/// Line and rule of each fault that the comments of a text mark.
fn marked(text: &str) -> BTreeSet<(u32, String)> {
    let lines = text.lines().zip(1u32..);
    let marks = lines.filter_map(|(line, at)| Some((at, line.split_once("# fault: ")?.1)));
    marks.flat_map(|(at, rules)| rules.split(", ").map(move |rule| (at, rule.to_owned()))).collect()
}

fn check(name: &str) {
    let text = std::fs::read_to_string(folder(name).join("catalogue.yaml")).expect("the catalogue is there");
    let outcome = lint(&Memory::of([("catalogue.yaml", text.as_str())]), "catalogue.yaml", &LintOptions::default());
    let on = outcome.diagnostics.iter().filter(|found| found.rule.default);
    let found: BTreeSet<_> =
        on.map(|found| (outcome.sources.positions(found.primary.span).start.line, found.rule.id.to_owned())).collect();
    let marked = marked(&text);
    assert!(!marked.is_empty());
    let missed: Vec<_> = marked.difference(&found).collect();
    assert!(missed.is_empty(), "{name}: not found: {missed:?}\n{}", support::render(&outcome));
    let unmarked = found.difference(&marked).filter(|(_, rule)| !INCOMPLETE.contains(&rule.as_str()));
    let unmarked: Vec<_> = unmarked.collect();
    assert!(unmarked.is_empty(), "{name}: found, and not marked: {unmarked:?}");
}

#[test]
fn two_names_for_one_event_in_chatflow() {
    check("chatflow");
}

#[test]
fn a_document_that_contradicts_itself_in_mechamap() {
    check("mechamap");
}

#[test]
fn half_full_events_in_leads() {
    check("leads");
}

#[test]
fn what_nobody_stores_and_nobody_hears_in_gochat() {
    check("gochat");
}

#[test]
fn events_that_exist_in_code_alone_in_hiwwer() {
    check("hiwwer");
}

#[test]
fn what_is_called_incomplete_are_rules() {
    for id in INCOMPLETE {
        assert!(Rule::of(id).is_some(), "{id}");
    }
}

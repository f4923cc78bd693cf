//! Every rule's page: its examples hold.
//!
//! A page shows catalogues under `## Bad` and `## Good`, and under each bad one the findings in a `console` block. The findings of
//! the page's own rule, and those that no catalogue may have, are compared with the block exactly. A page of the
//! comparison shows two catalogues under `## Bad`, one where the other is not there, and two under `## Good`: what changed
//! between those is safe, and shown as well. `PAGES=update` writes the blocks anew.

#[path = "../support/mod.rs"]
mod support;

mod fixes;
mod page;
mod words;

use std::path::PathBuf;

use event_spec::compare::{Comparison, compare};
use event_spec::rule::Category;
use event_spec::{Date, LintOptions, Rule, lint, load, rules};
use page::{Case, Page};

/// The day on which the examples are read.
const TODAY: &str = "2026-11-20";

fn path(rule: &Rule) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rules").join(format!("{}.md", rule.id))
}

fn today() -> Date {
    Date::parse(TODAY).expect("a date")
}

/// What a case prints: the findings of the rule and of every rule that no catalogue may break.
fn printed(rule: &Rule, case: &Case) -> String {
    if rule.category == Category::Changes { compared(rule, case) } else { linted(rule, case) }
}

fn linted(rule: &Rule, case: &Case) -> String {
    let files = support::Memory::of(case.files.clone());
    let outcome = lint(&files, &case.files[0].0, &LintOptions { today: Some(today()) });
    let mut text = String::new();
    for found in outcome.diagnostics.iter().filter(|found| found.rule.id == rule.id || found.rule.is_required()) {
        let start = outcome.sources.positions(found.primary.span).start;
        let path = outcome.sources.get(found.primary.span.source).path();
        let (level, id) = (found.level.as_str(), found.rule.id);
        text.push_str(&format!("{path}:{}:{}: {level}[{id}]: {}\n", start.line, start.column, found.message));
    }
    text
}

fn compared(rule: &Rule, case: &Case) -> String {
    let version = |folder: &str| {
        let files = case.files.iter().filter_map(|(path, text)| Some((path.strip_prefix(folder)?, text.as_str())));
        let files: Vec<_> = files.collect();
        if files.is_empty() {
            return None;
        }
        let outcome = load(&support::Memory::of(files), "catalogue.yaml");
        assert!(outcome.catalogue.is_some(), "the page of `{}`: {}", rule.id, support::render(&outcome));
        outcome.catalogue
    };
    let comparison = match (version("old/"), version("new/")) {
        (Some(old), Some(new)) => compare(&old, &new, Some(&today())),
        (None, Some(new)) => Comparison::added(&new),
        (Some(old), None) => Comparison::removed(&old),
        (None, None) => panic!("the page of `{}` compares nothing", rule.id),
    };
    let mut text = String::new();
    let too_low = comparison.version_too_low();
    for change in comparison.changes.iter().chain(&too_low).filter(|change| change.rule.id == rule.id) {
        let verdict = change.effect.verdict().as_str();
        text.push_str(&format!("{verdict}[{}]: {} {}\n", rule.id, change.subject, change.what));
    }
    text
}

#[test]
fn the_examples_of_every_page_hold() {
    let update = std::env::var_os("PAGES").is_some_and(|value| value == "update");
    let mut faults = Vec::new();
    for rule in rules() {
        let text = std::fs::read_to_string(path(rule)).expect("every rule has a page");
        let page = match Page::parse(&text) {
            Ok(page) => page,
            Err(fault) => {
                faults.push(format!("rules/{}.md: {fault}", rule.id));
                continue;
            }
        };
        if page.title != rule.id {
            faults.push(format!("rules/{}.md: its title is `{}`", rule.id, page.title));
        }
        let mut mended = text.clone();
        let bad = page.bad.iter().map(|case| (case, false));
        for (case, is_good) in bad.chain(page.good.iter().map(|case| (case, true))) {
            let found = printed(rule, case);
            let (line, expected) = (case.line, &case.expected);
            if is_good && found.lines().any(|line| !line.starts_with("safe[")) {
                faults.push(format!("rules/{}.md:{line}: the good example is refused:\n{found}", rule.id));
            } else if !is_good && !found.contains(&format!("[{}]", rule.id)) {
                faults.push(format!("rules/{}.md:{line}: the bad example passes\n{found}", rule.id));
            } else if found != *expected {
                faults.push(format!("rules/{}.md:{line}: expected\n{expected}but found\n{found}", rule.id));
                mended = mended.replacen(&case.block(expected), &case.block(&found), 1);
            }
        }
        if update && mended != text {
            std::fs::write(path(rule), mended).expect("written");
        }
    }
    assert!(faults.is_empty(), "{} faults; `PAGES=update` writes findings anew\n\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_page_belongs_to_a_rule() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rules");
    for entry in std::fs::read_dir(folder).expect("the pages are there") {
        let name = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        let id = name.strip_suffix(".md").unwrap_or(&name);
        assert!(Rule::of(id).is_some(), "`rules/{name}` is the page of no rule");
    }
}

//! Every fix that a page's bad example is offered mends it.
//!
//! A fix is written without asking. So after all those of an example none of the findings is left that they belong to, and
//! there is nothing new that no catalogue may have: no key given twice, no text that is no YAML or JSON any more.

use std::collections::{BTreeMap, BTreeSet};

use event_spec::diagnostic::Fix;
use event_spec::rule::Category;
use event_spec::{Level, LintOptions, Outcome, lint, rules};

use crate::page::{Case, Page};
use crate::support::{Memory, render};

#[test]
fn every_fix_of_a_bad_example_mends_it() {
    let mut fixes = 0;
    for rule in rules().iter().filter(|rule| rule.category != Category::Changes) {
        // A page that cannot be read is a fault of the other test.
        let text = std::fs::read_to_string(crate::path(rule)).expect("every rule has a page");
        for case in Page::parse(&text).into_iter().flat_map(|page| page.bad) {
            fixes += mend(rule.id, &case);
        }
    }
    assert!(fixes > 40, "only {fixes} fixes were tried");
}

#[test]
fn what_fixes_write_into_json_is_json() {
    let entry = "catalogue.json";
    let mut case = Case {
        line: 1,
        files: vec![(entry.to_owned(), include_str!("slips.json").to_owned())],
        expected: String::new(),
    };
    // What lies behind one slip is found once that is mended.
    let mut fixes = Vec::new();
    while fixes.last() != Some(&0) && fixes.len() < 5 {
        let found = linted(&case.files, entry);
        fixes.push(found.diagnostics.iter().filter(|found| found.fix.is_some()).count());
        case.files = all_mended(&case);
    }
    let after = linted(&case.files, entry);
    assert!(after.diagnostics.iter().all(|found| found.level < Level::Error), "{}", render(&after));
    assert!(fixes.iter().sum::<usize>() > 20, "{fixes:?}");
}

/// Applies every fix of an example, and gives how many there were.
fn mend(id: &str, case: &Case) -> usize {
    let entry = &case.files[0].0;
    let (before, after) = (linted(&case.files, entry), linted(&all_mended(case), entry));
    let (known, left) = (told(&before), told(&after));
    let mended: Vec<_> = before.diagnostics.iter().filter(|found| found.fix.is_some()).collect();
    for found in &mended {
        let told = (found.rule.id, found.message.clone());
        assert!(!left.contains(&told), "rules/{id}.md:{}: the fix leaves {told:?}\n{}", case.line, render(&after));
    }
    let required = |id: &str| rules().iter().any(|rule| rule.id == id && rule.is_required());
    let brought = left.difference(&known).find(|(id, _)| required(id));
    assert!(brought.is_none(), "rules/{id}.md:{}: the fixes bring {brought:?}\n{}", case.line, render(&after));
    mended.len()
}

fn linted(files: &[(String, String)], entry: &str) -> Outcome {
    lint(&Memory::of(files.to_vec()), entry, &LintOptions { today: Some(crate::today()) })
}

fn told(outcome: &Outcome) -> BTreeSet<(&'static str, String)> {
    outcome.diagnostics.iter().map(|found| (found.rule.id, found.message.clone())).collect()
}

/// The files of an example with all its fixes in them. Of two at one place the first is taken, which must do for both.
fn all_mended(case: &Case) -> Vec<(String, String)> {
    let outcome = linted(&case.files, &case.files[0].0);
    let mut edits: BTreeMap<&str, Vec<&Fix>> = BTreeMap::new();
    for fix in outcome.diagnostics.iter().filter_map(|found| found.fix.as_ref()) {
        edits.entry(outcome.sources.get(fix.span.source).path()).or_default().push(fix);
    }
    let files = case.files.iter().map(|(path, text)| {
        let mut text = text.clone();
        let mut edits = edits.remove(path.as_str()).unwrap_or_default();
        edits.sort_by_key(|fix| (fix.span, &fix.replacement));
        edits.dedup_by(|later, earlier| later.span.start < earlier.span.end || later.span == earlier.span);
        for fix in edits.into_iter().rev() {
            text.replace_range(fix.span.range(), &fix.replacement);
        }
        (path.clone(), text)
    });
    files.collect()
}

//! Pairs of whole catalogues, compared both ways.
//!
//! A folder of `catalogues` holds `old.yaml` and `new.yaml`, one of which may be missing, and the snapshot of what the comparison
//! says from old to new and from new to old.

use std::fs;
use std::path::{Path, PathBuf};

use event_spec::compare::{Answer, Change, Comparison, Deploy, Verdict, Version, compare};
use event_spec::{Date, Outcome, Sources, load};

use crate::{show, support};

/// The day on which every pair is compared.
const TODAY: &str = "2026-11-20";

fn pairs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compare/catalogues");
    let entries = fs::read_dir(folder).expect("the pairs are there");
    let mut pairs: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    pairs.sort();
    pairs
}

/// One version, where the folder has it; nothing may be wrong with it.
fn version(folder: &Path, name: &str) -> Option<Outcome> {
    let text = fs::read_to_string(folder.join(name)).ok()?;
    let outcome = load(&support::Memory::of([(name, text)]), name);
    assert!(outcome.catalogue.is_some(), "{}: {}", folder.display(), support::render(&outcome));
    Some(outcome)
}

fn compared(old: Option<&Outcome>, new: Option<&Outcome>) -> Comparison {
    let today = Date::parse(TODAY);
    let catalogue = |outcome: Option<&Outcome>| outcome.and_then(|outcome| outcome.catalogue.clone());
    match (catalogue(old), catalogue(new)) {
        (Some(old), Some(new)) => compare(&old, &new, today.as_ref()),
        (None, Some(new)) => Comparison::added(&new),
        (Some(old), None) => Comparison::removed(&old),
        (None, None) => panic!("a pair has at least one version"),
    }
}

fn shown(old: Option<&Outcome>, new: Option<&Outcome>) -> String {
    let none = Sources::default();
    let (before, after) = (old.map_or(&none, |old| &old.sources), new.map_or(&none, |new| &new.sources));
    let comparison = compared(old, new);
    format!("{}\n{}", show::changes(&comparison, before, after), show::outcome(&comparison))
}

#[test]
fn every_pair_is_compared_both_ways() {
    let pairs = pairs();
    assert!(pairs.len() >= 25, "{} pairs", pairs.len());
    for folder in pairs {
        let (old, new) = (version(&folder, "old.yaml"), version(&folder, "new.yaml"));
        let forth = shown(old.as_ref(), new.as_ref());
        let back = shown(new.as_ref(), old.as_ref());
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("comparison", format!("old to new:\n{forth}\nnew to old:\n{back}")));
    }
}

#[test]
fn a_version_compared_with_itself_does_not_differ() {
    for folder in pairs() {
        for outcome in ["old.yaml", "new.yaml"].into_iter().filter_map(|name| version(&folder, name)) {
            let comparison = compared(Some(&outcome), Some(&outcome));
            assert!(comparison.changes.is_empty(), "{}: {:?}", folder.display(), comparison.changes);
            assert_eq!(comparison.verdict(), Verdict::Safe);
            assert!(comparison.is_version_enough());
        }
    }
}

#[test]
fn what_follows_agrees_with_the_changes() {
    let versions: Vec<_> = pairs()
        .iter()
        .flat_map(|folder| ["old.yaml", "new.yaml"].map(|name| version(folder, name)))
        .flatten()
        .collect();
    for (at, old) in versions.iter().enumerate() {
        // With itself, with the other version, and with some that have nothing to do with it.
        for new in versions.iter().cycle().skip(at).take(4) {
            check_outcome(&compared(Some(old), Some(new)));
            check_outcome(&compared(Some(new), Some(old)));
        }
    }
}

fn check_outcome(comparison: &Comparison) {
    let all = |answer: fn(&Change) -> &Answer| comparison.changes.iter().all(|change| *answer(change) == Answer::Yes);
    let server_first = all(|change| &change.effect.server_first);
    let clients_first = all(|change| &change.effect.clients_first);
    match comparison.deploy() {
        Deploy::Any => assert!(server_first && clients_first),
        Deploy::ServerFirst { because } => assert!(server_first && !clients_first && !because.is_empty()),
        Deploy::ClientsFirst { because } => assert!(clients_first && !server_first && !because.is_empty()),
        Deploy::TwoSteps { .. } | Deploy::NoOrder { .. } | Deploy::Unclear { .. } => {
            assert!(!server_first && !clients_first);
        }
    }
    let is_safe = |verdict| matches!(verdict, Verdict::Safe | Verdict::ServerFirst | Verdict::ClientsFirst);
    assert_eq!(is_safe(comparison.verdict()), server_first || clients_first);
    let next = comparison.next_version().and_then(|next| Version::parse(&next)).expect("a version");
    let was = comparison.old.as_ref().and_then(|old| Version::parse(&old.version)).expect("a version");
    assert!(next.is_enough(&was, comparison.bump()));
}

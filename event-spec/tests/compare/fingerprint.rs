//! The comparison and the fingerprint agree on what a peer can observe on the wire.
//!
//! Whatever changes the fingerprint is reported. What is reported of two catalogues with one fingerprint is what no frame
//! shows: who may enter, what is kept, how events are delivered, until when a name is served.

use std::fs;
use std::path::Path;

use event_spec::compare::{Bump, compare};
use event_spec::{Catalogue, Valid, load};
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence, RngSeed};

use crate::contracts;
use crate::edits::{Files, Numbers, Parts, edit, parse};
use crate::support::Memory;

/// The rules about what no frame shows.
const UNSEEN: &[&str] = &[
    "access-changed",
    "auto-join-changed",
    "catalogue-renamed",
    "coalesce-changed",
    "event-deprecated",
    "limits-changed",
    "priority-changed",
    "priority-policy-changed",
    "reconnect-changed",
    "rest-changed",
    "storage-changed",
    "sunset-moved",
];

/// The contracts of this repository, and every version of the pairs beside this file.
fn catalogues() -> Vec<Files> {
    let mut catalogues: Vec<Files> = contracts::contracts()
        .iter()
        .map(|folder| contracts::files(folder).iter().map(|(path, text)| (path.clone(), parse(text))).collect())
        .collect();
    let pairs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compare/catalogues");
    for folder in fs::read_dir(pairs).expect("the pairs are there") {
        let folder = folder.expect("an entry").path();
        let texts = ["old.yaml", "new.yaml"].map(|name| fs::read_to_string(folder.join(name)));
        catalogues.extend(texts.into_iter().flatten().map(|text| [("catalogue.yaml".to_owned(), parse(&text))].into()));
    }
    catalogues
}

fn loaded(files: &Files) -> Option<Valid<Catalogue>> {
    load(&Memory::of(files.iter().map(|(path, file)| (path, file.to_string()))), "catalogue.yaml").catalogue
}

/// Holds what is said of two catalogues to their fingerprints.
fn check(old: &Valid<Catalogue>, new: &Valid<Catalogue>) -> Result<(), String> {
    // A fingerprint knows no day: an alias counts there after its sunset, too.
    let comparison = compare(old, new, None);
    if old.fingerprint != new.fingerprint {
        return if comparison.bump() > Bump::None { Ok(()) } else { Err("nothing is said".to_owned()) };
    }
    match comparison.changes.iter().find(|change| !UNSEEN.contains(&change.rule.id)) {
        Some(change) => Err(format!("no frame shows {} {}: {change:?}", change.subject, change.what)),
        None => Ok(()),
    }
}

#[test]
fn differences_between_strangers_are_never_missed() {
    let catalogues: Vec<_> = catalogues().iter().filter_map(loaded).collect();
    for (at, old) in catalogues.iter().enumerate() {
        for new in catalogues.iter().cycle().skip(at).take(6) {
            for (from, to) in [(old, new), (new, old)] {
                if let Err(fault) = check(from, to) {
                    panic!("{} against {}: {fault}", from.name.value, to.name.value);
                }
            }
        }
    }
}

#[test]
fn random_edits_are_never_missed() {
    let catalogues: Vec<_> = catalogues().into_iter().filter_map(|files| Some((loaded(&files)?, files))).collect();
    let mut parts = Parts::default();
    catalogues.iter().for_each(|(_, files)| parts.add(files));
    let config = Config {
        cases: 250,
        // The same edits on every machine: what fails here fails everywhere.
        rng_seed: RngSeed::Fixed(7),
        max_global_rejects: 100_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..Config::default()
    };
    proptest!(config, |(which in 0..catalogues.len(), seeds in prop::collection::vec(any::<u64>(), 1..4))| {
        let (before, old) = &catalogues[which];
        let mut new = old.clone();
        for seed in seeds {
            edit(&mut new, &parts, &mut Numbers(seed));
        }
        if new == *old {
            return Err(TestCaseError::reject("an edit that says nothing new"));
        }
        let Some(after) = loaded(&new) else {
            return Err(TestCaseError::reject("a catalogue that is wrong"));
        };
        for (from, to) in [(before, &after), (&after, before)] {
            if let Err(fault) = check(from, to) {
                let differ = new.iter().filter(|(path, file)| old.get(*path) != Some(file));
                let files: Vec<_> = differ.map(|(path, file)| format!("{path}\n{}\n{file}", old[path])).collect();
                return Err(TestCaseError::fail(format!("{fault}\n{}", files.join("\n"))));
            }
        }
    });
}

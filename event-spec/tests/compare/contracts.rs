//! The five contracts of this repository, compared with themselves.

use std::fs;
use std::path::{Path, PathBuf};

use event_spec::compare::{Verdict, compare};
use event_spec::{Date, load};
use serde_json::Value;

use crate::edits::parse;
use crate::support::{Memory, render};

/// Path and text of every file below a folder.
pub fn files(root: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let inside = path.strip_prefix(root).expect("below the root").to_str().expect("UTF-8").to_owned();
                files.push((inside, fs::read_to_string(&path).expect("a text")));
            }
        }
    }
    files
}

pub fn contracts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../contracts");
    let entries = fs::read_dir(folder).expect("the contracts are there").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.is_dir()).collect()
}

#[test]
fn a_contract_compared_with_itself_does_not_differ() {
    let contracts = contracts();
    assert!(contracts.len() >= 5, "{contracts:?}");
    for folder in contracts {
        let outcome = load(&Memory::of(files(&folder)), "catalogue.yaml");
        let Some(catalogue) = &outcome.catalogue else { panic!("{}: {}", folder.display(), render(&outcome)) };
        let comparison = compare(catalogue, catalogue, Date::parse("2026-11-20").as_ref());
        assert!(comparison.changes.is_empty(), "{}: {:?}", folder.display(), comparison.changes);
        assert_eq!(comparison.verdict(), Verdict::Safe);
    }
}

#[test]
fn words_for_people_change_nothing() {
    for folder in contracts() {
        let files = files(&folder);
        // In quotes, and without.
        let reword =
            |text: &str| text.replace("summary: ", "summary: Now ").replace("summary: Now \"", "summary: \"Now ");
        let reworded = files.iter().map(|(path, text)| (path.clone(), reword(text)));
        let (old, new) =
            (load(&Memory::of(files.clone()), "catalogue.yaml"), load(&Memory::of(reworded), "catalogue.yaml"));
        let (Some(old), Some(new)) = (&old.catalogue, &new.catalogue) else { panic!("{}", render(&new)) };
        assert!(compare(old, new, None).changes.is_empty(), "{}", folder.display());
    }
}

#[test]
fn flows_are_words() {
    for folder in contracts() {
        let files = files(&folder);
        let told = files.iter().map(|(path, text)| (path.clone(), parse(text).to_string()));
        let untold = files.iter().map(|(path, text)| {
            let mut file = parse(text);
            file.as_object_mut().expect("a map").remove("flows");
            (path.clone(), file.to_string())
        });
        let (old, new) = (load(&Memory::of(told), "catalogue.yaml"), load(&Memory::of(untold), "catalogue.yaml"));
        let (Some(old), Some(new)) = (&old.catalogue, &new.catalogue) else { panic!("{}", render(&new)) };
        assert!(!old.flows.is_empty() && new.flows.is_empty(), "{}", folder.display());
        assert_eq!(old.fingerprint, new.fingerprint, "{}", folder.display());
        assert!(compare(old, new, None).changes.is_empty(), "{}", folder.display());
    }
}

#[test]
fn where_a_part_is_written_changes_nothing() {
    let folder = contracts().into_iter().find(|folder| folder.ends_with("mechamap")).expect("one of several files");
    let many = files(&folder);
    let mut whole = Value::Null;
    let mut parts: Vec<Value> = Vec::new();
    for (path, text) in &many {
        let part = parse(text);
        if path == "catalogue.yaml" { whole = part } else { parts.push(part) }
    }
    whole.as_object_mut().expect("a map").remove("include");
    for (key, entries) in parts.iter().filter_map(Value::as_object).flatten() {
        let entries = entries.as_object().expect("entries by name").clone();
        match whole.get_mut(key).and_then(Value::as_object_mut) {
            Some(known) => known.extend(entries),
            None => whole[key] = Value::Object(entries),
        }
    }
    // All of it stands in one file now.
    let one = whole.to_string().replace("../schemas.yaml#", "#").replace("schemas.yaml#", "#");
    let (old, new) =
        (load(&Memory::of(many), "catalogue.yaml"), load(&Memory::of([("catalogue.yaml", one)]), "catalogue.yaml"));
    let (Some(old), Some(new)) = (&old.catalogue, &new.catalogue) else { panic!("{}", render(&new)) };
    assert_eq!(old.fingerprint, new.fingerprint);
    let comparison = compare(old, new, None);
    assert!(comparison.changes.is_empty(), "{:?}", comparison.changes);
}

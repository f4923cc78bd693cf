//! The five contracts of this repository, compared with themselves.

use std::fs;
use std::path::{Path, PathBuf};

use event_spec::compare::{Verdict, compare};
use event_spec::{Date, load};

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
        let reworded = files.iter().map(|(path, text)| (path.clone(), text.replace("summary: ", "summary: Now, ")));
        let (old, new) =
            (load(&Memory::of(files.clone()), "catalogue.yaml"), load(&Memory::of(reworded), "catalogue.yaml"));
        let (Some(old), Some(new)) = (&old.catalogue, &new.catalogue) else { continue };
        assert!(compare(old, new, None).changes.is_empty(), "{}", folder.display());
    }
}

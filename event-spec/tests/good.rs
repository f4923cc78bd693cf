//! Catalogues that good engineers would write, of many domains and in many styles: the lint has nothing to say about them.
//!
//! Payloads are shown by an example only here and there, so that the rule about examples is not asked.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use event_spec::{LintOptions, lint};
use support::{Memory, render};

#[test]
fn nothing_is_found_in_catalogues_that_are_well_kept() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/good");
    let mut catalogues = 0;
    let mut faults = String::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let folder = entry.expect("an entry").path();
        let files = Memory::of(texts(&folder, &folder));
        let mut outcome = lint(&files, "", &LintOptions::default());
        outcome.diagnostics.retain(|found| found.rule.default && found.rule.id != "event-without-example");
        if !outcome.diagnostics.is_empty() {
            faults += &format!("{}:\n{}", folder.display(), render(&outcome));
        }
        catalogues += 1;
    }
    assert!(catalogues > 10, "{catalogues}");
    assert!(faults.is_empty(), "{faults}");
}

/// The texts below a folder, by their paths from `root`.
fn texts(folder: &Path, root: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let text = |path: PathBuf| {
        let name = path.strip_prefix(root).expect("it lies there").to_str().expect("a name").to_owned();
        (name, fs::read_to_string(&path).expect("a text"))
    };
    entries.flat_map(|path| if path.is_dir() { texts(&path, root) } else { vec![text(path)] }).collect()
}

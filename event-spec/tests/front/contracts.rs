//! The contracts of this repository as they stand: whoever learns from them learns nothing that a rule refuses.

use std::path::{Path, PathBuf};

use event_spec::{Date, LintOptions, lint};

use crate::support::{Memory, render};

/// Every file below a folder, by its path from there.
fn files(root: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root.join(&folder)).expect("the folder is there") {
            let entry = entry.expect("an entry");
            let path = folder.join(entry.file_name());
            if entry.file_type().expect("its type").is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(root.join(&path)).expect("UTF-8");
                files.push((path.to_str().expect("UTF-8").replace('\\', "/"), text));
            }
        }
    }
    files
}

#[test]
fn no_contract_has_a_finding() {
    let contracts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../contracts");
    let files = Memory::of(files(&contracts));
    let options = LintOptions { today: Date::parse("2026-11-20") };
    let mut found = String::new();
    for name in ["chatflow", "gochat", "hiwwer", "leads", "mechamap"] {
        let mut outcome = lint(&files, name, &options);
        outcome.diagnostics.retain(|finding| finding.rule.default);
        found += &render(&outcome);
    }
    assert!(found.is_empty(), "{found}");
}

//! Pairs of payloads: each file in `payloads` holds an `old` and a `new` schema, and perhaps `schemas` that both refer to, or
//! `old_schemas` and `new_schemas`. Each pair is compared both ways and for both flows, and beside it stands what was said.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::pair::{DIRECTIONS, Version, compared};
use crate::show;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compare/payloads")
}

/// The parts of a file by their keys: what stands behind a key, and the lines indented below it.
fn parts(text: &str) -> BTreeMap<&str, String> {
    let mut parts: BTreeMap<&str, String> = BTreeMap::new();
    let mut last = "";
    for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
        match line.split_once(':') {
            Some((key, rest)) if !line.starts_with(' ') => {
                last = key;
                parts.insert(key, rest.to_owned());
            }
            _ => {
                let part = parts.entry(last).or_default();
                part.push('\n');
                part.push_str(line);
            }
        }
    }
    parts
}

/// The two versions of a pair.
pub fn versions(text: &str) -> [Version; 2] {
    let parts = parts(text);
    ["old", "new"].map(|version| {
        let payload = parts.get(version).cloned().unwrap_or_else(|| panic!("a pair without `{version}`"));
        let own = format!("{version}_schemas");
        let schemas = parts.get(own.as_str()).or(parts.get("schemas")).cloned().unwrap_or_default();
        Version { payload, schemas }
    })
}

fn said(text: &str) -> Result<String, String> {
    let [old, new] = versions(text);
    let mut said = String::new();
    for direction in DIRECTIONS {
        let (old, new) = (old.load(direction)?, new.load(direction)?);
        for (way, old, new) in [("old to new", &old, &new), ("new to old", &new, &old)] {
            let comparison = compared(direction, old, new)?;
            said.push_str(&format!("{direction}, {way}: {}\n", comparison.verdict().as_str()));
            said.push_str(&show::changes(&comparison, &old.sources, &new.sources));
            said.push('\n');
        }
    }
    Ok(said)
}

#[test]
fn every_pair_says_who_breaks_and_who_goes_first() {
    let mut faults = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder()).expect("the pairs are there") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let name = path.file_stem().and_then(|name| name.to_str()).expect("UTF-8").to_owned();
        match said(&std::fs::read_to_string(&path).expect("readable")) {
            Ok(said) => {
                let mut settings = insta::Settings::clone_current();
                settings.set_snapshot_path(folder());
                settings.set_prepend_module_to_snapshot(false);
                settings.set_omit_expression(true);
                settings.bind(|| insta::assert_snapshot!(name, said));
                count += 1;
            }
            Err(fault) => faults.push(format!("{name}: {fault}")),
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count >= 40, "only {count} pairs");
}

//! The crates may know each other in these directions only, as `ARCHITECTURE.md` says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Every crate of the workspace, and the crates of the workspace that it may lean on (tests aside).
const DIRECTIONS: [(&str, &[&str]); 15] = [
    ("event-spec", &[]),
    ("event-spec-disk", &["event-spec"]),
    ("event-codegen", &["event-spec"]),
    ("eventspec", &["event-spec", "event-spec-disk", "event-codegen", "event-live"]),
    ("event-contracts-macros", &["event-spec", "event-spec-disk", "event-codegen"]),
    ("event-contracts-literal", &[]),
    ("event-contracts-runtime", &["event-contracts-literal"]),
    ("event-contracts", &["event-contracts-runtime"]),
    ("event-hub", &["event-contracts-runtime"]),
    ("event-live", &["event-spec", "event-hub", "event-contracts-runtime"]),
    ("reference-server", &["event-contracts", "event-hub"]),
    // For the hub's tests alone.
    ("test-contracts", &["event-contracts-macros", "event-contracts-runtime", "event-hub"]),
    ("test-services", &[]),
    // Nothing but tests: it compares what the others read.
    ("oracle", &["event-spec", "event-spec-disk", "event-codegen", "event-contracts", "event-contracts-runtime"]),
    ("xtask", &[]),
];

/// What the libraries must not reach for: the disk, the network, the streams, the process.
const FORBIDDEN: [&str; 10] = [
    "std::fs",
    "std::net",
    "std::process",
    "std::io::std",
    "io::stdout",
    "println!",
    "eprintln!",
    "print!(",
    "eprint!(",
    "dbg!",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace is there")
}

/// The packages of the workspace, each with what it leans on.
fn packages() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let text = |value: &Value| value.as_str().expect("a name").to_owned();
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let package = |package: Value| {
        let dependencies = list(&package["dependencies"]);
        let built = dependencies.iter().filter(|dependency| dependency["kind"] != "dev");
        (text(&package["name"]), built.map(|dependency| text(&dependency["name"])).collect())
    };
    list(&metadata["packages"]).into_iter().map(package).collect()
}

#[test]
fn crates_lean_on_each_other_in_the_allowed_directions_alone() {
    let packages = packages();
    let allowed: BTreeMap<&str, &[&str]> = DIRECTIONS.into_iter().collect();
    let known: Vec<&str> = packages.keys().map(String::as_str).collect();
    assert_eq!(known, allowed.keys().copied().collect::<Vec<_>>(), "every crate of the workspace stands in the table");
    for (package, dependencies) in &packages {
        let ours = dependencies.iter().filter(|name| packages.contains_key(*name));
        let wrong: Vec<&String> = ours.filter(|name| !allowed[package.as_str()].contains(&name.as_str())).collect();
        assert!(wrong.is_empty(), "`{package}` must not know {wrong:?}");
    }
}

#[test]
fn the_map_names_every_crate() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("the map is there");
    for package in packages().keys() {
        assert!(map.contains(&format!("`{package}`")), "ARCHITECTURE.md does not name `{package}`");
    }
}

#[test]
fn the_libraries_touch_neither_disk_nor_streams() {
    for folder in ["event-spec/src", "codegen/src"] {
        for path in sources(&root().join(folder)) {
            let text = fs::read_to_string(&path).expect("a source is text");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            for (line, word) in lines.flat_map(|line| FORBIDDEN.map(|word| (line, word))) {
                assert!(!line.contains(word), "`{}` uses `{word}`: {}", path.display(), line.trim());
            }
        }
    }
}

/// The Rust sources below a folder, the test modules in files of their own aside.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
    found
}

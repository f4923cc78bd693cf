//! Rules of the lint at their edges: what they find, and what looks like it and is none.
//!
//! Each catalogue in `tests/lint` says in its first line which rules it is about. A comment `# finds: rule` at the end of a line
//! announces a finding there; nothing else may be found.

use std::fs;
use std::path::{Path, PathBuf};

use event_spec::{Date, LintOptions, lint};

use crate::support::Memory;

/// The day on which the catalogues are read.
const TODAY: &str = "2026-11-20";

/// A line and a rule.
type Finding = (u32, String);

fn catalogues() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint");
    let files = fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end == "yaml")).collect();
    paths.sort();
    paths
}

fn announced(text: &str) -> Vec<Finding> {
    let lines =
        text.lines().enumerate().filter_map(|(at, line)| Some((at as u32 + 1, line.split_once("# finds: ")?.1)));
    lines.flat_map(|(line, rules)| rules.split(", ").map(move |rule| (line, rule.to_owned()))).collect()
}

#[test]
fn rules_find_what_is_announced_and_nothing_else() {
    let mut faults = Vec::new();
    for path in catalogues() {
        let text = fs::read_to_string(&path).expect("a text");
        let first = text.lines().next().and_then(|line| line.strip_prefix("# rules: "));
        let about: Vec<&str> = first.expect("the first line names the rules").split(", ").collect();
        let files = Memory::of([("catalogue.yaml", text.as_str())]);
        let outcome = lint(&files, "catalogue.yaml", &LintOptions { today: Date::parse(TODAY) });
        let relevant =
            outcome.diagnostics.iter().filter(|found| found.rule.is_required() || about.contains(&found.rule.id));
        let line = |span| outcome.sources.positions(span).start.line;
        let mut found: Vec<Finding> =
            relevant.map(|found| (line(found.primary.span), found.rule.id.to_owned())).collect();
        let mut expected = announced(&text);
        found.sort();
        expected.sort();
        if found != expected {
            let name = path.file_name().expect("a file").to_string_lossy();
            let extra: Vec<_> = found.iter().filter(|found| !expected.contains(found)).collect();
            let missing: Vec<_> = expected.iter().filter(|expected| !found.contains(expected)).collect();
            faults.push(format!("{name}: found {extra:?}, and not {missing:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

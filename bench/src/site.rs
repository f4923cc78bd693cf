//! What the documents' site costs its readers and its writer.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::pair::{Paired, Side, paired};
use crate::report::{Row, Section, Unit};
use crate::synthetic;
use crate::tools::{Tools, run, write};

/// How many events are searched.
const EVENTS: usize = 2000;
/// What a reader does not notice, in seconds.
const UNNOTICED: f64 = 0.050;
/// How often the catalogue with a history changed: each time it got one event more.
const REVISIONS: usize = 200;

/// Both comparisons.
pub fn sections(tools: &Tools) -> Vec<Section> {
    vec![search(tools), history(tools)]
}

fn search(tools: &Tools) -> Section {
    eprintln!("site, search");
    let (catalogue, site) = (tools.work.join("searched/catalogue.yaml"), tools.work.join("searched-site"));
    write(&catalogue, &synthetic::complete("searched", &synthetic::events(EVENTS), false));
    run(Command::new(tools.eventspec()).arg("docs").arg(&catalogue).arg("--out").arg(&site));
    tools.node_modules();
    let script = tools.root.join("bench/node/site.mjs");
    let output = Command::new("node").arg(script).arg(site.join("index.html")).output().expect("node runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let mut seconds: Vec<f64> = text.lines().filter_map(|line| line.parse::<f64>().ok()).map(|ms| ms / 1e3).collect();
    assert!(!seconds.is_empty(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    seconds.sort_by(f64::total_cmp);
    let at = |share: f64| seconds[((seconds.len() - 1) as f64 * share).round() as usize];
    let row = |what: &str, share: f64| Row {
        what: what.into(),
        peer: "50 ms".into(),
        paired: Paired::of(vec![(at(share), UNNOTICED)]),
        bar: Some(1.0),
    };
    Section {
        title: "The search of the site",
        method: "What a keystroke takes in Chromium, from its event until the results are laid out, with 2,000 events: words of names, parts of them, fields, and \
                 what is nowhere, each typed letter by letter, five times; the median of a keystroke's five counts.",
        unit: Unit::Time,
        rows: vec![row("half of the keystrokes", 0.5), row("95 of 100", 0.95), row("the slowest", 1.0)],
    }
}

fn history(tools: &Tools) -> Section {
    eprintln!("site, history");
    let repository = repository(tools);
    let site = |flag: &'static [&'static str]| {
        let out = tools.work.join("told-site");
        let mut command = Command::new(tools.eventspec());
        command.arg("docs").args(flag).arg("--out").arg(out).arg("contracts/told").current_dir(&repository);
        command
    };
    let row = Row {
        what: "a catalogue that changed 200 times".into(),
        peer: "the same without".into(),
        paired: paired(9, Side::of(|| run(&mut site(&[]))), Side::of(|| run(&mut site(&["--no-history"])))),
        bar: None,
    };
    Section {
        title: "The history in the site",
        method: "`eventspec docs` with the history from git, against the same without: 200 commits, each with one more event.",
        unit: Unit::Time,
        rows: vec![row],
    }
}

/// A repository whose catalogue got one event more with each commit.
fn repository(tools: &Tools) -> PathBuf {
    let folder = tools.work.join("told");
    let catalogue = folder.join("contracts/told/catalogue.yaml");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    git(&folder, &["init", "--quiet"]);
    let events = synthetic::events(REVISIONS);
    for count in 1..=REVISIONS {
        write(&catalogue, &synthetic::complete("told", &events[..count], false));
        git(&folder, &["add", "--all"]);
        git(
            &folder,
            &["-c", "user.name=Bench", "-c", "user.email=bench@example.org", "commit", "--quiet", "-m", "one more"],
        );
    }
    folder
}

fn git(folder: &Path, arguments: &[&str]) {
    run(Command::new("git").arg("-C").arg(folder).args(arguments));
}

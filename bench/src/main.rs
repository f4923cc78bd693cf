//! Measures this project against its peers: `cargo xtask bench [--publish] [SECTION..]`.
//!
//! Sections are `gen`, `review`, `decode` and `compile`; all of them unless some are named. `--publish` writes
//! `docs/performance.md`, and needs all of them. The exit code is 100 where a bar was missed.

mod compile;
mod decode;
mod generate;
mod pair;
mod report;
mod review;
mod synthetic;
mod tools;

use std::process::ExitCode;

use report::Section;
use tools::Tools;

/// A group of comparisons, by the name that the command line uses.
type Group = (&'static str, fn(&Tools) -> Vec<Section>);

const GROUPS: [Group; 4] = [
    ("gen", generate::sections),
    ("review", review::sections),
    ("decode", decode::sections),
    ("compile", compile::sections),
];

fn main() -> ExitCode {
    let (flags, wanted): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let publish = flags.iter().any(|flag| flag == "--publish");
    let unknown = wanted.iter().find(|name| GROUPS.iter().all(|(group, _)| group != name));
    if let Some(wrong) = unknown.or_else(|| flags.iter().find(|flag| *flag != "--publish")) {
        eprintln!("error: `{wrong}` is neither `--publish` nor one of `gen`, `review`, `decode`, `compile`");
        return ExitCode::from(2);
    }
    if publish && !wanted.is_empty() {
        eprintln!("error: `--publish` writes the whole page, so it measures every section: name none");
        return ExitCode::from(2);
    }
    let tools = Tools::prepare();
    let groups = GROUPS.iter().filter(|(name, _)| wanted.is_empty() || wanted.iter().any(|one| one == name));
    let sections: Vec<Section> = groups.flat_map(|(_, sections)| sections(&tools)).collect();
    let text = report::markdown(&sections);
    if publish {
        tools::write(&tools.root.join("docs/performance.md"), &text);
    }
    println!("{text}");
    let missed = sections.iter().flat_map(|section| &section.rows).filter(|row| !row.reached()).count();
    if missed == 0 { ExitCode::SUCCESS } else { ExitCode::from(100) }
}

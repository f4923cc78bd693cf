//! Measures this project against its peers: `cargo xtask bench [--publish] [SECTION..]`.
//!
//! Sections are `gen`, `review`, `decode`, `compile`, `tsc`, `validators`, `site` and `fanout`; all of them unless some are named. `soak` takes twenty minutes
//! and runs only when it is named. `--publish` writes `docs/performance.md`: all of it, or the named sections into it. The exit
//! code is 100 where a bar was missed.

mod compile;
mod decode;
mod fanout;
mod generate;
mod pair;
mod report;
mod review;
mod site;
mod synthetic;
mod tools;
mod validators;

use std::process::ExitCode;

use report::Section;
use tools::Tools;

/// A group of comparisons, by the name that the command line uses.
type Group = (&'static str, fn(&Tools) -> Vec<Section>);

const GROUPS: [Group; 9] = [
    ("gen", generate::sections),
    ("review", review::sections),
    ("decode", decode::sections),
    ("compile", compile::rust),
    ("tsc", compile::typescript),
    ("validators", validators::sections),
    ("site", site::sections),
    ("fanout", fanout::sections),
    (SOAK, fanout::soak),
];

/// Runs only when it is named.
const SOAK: &str = "soak";

fn main() -> ExitCode {
    let (flags, wanted): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let publish = flags.iter().any(|flag| flag == "--publish");
    let unknown = wanted.iter().find(|name| GROUPS.iter().all(|(group, _)| group != name));
    if let Some(wrong) = unknown.or_else(|| flags.iter().find(|flag| *flag != "--publish")) {
        let names = GROUPS.map(|(name, _)| format!("`{name}`")).join(", ");
        eprintln!("error: `{wrong}` is neither `--publish` nor one of {names}");
        return ExitCode::from(2);
    }
    let tools = Tools::prepare();
    let is_wanted = |name: &str| if wanted.is_empty() { name != SOAK } else { wanted.iter().any(|one| one == name) };
    let groups = GROUPS.iter().filter(|(name, _)| is_wanted(name));
    let sections: Vec<Section> = groups.flat_map(|(_, sections)| sections(&tools)).collect();
    if publish {
        let page = tools.root.join("docs/performance.md");
        let text = match std::fs::read_to_string(&page) {
            Ok(before) if !wanted.is_empty() => report::renewed(&before, &sections),
            _ => report::page(&sections),
        };
        tools::write(&page, &text);
    }
    for section in &sections {
        println!("{}", report::markdown(section));
    }
    let missed = sections.iter().flat_map(|section| &section.rows).filter(|row| !row.reached()).count();
    if missed == 0 { ExitCode::SUCCESS } else { ExitCode::from(100) }
}

//! `eventspec lint`

use std::mem::{self, ManuallyDrop};

use crate::arguments::Lint;
use crate::catalogues;
use crate::commands::{current_folder, required};
use crate::config::Config;
use crate::ending::{Ending, Failure};
use crate::render::Report;
use crate::terminal::{self, Progress};

/// Checks catalogues and prints every finding of all of them.
///
/// # Errors
/// When a path leads to no catalogue, or the configuration is wrong.
pub fn run(options: &Lint) -> Result<Ending, Failure> {
    let mut progress = Progress::start();
    let from = current_folder()?;
    let config = Config::find(options.config.as_deref(), &from)?;
    let entries = if options.paths.is_empty() {
        catalogues::of_config(&required(config)?)?
    } else {
        catalogues::of_paths(&options.paths, config.as_ref(), &from)?
    };
    progress.step("checking");
    // The process ends with this run: to give the catalogues back piece by piece would take longer than to print.
    let mut report = ManuallyDrop::new(Report::default());
    for (entry, outcome) in entries.iter().zip(catalogues::load_all(&entries)) {
        mem::forget(outcome.catalogue);
        report.add(outcome.sources, outcome.diagnostics, entry.place(&from));
    }
    let mut text = options.format.render(&report, terminal::stdout());
    if options.format.is_for_people() {
        let noun = if entries.len() == 1 { "catalogue" } else { "catalogues" };
        let counts = report.count_words();
        text.push_str(&format!("{counts} in {} {noun}{}\n", entries.len(), progress.elapsed_words()));
    }
    drop(progress);
    terminal::print(&text)?;
    Ok(if report.needs_mending() { Ending::Findings } else { Ending::Clean })
}

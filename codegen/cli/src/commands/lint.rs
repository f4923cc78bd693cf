//! `eventspec lint`

use std::mem::ManuallyDrop;

use event_spec::LintOptions;

use crate::arguments::Lint;
use crate::catalogues;
use crate::commands::{current_folder, required};
use crate::config::Config;
use crate::ending::{Ending, Failure};
use crate::render::{Format, Report};
use crate::repository;
use crate::terminal::{self, Progress};
use crate::together;
use crate::tree::OnDisk;

/// Checks catalogues and prints every finding of all of them.
///
/// # Errors
/// When a path leads to no catalogue, the configuration is wrong, or `gen` would refuse the catalogues' names.
pub fn run(options: &Lint) -> Result<Ending, Failure> {
    let mut progress = Progress::start();
    let from = current_folder()?;
    let config = Config::find(options.config.as_deref(), &from)?;
    let folder = config.as_ref().map(|config| config.folder.clone());
    let entries = if options.paths.is_empty() {
        catalogues::of_config(&OnDisk, &required(config)?)?
    } else {
        catalogues::of_paths(&OnDisk, &options.paths, config.as_ref(), &from)?
    };
    let reader = match options.format {
        Format::Github => repository::root(&from, folder.as_deref()),
        Format::Text | Format::Short | Format::Json => from,
    };
    progress.step("checking");
    // The process ends with this run: to give the catalogues back piece by piece would take longer than to print.
    let (mut report, mut checked) = (ManuallyDrop::new(Report::default()), ManuallyDrop::new(Vec::new()));
    for (entry, outcome) in entries.iter().zip(catalogues::lint_all(&entries, &LintOptions::default())) {
        report.add(outcome.sources, outcome.diagnostics, entry.place(&reader));
        checked.push((outcome.catalogue, entry));
    }
    let mut text = options.format.render(&report, terminal::stdout());
    let named = checked.iter().filter_map(|(catalogue, entry)| Some((catalogue.as_ref()?, entry.source.as_str())));
    let generated = if options.paths.is_empty() {
        together::check(named)
    } else {
        named.into_iter().try_for_each(|one| together::check([one]))
    };
    if let Err(failure) = generated {
        drop(progress);
        terminal::print(&text)?;
        return Err(failure);
    }
    if options.format.is_for_people() {
        let noun = if entries.len() == 1 { "catalogue" } else { "catalogues" };
        let counts = report.count_words();
        text.push_str(&format!("{counts} in {} {noun}{}\n", entries.len(), progress.elapsed_words()));
    }
    drop(progress);
    terminal::print(&text)?;
    Ok(if report.needs_mending() { Ending::Findings } else { Ending::Clean })
}

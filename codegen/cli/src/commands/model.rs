//! `eventspec model`

use event_codegen::{json, model};
use serde_json::Value;

use crate::arguments::Model;
use crate::catalogues;
use crate::commands::{current_folder, required};
use crate::config::Config;
use crate::ending::{Ending, Failure};
use crate::render::{Format, Report};
use crate::terminal;
use crate::tree::OnDisk;

/// Prints the model of a catalogue, the models of all of them as a list, or the JSON Schema of a model.
///
/// Only what can be used goes to the standard output: findings go to the standard error.
///
/// # Errors
/// When a path leads to no catalogue, the configuration is wrong, or the standard output cannot be written to.
pub fn run(options: &Model) -> Result<Ending, Failure> {
    if options.schema {
        terminal::print(&format!("{:#}\n", model::schema()))?;
        return Ok(Ending::Clean);
    }
    let from = current_folder()?;
    let config = Config::find(options.config.as_deref(), &from)?;
    let entries = match &options.catalogue {
        None => catalogues::of_config(&OnDisk, &required(config)?)?,
        Some(path) => vec![catalogues::of_path(path, options.root.as_deref(), config.as_ref(), &from)?],
    };
    let (mut report, mut models, mut whole) = (Report::default(), Vec::new(), true);
    for (entry, outcome) in entries.iter().zip(catalogues::load_all(&OnDisk, &entries)) {
        report.add(outcome.sources, outcome.diagnostics, entry.place(&from));
        match &outcome.catalogue {
            Some(catalogue) => models.push(model::value(catalogue)),
            None => whole = false,
        }
    }
    if !report.is_empty() {
        terminal::note(&Format::Text.render(&report, terminal::stderr()));
    }
    if !whole {
        terminal::note(&format!("{}: no model was made\n", report.count_words()));
        return Ok(Ending::Findings);
    }
    let printed = match (options.catalogue.is_some(), models.pop()) {
        (true, Some(only)) => only,
        (_, last) => Value::Array(models.into_iter().chain(last).collect()),
    };
    terminal::print(&format!("{}\n", json::pretty(&printed)))?;
    Ok(Ending::Clean)
}

//! `eventspec diff`

use crate::arguments::Diff;
use crate::commands::current_folder;
use crate::config::Config;
use crate::diff::{self, Gathered};
use crate::ending::{Ending, Failure};
use crate::render::changes::ChangesFormat;
use crate::repository;
use crate::terminal::{self, Progress};
use crate::today;

/// Compares catalogues with an old version of them, and prints every change that a peer can observe.
///
/// # Errors
/// When something cannot be found or read, or an old catalogue is wrong.
pub fn run(options: &Diff) -> Result<Ending, Failure> {
    let mut progress = Progress::start();
    let from = current_folder()?;
    let reader = match options.format {
        ChangesFormat::Github => {
            let config = Config::find(options.config.as_deref(), &from)?;
            repository::root(&from, config.as_ref().map(|config| config.folder.as_path()))
        }
        ChangesFormat::Text | ChangesFormat::Markdown | ChangesFormat::Json => from.clone(),
    };
    let today = today::today(options.today.as_ref())?;
    progress.step("comparing");
    let gathered = diff::gather(options, &from, &reader, today.as_ref())?;
    drop(progress);
    match gathered {
        Gathered::Faulty(report) => {
            terminal::print(&options.format.render_faulty(&report, terminal::stdout()))?;
            Ok(Ending::Findings)
        }
        Gathered::Compared(differences) => {
            terminal::print(&options.format.render(&differences, options.fail_on, terminal::stdout()))?;
            let fails = differences.catalogues.iter().any(|compared| options.fail_on.fails(compared));
            Ok(if fails { Ending::Findings } else { Ending::Clean })
        }
    }
}

//! `eventspec docs`

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use event_codegen::docs::history::History;
use event_codegen::docs::{self, site};

use crate::arguments::Docs;
use crate::browser;
use crate::catalogues::{self, Entry};
use crate::commands::{current_folder, required};
use crate::config::Config;
use crate::ending::{Ending, Failure};
use crate::history;
use crate::output::{self, Target};
use crate::paths;
use crate::render::{self, Format, Report};
use crate::sources::{self, Source};
use crate::terminal::{self, Progress};
use crate::tree::OnDisk;

/// Where the site goes where nobody says.
const OUT: &str = "generated/site";

/// Writes the site of the catalogues that the configuration or the arguments name.
///
/// # Errors
/// When a path leads to no catalogue, the configuration is wrong, or the site cannot be written or shown.
pub fn run(options: &Docs) -> Result<Ending, Failure> {
    let mut progress = Progress::start();
    let from = current_folder()?;
    let config = Config::find(options.config.as_deref(), &from)?;
    let entries = entries(options, config.as_ref(), &from)?;
    progress.step("reading catalogues");
    let (report, sources) = sources::load(&entries, &from)?;
    // The process ends with this run: to give all this back piece by piece would take longer than to write it.
    let (report, sources) = (ManuallyDrop::new(report), ManuallyDrop::new(sources));
    if !report.is_empty() {
        terminal::print(&Format::Text.render(&report, terminal::stdout()))?;
    }
    let Some(sources) = sources.as_ref() else { return nothing(&report) };
    progress.step("asking git what changed");
    let histories = histories(options, &entries);
    progress.step("writing pages");
    let target = ManuallyDrop::new(target(options, config.as_ref(), sources, histories, &from));
    for folder in config.iter().flat_map(|config| config.outputs.generated()) {
        let shown = paths::slashed(&paths::relative(&from, folder));
        output::check_apart((&target.folder, &target.shown), (folder, &shown))?;
    }
    progress.step("writing");
    let summary = output::write(std::slice::from_ref(&target))?;
    let elapsed = progress.elapsed_words();
    drop(progress);
    for path in &summary.kept {
        terminal::note(&format!("note: `{path}` is no longer generated, but was edited, and stays\n"));
    }
    let index = target.folder.join("index.html");
    let mut shown = format!("{}/index.html", target.shown);
    if terminal::stdout().links {
        shown = render::file_link(&shown, &index);
    }
    terminal::print(&format!("{}{elapsed}\nopen {shown}\n", summary.words(std::slice::from_ref(&target))))?;
    if options.open {
        browser::open(&index)?;
    }
    Ok(Ending::Clean)
}

fn entries(options: &Docs, config: Option<&Config>, from: &Path) -> Result<Vec<Entry>, Failure> {
    if options.paths.is_empty() {
        return catalogues::of_config(&OnDisk, required(config)?);
    }
    catalogues::of_paths(&OnDisk, &options.paths, config, from)
}

fn nothing(report: &Report) -> Result<Ending, Failure> {
    terminal::print(&format!("{}: nothing was written\n", report.count_words()))?;
    Ok(Ending::Findings)
}

/// What became of each catalogue. A site without it is better than none.
fn histories(options: &Docs, entries: &[Entry]) -> Vec<History> {
    let asked = if options.no_history { Ok(Vec::new()) } else { history::of(entries) };
    asked.unwrap_or_else(|failure| {
        terminal::note(&format!("note: the site tells no history: {}\n", failure.message()));
        Vec::new()
    })
}

fn target(options: &Docs, config: Option<&Config>, sources: &[Source], histories: Vec<History>, from: &Path) -> Target {
    let configured = config.and_then(|config| config.outputs.site.as_ref());
    let folder = match (&options.out, configured) {
        (Some(out), _) => paths::resolved(&from.join(out)),
        (None, Some(site)) => site.out.clone(),
        (None, None) => config.map_or(from, |config| &config.folder).join(PathBuf::from(OUT)),
    };
    let title = options.title.as_deref().or(configured.and_then(|site| site.title.as_deref()));
    let histories = histories.into_iter().map(Some).chain(std::iter::repeat_with(|| None));
    let catalogues: Vec<_> = sources
        .iter()
        .zip(histories)
        .map(|(source, history)| {
            let history = history.unwrap_or_default();
            (&source.catalogue, docs::Options { source: source.path.clone(), history })
        })
        .collect();
    let tree = site::generate(&catalogues, title.unwrap_or(site::TITLE));
    Target { shown: paths::slashed(&paths::relative(from, &folder)), folder, tree }
}

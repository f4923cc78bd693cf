//! `eventspec mock`

mod lines;
mod welcome;

use std::path::Path;
use std::sync::Arc;

use event_codegen::model;
use event_live::mock::{self, Clock, Faults, Options, Rates};
use event_live::told_to_stop;
use event_spec::scene::{self, Scene};
use event_spec::{Catalogue, Valid};
use event_spec_disk::Disk;
use tokio::net::TcpListener;

use self::lines::Lines;
use crate::arguments::Mock;
use crate::catalogues;
use crate::commands::{current_folder, required};
use crate::config::Config;
use crate::ending::{Ending, Failure};
use crate::paths;
use crate::render::{Format, Place, Report};
use crate::terminal;
use crate::tree::OnDisk;

/// Serves catalogues until it is told to stop, and prints what flows.
///
/// # Errors
/// A path that leads to no catalogue, an option that cannot be understood, an address that cannot be listened at.
pub fn run(options: &Mock) -> Result<Ending, Failure> {
    let how = how(options)?;
    let from = current_folder()?;
    let config = Config::find(options.config.as_deref(), &from)?;
    let entries = if options.catalogues.is_empty() {
        catalogues::of_config(&OnDisk, &required(config)?)?
    } else {
        catalogues::of_paths(&OnDisk, &options.catalogues, config.as_ref(), &from)?
    };
    let (mut report, mut served, mut whole) = (Report::default(), Vec::new(), true);
    for (entry, outcome) in entries.iter().zip(catalogues::load_all(&OnDisk, &entries)) {
        report.add(outcome.sources, outcome.diagnostics, entry.place(&from));
        match outcome.catalogue {
            Some(catalogue) => served.push(Arc::new(catalogue)),
            None => whole = false,
        }
    }
    let scenes = scenes(options, &from, &served, &mut report)?;
    if !report.is_empty() {
        terminal::print(&Format::Text.render(&report, terminal::stdout()))?;
    }
    let Some(scenes) = scenes.filter(|_| whole) else {
        terminal::print(&format!("{}: nothing is served\n", report.count_words()))?;
        return Ok(Ending::Findings);
    };
    let model = |catalogue: &Arc<Valid<Catalogue>>| (catalogue.name.value.clone(), model::value(catalogue).to_string());
    let how = Options { scenes, models: served.iter().map(model).collect(), ..how };
    let runtime = tokio::runtime::Runtime::new();
    let runtime = runtime.map_err(|error| Failure::new(format!("no threads could be started: {error}")))?;
    runtime.block_on(serve(options, how, served))?;
    Ok(Ending::Clean)
}

/// Reads the scenes; none where one has a fault.
fn scenes(
    options: &Mock,
    from: &Path,
    served: &[Arc<Valid<Catalogue>>],
    report: &mut Report,
) -> Result<Option<Vec<Scene>>, Failure> {
    let catalogues: Vec<&Catalogue> = served.iter().map(|catalogue| &***catalogue).collect();
    let (mut scenes, mut whole) = (Vec::new(), true);
    for path in &options.scenes {
        let file = from.join(path);
        let (Some(folder), Some(name)) = (file.parent(), file.file_name()) else {
            return Err(Failure::Usage(format!("--scene: `{}` is no file", path.display())));
        };
        let folder = folder.canonicalize().map_err(|error| Failure::io("read", path, &error))?;
        let outcome = scene::load(&Disk::new(folder.clone()), &name.to_string_lossy(), &catalogues);
        let way = paths::slashed(&paths::relative(from, &folder));
        let shown = if way == "." { String::new() } else { format!("{way}/") };
        report.add(outcome.sources, outcome.diagnostics, Place { folder, shown });
        whole &= outcome.scene.is_some();
        scenes.extend(outcome.scene);
    }
    Ok(whole.then_some(scenes))
}

async fn serve(options: &Mock, how: Options, catalogues: Vec<Arc<Valid<Catalogue>>>) -> Result<(), Failure> {
    let listener = TcpListener::bind(&options.listen).await.map_err(|error| {
        let message = format!("cannot listen at `{}`: {error}", options.listen);
        Failure::with_help(message, "name a free port, or 0 for any: `--listen 127.0.0.1:0`")
    })?;
    let stream = terminal::stdout();
    let names = catalogues.len() > 1;
    let shown = catalogues.clone();
    let mock = mock::Mock::start(catalogues, listener, how, Arc::new(Lines { stream, names }));
    let mock = mock.await.map_err(|failed| Failure::Usage(failed.to_string()))?;
    terminal::print(&welcome::text(&mock, &shown, options, stream))?;
    told_to_stop().await;
    mock.stop().await;
    Ok(())
}

fn how(options: &Mock) -> Result<Options, Failure> {
    let share = |name: &str, text: &Option<String>| {
        let share = text.as_deref().map(|text| mock::parse_share(text).map_err(|why| usage(name, text, &why)));
        share.transpose().map(Option::unwrap_or_default)
    };
    let faults = Faults {
        latency: parsed("--latency", &options.latency, mock::parse_latency)?,
        slow: parsed("--slow", &options.slow, mock::parse_speed)?,
        errors: share("--errors", &options.errors)?,
        drop: share("--drop", &options.drop)?,
        cut_every: parsed("--cut-every", &options.cut_every, mock::parse_time)?,
    };
    Ok(Options {
        seed: options.seed,
        clock: if options.real_clock { Clock::Real } else { Clock::Seeded },
        rates: match (&options.rate, options.quiet) {
            (_, true) => Rates::none(),
            (rate, false) => parsed("--rate", rate, Rates::parse)?.unwrap_or_default(),
        },
        only: options.events.clone(),
        token: options.token.clone(),
        apart: options.apart,
        faults,
        ..Options::default()
    })
}

fn parsed<T>(
    name: &str,
    text: &Option<String>,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Result<Option<T>, Failure> {
    text.as_deref().map(|text| parse(text).map_err(|why| usage(name, text, &why))).transpose()
}

fn usage(name: &str, text: &str, why: &str) -> Failure {
    Failure::Usage(format!("{name}: `{text}`: {why}"))
}

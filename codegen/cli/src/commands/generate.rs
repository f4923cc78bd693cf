//! `eventspec gen`

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use crate::arguments::Generate;
use crate::backends::{self, Source};
use crate::catalogues::{self, Entry};
use crate::commands::{current_folder, required, runtime_option};
use crate::config::{self, Config, DocsOutput, Outputs, RustOutput, TypescriptOutput};
use crate::ending::{Ending, Failure};
use crate::output::{self, Difference, Summary, Target};
use crate::paths;
use crate::render::{Format, Report};
use crate::shell;
use crate::terminal::{self, Progress};
use crate::together;
use crate::tree::OnDisk;

/// Generates what the configuration or the arguments ask for, or compares it with what is there.
///
/// # Errors
/// When a path leads to no catalogue, the configuration is wrong, or an output cannot be written.
pub fn run(options: &Generate) -> Result<Ending, Failure> {
    let mut progress = Progress::start();
    let from = current_folder()?;
    let (entries, outputs) = wanted(options, &from)?;
    progress.step("reading catalogues");
    let (report, catalogues) = load(&entries, &from)?;
    // The process ends with this run: to give all this back piece by piece would take longer than to write it.
    let (report, catalogues) = (ManuallyDrop::new(report), ManuallyDrop::new(catalogues));
    if !report.is_empty() {
        terminal::print(&Format::Text.render(&report, terminal::stdout()))?;
    }
    let Some(catalogues) = catalogues.as_ref() else {
        terminal::print(&format!("{}: nothing was generated\n", report.count_words()))?;
        return Ok(Ending::Findings);
    };
    progress.step("generating");
    let targets = ManuallyDrop::new(backends::generate(catalogues, &outputs, &from)?);
    progress.step("writing");
    if options.check {
        let differences = output::compare(&targets)?;
        let elapsed = progress.elapsed_words();
        drop(progress);
        return report_differences(&differences, &targets, &elapsed);
    }
    let summary = output::write(&targets)?;
    let elapsed = progress.elapsed_words();
    drop(progress);
    for path in &summary.kept {
        terminal::note(&format!("note: `{path}` is no longer generated, but was edited, and stays\n"));
    }
    terminal::print(&format!("{}{elapsed}\n", summary_words(&summary, &targets)))?;
    Ok(Ending::Clean)
}

fn wanted(options: &Generate, from: &Path) -> Result<(Vec<Entry>, Outputs), Failure> {
    let Some(path) = &options.catalogue else {
        let config = required(Config::find(options.config.as_deref(), from)?)?;
        let entries = catalogues::of_config(&OnDisk, &config)?;
        if config.outputs.rust.is_none() && config.outputs.typescript.is_none() && config.outputs.docs.is_none() {
            return Err(Failure::with_help(
                format!("`{}` names nothing to generate", config.shown),
                "add a table `[rust]`, `[typescript]` or `[docs]` with an `out` folder",
            ));
        }
        return Ok((entries, config.outputs));
    };
    let outputs = outputs(options, from)?;
    let config = Config::find(options.config.as_deref(), from)?;
    let entry = catalogues::of_path(path, options.root.as_deref(), config.as_ref(), from)?;
    Ok((vec![entry], outputs))
}

/// The outputs that the arguments ask for.
fn outputs(options: &Generate, from: &Path) -> Result<Outputs, Failure> {
    if options.rust.is_none() && options.typescript.is_none() && options.docs.is_none() {
        return Err(Failure::Usage(
            "say what to generate: `--rust DIR`, `--typescript DIR`, `--docs DIR`, or several of them".to_owned(),
        ));
    }
    let named = [("--crate-name", &options.crate_name, false), ("--package", &options.package, true)];
    for (option, name, scoped) in named {
        if let Some((name, fault)) = name.as_deref().and_then(|name| Some((name, config::name_fault(name, scoped)?))) {
            return Err(Failure::Usage(format!("{option}: `{name}` {fault}")));
        }
    }
    let rust = options.rust.as_ref().map(|out| {
        let out = resolved(&from.join(out));
        let runtime_path = options.runtime_path.as_ref().map(|path| runtime_option(from, &out, path)).transpose()?;
        Ok(RustOutput {
            crate_name: options.crate_name.clone(),
            runtime_path,
            side: options.side.unwrap_or_default(),
            types: options.types.unwrap_or_default(),
            out,
        })
    });
    let rust = rust.transpose()?;
    let typescript = options
        .typescript
        .as_ref()
        .map(|out| TypescriptOutput { out: resolved(&from.join(out)), package: options.package.clone() });
    let docs = options.docs.as_ref().map(|out| DocsOutput { out: resolved(&from.join(out)) });
    Ok(Outputs { rust, typescript, docs })
}

/// The folder with the links of its parents followed, so that two names of one folder are seen to be one. A link at
/// its end stays, and is refused when it is written to.
fn resolved(folder: &Path) -> PathBuf {
    let clean = paths::normalised(folder);
    let mut rest = PathBuf::new();
    for ancestor in clean.ancestors() {
        let (Some(parent), Some(name)) = (ancestor.parent(), ancestor.file_name()) else { break };
        rest = if rest.as_os_str().is_empty() { PathBuf::from(name) } else { Path::new(name).join(rest) };
        if let Ok(parent) = parent.canonicalize() {
            return parent.join(rest);
        }
    }
    clean
}

/// Every finding, and the catalogues where none of them is wrong.
fn load(entries: &[Entry], from: &Path) -> Result<(Report, Option<Vec<Source>>), Failure> {
    let mut report = Report::default();
    let mut sources = Some(Vec::new());
    for (entry, outcome) in entries.iter().zip(catalogues::load_all(&OnDisk, entries)) {
        report.add(outcome.sources, outcome.diagnostics, entry.place(from));
        let found = outcome.catalogue.map(|catalogue| Source { catalogue, path: entry.source.clone() });
        sources = sources.zip(found).map(|(mut sources, source)| {
            sources.push(source);
            sources
        });
    }
    together::check(sources.iter().flatten().map(|source| (&source.catalogue, source.path.as_str())))?;
    Ok((report, sources))
}

fn report_differences(
    differences: &[(Difference, String)],
    targets: &[Target],
    elapsed: &str,
) -> Result<Ending, Failure> {
    if differences.is_empty() {
        terminal::print(&format!("{} are up to date{elapsed}\n", files(file_count(targets))))?;
        return Ok(Ending::Clean);
    }
    let mut text = String::new();
    for (difference, path) in differences {
        text.push_str(&format!("{:9}  {path}\n", difference.as_str()));
    }
    let (count, verb) = (files(differences.len()), if differences.len() == 1 { "differs" } else { "differ" });
    text.push_str(&format!(
        "{count} {verb} from what the catalogues say: run `{}`\n",
        shell::this_command(&["--check"], &[])
    ));
    terminal::print(&text)?;
    Ok(Ending::Findings)
}

fn summary_words(summary: &Summary, targets: &[Target]) -> String {
    let folders: Vec<&str> = targets.iter().map(|target| target.shown.as_str()).collect();
    if summary.written == 0 && summary.removed == 0 {
        let unchanged = files(summary.unchanged);
        return match summary.manifests.as_slice() {
            [] => format!("nothing to write: {unchanged} are up to date"),
            manifests => format!("wrote {}: {unchanged} were up to date", manifests.join(", ")),
        };
    }
    let mut words = format!("wrote {}", files(summary.written));
    if summary.removed > 0 {
        words.push_str(&format!(", removed {}", summary.removed));
    }
    if summary.unchanged > 0 {
        words.push_str(&format!(", left {} unchanged", summary.unchanged));
    }
    format!("{words}: {}", folders.join(", "))
}

fn file_count(targets: &[Target]) -> usize {
    targets.iter().map(|target| target.tree.len()).sum()
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

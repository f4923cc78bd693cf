//! `eventspec gen`

use std::mem::ManuallyDrop;
use std::path::Path;

use crate::arguments::Generate;
use crate::backends;
use crate::catalogues::{self, Entry};
use crate::commands::{current_folder, required, runtime_option};
use crate::config::{self, Config, DocsOutput, Outputs, RustOutput, TypescriptOutput};
use crate::ending::{Ending, Failure};
use crate::output::{self, Difference, Target};
use crate::paths;
use crate::render::Format;
use crate::shell;
use crate::sources;
use crate::terminal::{self, Progress};
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
    let (report, catalogues) = sources::load(&entries, &from)?;
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
    terminal::print(&format!("{}{elapsed}\n", summary.words(&targets)))?;
    Ok(Ending::Clean)
}

fn wanted(options: &Generate, from: &Path) -> Result<(Vec<Entry>, Outputs), Failure> {
    let Some(path) = &options.catalogue else {
        let config = required(Config::find(options.config.as_deref(), from)?)?;
        let entries = catalogues::of_config(&OnDisk, &config)?;
        if config.outputs.generated().next().is_none() {
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
        let out = paths::resolved(&from.join(out));
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
        .map(|out| TypescriptOutput { out: paths::resolved(&from.join(out)), package: options.package.clone() });
    let docs = options.docs.as_ref().map(|out| DocsOutput { out: paths::resolved(&from.join(out)) });
    Ok(Outputs { rust, typescript, docs, site: None })
}

fn report_differences(
    differences: &[(Difference, String)],
    targets: &[Target],
    elapsed: &str,
) -> Result<Ending, Failure> {
    if differences.is_empty() {
        terminal::print(&format!("{} are up to date{elapsed}\n", output::files(file_count(targets))))?;
        return Ok(Ending::Clean);
    }
    let mut text = String::new();
    for (difference, path) in differences {
        text.push_str(&format!("{:9}  {path}\n", difference.as_str()));
    }
    let (count, verb) = (output::files(differences.len()), if differences.len() == 1 { "differs" } else { "differ" });
    text.push_str(&format!(
        "{count} {verb} from what the catalogues say: run `{}`\n",
        shell::this_command(&["--check"], &[])
    ));
    terminal::print(&text)?;
    Ok(Ending::Findings)
}

fn file_count(targets: &[Target]) -> usize {
    targets.iter().map(|target| target.tree.len()).sum()
}

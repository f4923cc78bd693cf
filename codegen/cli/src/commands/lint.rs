//! `eventspec lint`

use std::mem::ManuallyDrop;
use std::path::Path;

use event_spec::LintOptions;

use crate::arguments;
use crate::catalogues::{self, Entry};
use crate::commands::{current_folder, required};
use crate::config::{Config, LintConfig};
use crate::ending::{Ending, Failure};
use crate::lint::baseline::{Baseline, Written};
use crate::lint::choice::Choices;
use crate::lint::mend::{self, Mended};
use crate::lint::{Checked, Lint};
use crate::paths;
use crate::render::short;
use crate::repository;
use crate::shell;
use crate::terminal::{self, Progress};
use crate::today;
use crate::together;
use crate::tree::OnDisk;

/// Checks catalogues and prints every finding of all of them; mends what can be mended, where that is asked for.
///
/// # Errors
/// When a path leads to no catalogue, the configuration or the baseline is wrong, a file cannot be written, or `gen` would
/// refuse the catalogues' names.
pub fn run(options: &arguments::Lint) -> Result<Ending, Failure> {
    let mut progress = Progress::start();
    let from = current_folder()?;
    let config = Config::find(options.config.as_deref(), &from)?;
    let entries = match (&config, options.paths.as_slice()) {
        (config, []) => catalogues::of_config(&OnDisk, required(config.as_ref())?)?,
        (config, paths) => catalogues::of_paths(&OnDisk, paths, config.as_ref(), &from)?,
    };
    let nothing = LintConfig::default();
    let (rules, folder) = config.as_ref().map_or((&nothing, from.as_path()), |config| (&config.lint, &config.folder));
    let root = repository::root(&from, config.as_ref().map(|config| config.folder.as_path()));
    let mut lint = Lint {
        entries: &entries,
        is_part: !options.paths.is_empty(),
        choices: Choices::new(&rules.choice, &rules.overrides, folder),
        options: LintOptions { today: today::today(options.today.as_ref())? },
        baseline: baseline(options, rules, &from)?,
        reader: if options.format.is_for_repository() { root.clone() } else { from.clone() },
    };
    progress.step("checking");
    if options.dry_run {
        let mended = mended(&lint);
        drop(progress);
        return print_patch(&mended, &from, &root);
    }
    let (said, checked) = if options.fix {
        let mended = mended(&lint);
        mended.write()?;
        (mended_words(&mended), mended.checked)
    } else {
        (String::new(), lint.check(&OnDisk))
    };
    // The process ends with this run: to give the catalogues back piece by piece would take longer than to print.
    let mut checked = ManuallyDrop::new(checked);
    let named = together(&checked, &entries, options);
    let known = if named.is_ok() { baseline_words(&mut lint, &mut checked, options)? } else { String::new() };
    let mut text = options.format.render(&checked.report, terminal::stdout());
    let (mut before, mut after) = (said, String::new());
    if named.is_ok() {
        after =
            last_words(&checked, &entries, &progress.elapsed_words()) + &known + &options.format.hint(&checked.report);
    }
    drop(progress);
    if options.format.is_for_people() {
        before.push_str(&text);
        text = before + &after;
    } else {
        terminal::note(&(before + &known));
    }
    terminal::print(&text)?;
    named?;
    Ok(if checked.report.needs_mending() { Ending::Findings } else { Ending::Clean })
}

/// The findings that are known.
fn baseline(options: &arguments::Lint, rules: &LintConfig, from: &Path) -> Result<Option<Baseline>, Failure> {
    let named = options.baseline.as_ref().map(|path| (from.join(path), path.clone()));
    let configured = || rules.baseline.as_ref().map(|file| (file.clone(), paths::relative(from, file)));
    let Some((file, shown)) = named.or_else(configured) else {
        if options.write_baseline {
            let message = "--write-baseline: name the file with `--baseline FILE`, or in `[lint]` of `eventspec.toml`";
            return Err(Failure::Usage(message.to_owned()));
        }
        return Ok(None);
    };
    let baseline = Baseline::open(&file, &shown)?;
    if !baseline.exists() && !options.write_baseline {
        let message = format!("there is no baseline `{}`", baseline.shown());
        return Err(Failure::with_help(message, "write it with `--write-baseline`"));
    }
    Ok(Some(baseline))
}

fn mended(lint: &Lint<'_>) -> Mended {
    let stream = terminal::stdout();
    mend::mend(lint, |finding, word| short::line(finding, word, stream))
}

/// Refuses what `gen` would refuse by the catalogues' names; of catalogues that were named one by one, each by itself.
fn together(checked: &Checked, entries: &[Entry], options: &arguments::Lint) -> Result<(), Failure> {
    let catalogues = checked.catalogues.iter().zip(entries);
    let mut named = catalogues.filter_map(|(catalogue, entry)| Some((catalogue.as_ref()?, entry.source.as_str())));
    if options.paths.is_empty() { together::check(named) } else { named.try_for_each(|one| together::check([one])) }
}

/// Writes the baseline where that is asked for. In words: what was done with it, or what there is to do.
fn baseline_words(lint: &mut Lint<'_>, checked: &mut Checked, options: &arguments::Lint) -> Result<String, Failure> {
    let Some(baseline) = &mut lint.baseline else { return Ok(String::new()) };
    let shown = format!("`{}`", baseline.shown());
    if !checked.is_complete() {
        // What was not looked at may still be there.
        let words = format!("{shown} was not written: a catalogue cannot be read whole\n");
        return Ok(if options.write_baseline { words } else { String::new() });
    }
    let read = (!options.paths.is_empty()).then_some(&checked.files);
    if !options.write_baseline {
        return Ok(match baseline.mended(&checked.found, read) {
            0 => String::new(),
            count => {
                let (verb, them) = if count == 1 { ("is", "it") } else { ("are", "them") };
                let command = shell::this_command(&["--fix"], &["--write-baseline"]);
                format!("{} of {shown} {verb} mended: take {them} out with `{command}`\n", findings(count))
            }
        });
    }
    Ok(match baseline.write(&checked.found, read)? {
        Written::New(count) => {
            baseline.hide(&mut checked.report);
            format!("wrote {} to {shown}\n", findings(count))
        }
        Written::Shrunk(0) => format!("{shown} stays as it is\n"),
        Written::Shrunk(count) => {
            format!("took {} out of {shown} that {} mended\n", findings(count), if count == 1 { "is" } else { "are" })
        }
    })
}

fn last_words(checked: &Checked, entries: &[Entry], elapsed: &str) -> String {
    let noun = if entries.len() == 1 { "catalogue" } else { "catalogues" };
    let (counts, left_out) = (checked.report.count_words(), checked.report.left_out_words());
    format!("{counts} in {} {noun}{left_out}{elapsed}\n", entries.len())
}

/// What was mended, a line each; or why nothing was.
fn mended_words(mended: &Mended) -> String {
    if mended.refused.is_empty() {
        return mended.lines.concat();
    }
    format!("nothing was mended, for the edits would lead to this:\n{}\n", mended.refused.concat())
}

/// The edits as a patch; what stands against them, or how many they are, is told beside it.
fn print_patch(mended: &Mended, from: &Path, root: &Path) -> Result<Ending, Failure> {
    if !mended.refused.is_empty() {
        terminal::note(&mended_words(mended));
        return Ok(Ending::Findings);
    }
    let files = mended.files().count();
    if files == 0 {
        terminal::note("nothing to mend\n");
        return Ok(Ending::Clean);
    }
    // No tool takes a path out of the folder in which it applies a patch.
    let folder = if mended.files().all(|file| file.starts_with(from)) { from } else { root };
    let place = match folder == from {
        true => String::new(),
        false => format!(": apply the patch in `{}`", paths::slashed(&paths::relative(from, root))),
    };
    let noun = if files == 1 { "file" } else { "files" };
    terminal::note(&format!("would mend {} in {files} {noun}{place}\n", findings(mended.lines.len())));
    terminal::print(&mended.patch(folder))?;
    Ok(Ending::Findings)
}

fn findings(count: usize) -> String {
    if count == 1 { "1 finding".to_owned() } else { format!("{count} findings") }
}

//! From trees of text to files on the disk.
//!
//! In: one [`Target`] per output folder. Out: the folders hold exactly the trees, and everything else that they held
//! before. Promises:
//! - all targets are written, or none: a failure puts back what was there;
//! - a file whose text is right already is not touched;
//! - a file that this command did not write is never overwritten and never removed;
//! - nothing is written through a link, outside the folder, or under a name that some system cannot hold;
//! - two runs on one folder wait for each other.
//!
//! ```text
//! Target -> names (are they safe?) -> lock -> plan (what differs?) -> stage (write beside) -> apply (rename) or undo
//! ```

mod apply;
mod lock;
mod manifest;
mod names;
mod plan;

use std::path::{Path, PathBuf};

use event_codegen::OutputTree;

use crate::ending::Failure;
use crate::output::lock::Lock;
use crate::output::plan::{Folder, Plan};

/// A tree and the folder that shall hold it.
#[derive(Debug)]
pub struct Target {
    /// The folder; it need not exist.
    pub folder: PathBuf,
    /// The folder as a person knows it.
    pub shown: String,
    /// What it shall hold.
    pub tree: OutputTree,
}

/// What a run wrote.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were made or replaced.
    pub written: usize,
    /// Files that were no longer generated, and are gone.
    pub removed: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// Manifests that were written where no file needed to be.
    pub manifests: Vec<String>,
    /// Files that are no longer generated, were edited since, and so were left where they are.
    pub kept: Vec<String>,
}

impl Summary {
    /// What was written, in a line: `wrote 3 files, left 5 unchanged: generated/rust`.
    pub fn words(&self, targets: &[Target]) -> String {
        let folders: Vec<&str> = targets.iter().map(|target| target.shown.as_str()).collect();
        if self.written == 0 && self.removed == 0 {
            let unchanged = files(self.unchanged);
            return match self.manifests.as_slice() {
                [] => format!("nothing to write: {unchanged} are up to date"),
                manifests => format!("wrote {}: {unchanged} were up to date", manifests.join(", ")),
            };
        }
        let mut words = format!("wrote {}", files(self.written));
        if self.removed > 0 {
            words.push_str(&format!(", removed {}", self.removed));
        }
        if self.unchanged > 0 {
            words.push_str(&format!(", left {} unchanged", self.unchanged));
        }
        format!("{words}: {}", folders.join(", "))
    }
}

/// So many files, in words.
pub fn files(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

/// How a file differs from what is generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Its text is another.
    Stale,
    /// It is not there.
    Missing,
    /// It is no longer generated.
    LeftOver,
}

impl Difference {
    /// The word for it in a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::Missing => "missing",
            Self::LeftOver => "left over",
        }
    }
}

/// Makes every folder hold its tree.
///
/// # Errors
/// When a folder or name is not safe to write to, a file in the way is not ours, or the system refuses. Then the disk is
/// as it was before.
pub fn write(targets: &[Target]) -> Result<Summary, Failure> {
    check(targets)?;
    let mut folders = Vec::new();
    for target in targets {
        folders.push(Folder::make(&target.folder, &target.shown)?);
    }
    let _locks = lock_all(&folders)?;
    let mut plans = Vec::new();
    for (folder, target) in folders.iter().zip(targets) {
        let plan = Plan::new(folder, &target.tree)?;
        plan.refuse_foreign()?;
        plans.push(plan);
    }
    apply::apply(&plans)?;
    let mut summary = Summary::default();
    for plan in &plans {
        summary.written += plan.writes.len();
        summary.removed += plan.removals.len();
        summary.unchanged += plan.unchanged;
        if plan.writes.is_empty() && plan.removals.is_empty() && !plan.is_done() {
            summary.manifests.push(plan.folder.shown_path(manifest::FILE));
        }
        summary.kept.extend(plan.kept.iter().map(|path| plan.folder.shown_path(path)));
    }
    drop(plans);
    folders.into_iter().for_each(Folder::keep);
    Ok(summary)
}

/// How the folders differ from their trees, by path. Writes nothing.
///
/// # Errors
/// When a folder or name is not safe to write to, or the system refuses to show it.
pub fn compare(targets: &[Target]) -> Result<Vec<(Difference, String)>, Failure> {
    check(targets)?;
    let mut differences = Vec::new();
    for target in targets {
        let Some(folder) = Folder::existing(&target.folder, &target.shown)? else {
            let missing = target.tree.iter().map(|(path, _)| path).chain([manifest::FILE]);
            let missing = missing.map(|path| format!("{}/{path}", target.shown));
            differences.extend(missing.map(|path| (Difference::Missing, path)));
            continue;
        };
        let _lock = Lock::shared(&folder.path, &folder.shown)?;
        let plan = Plan::new(&folder, &target.tree)?;
        differences.extend(plan.differences());
    }
    differences.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(differences)
}

/// In the order of their paths, so that two runs over the same folders never wait for each other in a circle.
fn lock_all(folders: &[Folder]) -> Result<Vec<Lock>, Failure> {
    let mut order: Vec<&Folder> = folders.iter().collect();
    order.sort_by(|a, b| a.path.cmp(&b.path));
    order.into_iter().map(|folder| Lock::exclusive(&folder.path, &folder.shown)).collect()
}

fn check(targets: &[Target]) -> Result<(), Failure> {
    for target in targets {
        names::check(&target.tree).map_err(|reason| Failure::new(format!("`{}`: {reason}", target.shown)))?;
    }
    for (at, one) in targets.iter().enumerate() {
        for other in &targets[at + 1..] {
            check_apart((&one.folder, &one.shown), (&other.folder, &other.shown))?;
        }
    }
    Ok(())
}

/// Checks that no output would take the other's files for its own: each is a folder, and what a person calls it.
///
/// # Errors
/// When one lies in the other, or they are the same.
pub fn check_apart(one: (&Path, &str), other: (&Path, &str)) -> Result<(), Failure> {
    if !overlap(one.0, other.0) {
        return Ok(());
    }
    Err(Failure::with_help(
        format!("the output folders `{}` and `{}` overlap", one.1, other.1),
        "give each output a folder of its own, none inside another",
    ))
}

/// Why nothing can be named so on every system, extension or not.
pub fn name_fault(name: &str) -> Option<&'static str> {
    names::check_part(name).err()
}

fn overlap(one: &Path, other: &Path) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

#[cfg(test)]
mod tests;

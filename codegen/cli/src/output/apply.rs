//! Plans made true: every change of every folder, or none.
//!
//! First everything is written beside its place, where a full disk does no harm; then it is renamed into place, step by step,
//! and each step that was taken can be undone. The manifest is in place before the first of its files and is trimmed after
//! the last, so that a run that is killed half-way leaves nothing that the next run would take for somebody else's.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::ending::Failure;
use crate::journal::Journal;
use crate::output::manifest;
use crate::output::plan::Plan;

const STAGING: &str = ".eventspec-staging";

/// Makes every plan true.
///
/// # Errors
/// When the system refuses a step; what was done before it is undone.
pub fn apply(plans: &[Plan]) -> Result<(), Failure> {
    let pending: Vec<&Plan> = plans.iter().filter(|plan| !plan.is_done()).collect();
    let mut staged = Vec::new();
    for plan in &pending {
        staged.push(Staging::fill(plan)?);
    }
    let mut journal = Journal::default();
    for (plan, staging) in pending.iter().zip(&staged) {
        if let Err(failure) = follow(&mut journal, plan, staging) {
            return Err(journal.undo(failure));
        }
    }
    for plan in &pending {
        remove_empty_parents(plan);
    }
    Ok(())
}

/// A folder beside the files to come. It is gone when the run is over.
struct Staging {
    folder: PathBuf,
}

impl Staging {
    /// Writes every text of a plan, in the plan's order, and both manifests.
    fn fill(plan: &Plan) -> Result<Self, Failure> {
        let folder = plan.folder.path.join(STAGING);
        remove_left_over(&folder)
            .map_err(|error| Failure::io("clear", plan.folder.shown_path(STAGING).as_ref(), &error))?;
        fs::create_dir(&folder).map_err(|error| Failure::io("write to", plan.folder.shown.as_ref(), &error))?;
        let staging = Self { folder };
        for (at, write) in plan.writes.iter().enumerate() {
            staging.write(&staging.new_text(at), write.text, &plan.folder.shown_path(write.path))?;
        }
        let shown = plan.folder.shown_path(manifest::FILE);
        staging.write(&staging.manifest("during"), &plan.before.union(&plan.after).print(), &shown)?;
        staging.write(&staging.manifest("after"), &plan.after.print(), &shown)?;
        Ok(staging)
    }

    fn new_text(&self, at: usize) -> PathBuf {
        self.folder.join(format!("new-{at}"))
    }

    fn manifest(&self, when: &str) -> PathBuf {
        self.folder.join(format!("manifest-{when}"))
    }

    fn write(&self, path: &Path, text: &str, shown: &str) -> Result<(), Failure> {
        fs::write(path, text).map_err(|error| Failure::io("write", shown.as_ref(), &error))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What stays behind is cleared by the next run.
        drop(remove_left_over(&self.folder));
    }
}

/// Clears what a killed run left. A link in its place is removed, not followed.
fn remove_left_over(folder: &Path) -> io::Result<()> {
    match fs::symlink_metadata(folder) {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(folder),
        Ok(_) => fs::remove_file(folder),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Takes the steps of a plan.
fn follow(journal: &mut Journal, plan: &Plan, staging: &Staging) -> Result<(), Failure> {
    let root = &plan.folder.path;
    let manifest = root.join(manifest::FILE);
    journal.place(&staging.manifest("during"), &manifest, &staging.folder.join("old-manifest"))?;
    for (at, write) in plan.writes.iter().enumerate() {
        for (end, _) in write.path.match_indices('/') {
            journal.make_folder(&root.join(&write.path[..end]))?;
        }
        journal.place(&staging.new_text(at), &root.join(write.path), &staging.folder.join(format!("old-{at}")))?;
    }
    for (at, removal) in plan.removals.iter().enumerate() {
        journal.remove(&root.join(removal), &staging.folder.join(format!("gone-{at}")))?;
    }
    // The first step saved the manifest that was there before; this one needs no undoing of its own.
    fs::rename(staging.manifest("after"), &manifest).map_err(|error| Failure::io("write", &manifest, &error))
}

/// Removes the folders that the removals left empty.
fn remove_empty_parents(plan: &Plan) {
    for removal in &plan.removals {
        for (at, _) in removal.match_indices('/').collect::<Vec<_>>().into_iter().rev() {
            // A folder that still holds something refuses, and so do those above it.
            if fs::remove_dir(plan.folder.path.join(&removal[..at])).is_err() {
                break;
            }
        }
    }
}

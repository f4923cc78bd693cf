//! Steps on the disk that can be taken back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::ending::Failure;

/// A step that was taken.
enum Step {
    /// A folder was made.
    MadeFolder(PathBuf),
    /// A file was made.
    Made(PathBuf),
    /// A file was replaced or removed; its former text lies at `saved`.
    Saved { path: PathBuf, saved: PathBuf },
}

/// The steps that were taken, in their order.
#[derive(Default)]
pub struct Journal {
    steps: Vec<Step>,
}

impl Journal {
    /// Moves a staged file into place; what was there is kept at `saved`. A reader sees the old text or the new one, never
    /// neither.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn place(&mut self, staged: &Path, path: &Path, saved: &Path) -> Result<(), Failure> {
        let refused = |error: io::Error| Failure::io("write", path, &error);
        let replaces = path.try_exists().map_err(refused)?;
        if replaces {
            fs::hard_link(path, saved).or_else(|_| fs::copy(path, saved).map(drop)).map_err(refused)?;
        }
        fs::rename(staged, path).map_err(refused)?;
        let path = path.to_owned();
        self.steps.push(if replaces { Step::Saved { path, saved: saved.to_owned() } } else { Step::Made(path) });
        Ok(())
    }

    /// Moves a file away, to `saved`.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove(&mut self, path: &Path, saved: &Path) -> Result<(), Failure> {
        fs::rename(path, saved).map_err(|error| Failure::io("remove", path, &error))?;
        self.steps.push(Step::Saved { path: path.to_owned(), saved: saved.to_owned() });
        Ok(())
    }

    /// Makes a folder, unless it is there.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn make_folder(&mut self, folder: &Path) -> Result<(), Failure> {
        match fs::create_dir(folder) {
            Ok(()) => self.steps.push(Step::MadeFolder(folder.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Failure::io("make the folder", folder, &error)),
        }
        Ok(())
    }

    /// Takes every step back, last first, and gives the failure that led to it.
    pub fn undo(self, failure: Failure) -> Failure {
        let mut stuck = Vec::new();
        for step in self.steps.into_iter().rev() {
            let (path, undone) = match step {
                Step::MadeFolder(path) => (path.clone(), fs::remove_dir(path)),
                Step::Made(path) => (path.clone(), fs::remove_file(path)),
                Step::Saved { path, saved } => (path.clone(), fs::rename(saved, path)),
            };
            if undone.is_err() {
                stuck.push(format!("`{}`", path.display()));
            }
        }
        match failure {
            Failure::World { message, .. } if stuck.is_empty() => {
                Failure::with_help(message, "nothing was changed: every file is as it was before")
            }
            Failure::World { message, .. } => {
                Failure::with_help(message, format!("these could not be put back as they were: {}", stuck.join(", ")))
            }
            other => other,
        }
    }
}

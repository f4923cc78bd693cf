//! The disk as it would be, were the edits written.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use event_spec::Files;
use event_spec::files::FileError;

use crate::tree::{Kind, OnDisk, Tree};

/// Texts in the place of files.
#[derive(Debug, Default)]
pub struct Overlay {
    /// The edited files, by their absolute path.
    pub files: BTreeMap<PathBuf, Edited>,
}

/// A file that was edited.
#[derive(Debug)]
pub struct Edited {
    /// Its text on the disk.
    pub before: String,
    /// What is to be written.
    pub after: String,
}

impl Tree for Overlay {
    fn kind(&self, path: &Path) -> io::Result<Kind> {
        OnDisk.kind(path)
    }

    fn subfolders(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        OnDisk.subfolders(folder)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        OnDisk.canonical(path)
    }

    fn text(&self, file: &Path) -> io::Result<String> {
        self.files.get(file).map_or_else(|| OnDisk.text(file), |edited| Ok(edited.after.clone()))
    }

    fn files(&self, root: &Path) -> Box<dyn Files + '_> {
        Box::new(Below { overlay: self, disk: OnDisk.files(root), root: root.to_owned() })
    }
}

/// The files below a folder.
struct Below<'a> {
    overlay: &'a Overlay,
    disk: Box<dyn Files + 'a>,
    root: PathBuf,
}

impl Files for Below<'_> {
    fn read(&self, path: &str) -> Result<String, FileError> {
        match self.overlay.files.get(&self.root.join(path)) {
            Some(edited) => Ok(edited.after.clone()),
            None => self.disk.read(path),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
        self.disk.list(folder)
    }
}

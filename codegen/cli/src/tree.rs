//! Where catalogues are looked for: the disk, or something that is like it.
//!
//! In: absolute paths. Out: what lies there. Promise: nothing is changed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use event_spec::Files;
use event_spec_disk::Disk;

/// Folders and files, asked by those who look for catalogues. Paths are absolute, and links are followed.
pub trait Tree: Sync {
    /// What lies at a path.
    ///
    /// # Errors
    /// When there is nothing, or it cannot be asked.
    fn kind(&self, path: &Path) -> io::Result<Kind>;

    /// The folders in a folder, sorted.
    ///
    /// # Errors
    /// When there is no such folder, or it cannot be listed.
    fn subfolders(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// A path without links, `.` and `..`.
    ///
    /// # Errors
    /// When there is nothing at it, or it cannot be asked.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf>;

    /// The text of a file.
    ///
    /// # Errors
    /// When there is no such file, it cannot be read, or it is not UTF-8.
    fn text(&self, file: &Path) -> io::Result<String>;

    /// The files below a canonical folder, as the libraries see them.
    fn files(&self, root: &Path) -> Box<dyn Files + '_>;

    /// Whether a file lies at a path.
    fn is_file(&self, path: &Path) -> bool {
        matches!(self.kind(path), Ok(Kind::File))
    }

    /// Whether a folder lies at a path.
    fn is_folder(&self, path: &Path) -> bool {
        matches!(self.kind(path), Ok(Kind::Folder))
    }
}

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something that might be read.
    File,
    /// Something that might be listed.
    Folder,
}

/// The disk of this machine.
#[derive(Clone, Copy, Debug)]
pub struct OnDisk;

impl Tree for OnDisk {
    fn kind(&self, path: &Path) -> io::Result<Kind> {
        let metadata = fs::metadata(path)?;
        Ok(if metadata.is_dir() { Kind::Folder } else { Kind::File })
    }

    fn subfolders(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut folders = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            }
        }
        folders.sort();
        Ok(folders)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }

    fn text(&self, file: &Path) -> io::Result<String> {
        fs::read_to_string(file)
    }

    fn files(&self, root: &Path) -> Box<dyn Files + '_> {
        Box::new(Disk::new(root.to_owned()))
    }
}

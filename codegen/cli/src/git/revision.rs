//! The files of a commit, as if they were checked out.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use event_spec::Files;
use event_spec::files::FileError;
use event_spec_disk::climbs;

use crate::git::listing::{Item, Listing, Obstacle, Place};
use crate::git::objects::{Found, Objects};
use crate::paths;
use crate::tree::{Kind, Tree};

/// How the text begins that stands in the place of a large file.
const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

/// A commit whose files lie where its repository's work tree would have them, below [`Revision::top`].
#[derive(Debug)]
pub struct Revision {
    /// The folder that stands for the root of the repository.
    pub top: PathBuf,
    /// How a person called it: `main`, `HEAD`, `v1.2.0`.
    pub name: String,
    listing: Listing,
    objects: Arc<Mutex<Objects>>,
}

impl Revision {
    /// The files of a listing.
    pub fn new(top: PathBuf, name: String, listing: Listing, objects: Objects) -> Self {
        Self { top, name, listing, objects: Arc::new(Mutex::new(objects)) }
    }

    /// The files of a listing that nobody has a name for; their objects come from a process that others ask, too.
    pub fn shared(top: PathBuf, listing: Listing, objects: Arc<Mutex<Objects>>) -> Self {
        Self { top, name: String::new(), listing, objects }
    }

    /// What stands before a path of the repository to say that this revision's is meant: git's own notation.
    pub fn prefix(&self) -> String {
        format!("{}:", self.name)
    }

    /// Where an absolute path leads.
    fn locate(&self, path: &Path) -> Result<Place, Obstacle> {
        let clean = paths::normalised(path);
        let inside = clean.strip_prefix(&self.top).map_err(|_| Obstacle::Outside)?;
        self.listing.locate(&way(inside), &mut |object| self.link(object))
    }

    fn link(&self, object: &str) -> Result<String, Obstacle> {
        let content = self.content(object).map_err(|error| Obstacle::Unread(error.to_string()))?;
        String::from_utf8(content).map_err(|_| Obstacle::Nothing)
    }

    /// What an object holds.
    fn content(&self, object: &str) -> Result<Vec<u8>, FileError> {
        let mut objects = self.objects.lock().unwrap_or_else(PoisonError::into_inner);
        match objects.find(object) {
            Ok(Found::Object(object)) => object.content.ok_or(FileError::TooLarge),
            Ok(Found::Missing | Found::Ambiguous) => {
                Err(FileError::Other(format!("the repository does not hold its object {object}")))
            }
            Err(error) => Err(FileError::Other(format!("git fails: {error}"))),
        }
    }

    /// The text of an object.
    fn read(&self, object: &str) -> Result<String, FileError> {
        let content = self.content(object)?;
        if content.starts_with(LFS_POINTER) {
            return Err(FileError::Other(format!(
                "`{}` holds a pointer of Git LFS in its place, and not its text",
                self.name
            )));
        }
        String::from_utf8(content).map_err(|_| FileError::NotUtf8)
    }
}

/// A relative path with `/` between its parts; empty for the folder itself.
fn way(path: &Path) -> String {
    if path.as_os_str().is_empty() { String::new() } else { paths::slashed(path) }
}

impl Tree for Revision {
    fn kind(&self, path: &Path) -> io::Result<Kind> {
        Ok(match self.locate(path).map_err(io::Error::from)? {
            Place::File { .. } => Kind::File,
            Place::Folder(_) => Kind::Folder,
        })
    }

    fn subfolders(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let Place::Folder(path) = self.locate(folder).map_err(io::Error::from)? else {
            return Err(io::ErrorKind::NotADirectory.into());
        };
        let children = self.listing.children(&path).into_iter();
        let mut folders: Vec<PathBuf> = children
            .filter(|(_, item)| matches!(item, None | Some(Item::Link(_))))
            .map(|(name, item)| (folder.join(name), item))
            .filter(|(path, item)| item.is_none() || self.is_folder(path))
            .map(|(path, _)| path)
            .collect();
        folders.sort();
        Ok(folders)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        let place = self.locate(path).map_err(io::Error::from)?;
        let (Place::File { path, .. } | Place::Folder(path)) = place;
        Ok(if path.is_empty() { self.top.clone() } else { self.top.join(path) })
    }

    fn text(&self, file: &Path) -> io::Result<String> {
        match self.locate(file).map_err(io::Error::from)? {
            Place::File { object, .. } => self.read(&object).map_err(io::Error::other),
            Place::Folder(_) => Err(io::ErrorKind::IsADirectory.into()),
        }
    }

    fn files(&self, root: &Path) -> Box<dyn Files + '_> {
        Box::new(Below { revision: self, root: root.to_owned() })
    }
}

/// The files below a folder of a revision, and nothing outside it.
struct Below<'a> {
    revision: &'a Revision,
    /// Canonical.
    root: PathBuf,
}

impl Below<'_> {
    fn locate(&self, path: &str) -> Result<Place, FileError> {
        if climbs(path) {
            return Err(FileError::OutsideRoot);
        }
        let place = self.revision.locate(&self.root.join(path))?;
        let (Place::File { path, .. } | Place::Folder(path)) = &place;
        if self.revision.top.join(path).starts_with(&self.root) { Ok(place) } else { Err(FileError::OutsideRoot) }
    }
}

impl Files for Below<'_> {
    fn read(&self, path: &str) -> Result<String, FileError> {
        match self.locate(path)? {
            Place::File { object, .. } => self.revision.read(&object),
            Place::Folder(_) => Err(FileError::Other("it is a folder".to_owned())),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
        let Place::Folder(place) = self.locate(folder)? else {
            return Err(FileError::Other("not a directory".to_owned()));
        };
        let parent = folder.trim_end_matches('/');
        let mut files = Vec::new();
        for (name, item) in self.revision.listing.children(&place) {
            let path = if matches!(parent, "" | ".") { name } else { format!("{parent}/{name}") };
            match item {
                None | Some(Item::Submodule) => {}
                Some(Item::Unnameable) => {
                    return Err(FileError::Other("it holds a file whose name is not UTF-8".to_owned()));
                }
                Some(Item::Link(_)) if matches!(self.locate(&path), Ok(Place::Folder(_))) => {}
                Some(Item::File(_) | Item::Link(_)) => files.push(path),
            }
        }
        files.sort_unstable();
        Ok(files)
    }
}

impl From<Obstacle> for FileError {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::Nothing => Self::NotFound,
            Obstacle::Outside => Self::OutsideRoot,
            Obstacle::Circle => Self::Other("too many levels of symbolic links".to_owned()),
            Obstacle::Submodule(path) => {
                Self::Other(format!("it lies in the submodule `{path}`, which is a repository of its own"))
            }
            Obstacle::Unread(reason) => Self::Other(reason),
        }
    }
}

impl From<Obstacle> for io::Error {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::Nothing | Obstacle::Outside => io::ErrorKind::NotFound.into(),
            other => io::Error::other(FileError::from(other)),
        }
    }
}

//! The files of a repository at each of its commits, without asking git for each.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::catalogues::Entry;
use crate::ending::Failure;
use crate::git::{Commit, Listing, Objects, Repository, Revision, Touched, log};
use crate::paths;
use crate::tree::Tree;

/// So many commits are looked at.
const COMMITS: usize = 2000;

/// What a repository knows of some catalogues' folders.
pub struct Past {
    /// The commits that touched them, the newest first.
    pub commits: Vec<Commit>,
    /// Whether there may be commits before the last of these.
    pub is_cut: bool,
    top: PathBuf,
    today: Listing,
    objects: Arc<Mutex<Objects>>,
}

/// The files between two commits.
#[derive(Clone)]
pub struct Moment(Listing);

impl Past {
    /// Asks git. Nothing where nothing was committed yet.
    ///
    /// # Errors
    /// When git fails.
    pub fn of(repository: &Repository, entries: &[&Entry]) -> Result<Option<Self>, Failure> {
        let top = repository.top.clone();
        let mut objects = Objects::start(&top)?;
        let Some(head) = repository.head(&mut objects)? else { return Ok(None) };
        let mut folders: Vec<String> = entries.iter().map(|entry| way(&top, &entry.root)).collect();
        folders.sort_unstable();
        folders.dedup();
        let commits = log(&top, &head, &folders, COMMITS)?;
        let is_cut = repository.shallow || commits.len() == COMMITS;
        let today = Listing::of(&top, &head)?.within(&folders);
        Ok(Some(Self { commits, is_cut, top, today, objects: Arc::new(Mutex::new(objects)) }))
    }

    /// The files of the newest commit.
    pub fn today(&self) -> Moment {
        Moment(self.today.clone())
    }

    /// The files of a moment, as if they were checked out.
    pub fn tree(&self, moment: &Moment) -> Revision {
        Revision::shared(self.top.clone(), moment.0.clone(), Arc::clone(&self.objects))
    }

    /// Whether a catalogue is there.
    pub fn has(&self, moment: &Moment, entry: &Entry) -> bool {
        self.tree(moment).is_file(&entry.file())
    }

    /// The path of a folder in the repository.
    pub fn way(&self, folder: &Path) -> String {
        way(&self.top, folder)
    }
}

impl Moment {
    /// The files before a commit touched these.
    pub fn before(mut self, touched: &[Touched]) -> Self {
        for file in touched {
            self.0.put(&file.path, file.before.clone());
        }
        self
    }
}

fn way(top: &Path, folder: &Path) -> String {
    let inside = folder.strip_prefix(top).unwrap_or(folder);
    if inside.as_os_str().is_empty() { String::new() } else { paths::slashed(inside) }
}

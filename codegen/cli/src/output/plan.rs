//! What has to be done to a folder so that it holds a tree.
//!
//! In: a [`Folder`], locked, and its tree. Out: a [`Plan`]; nothing on the disk was changed yet, except that the folder
//! was made.

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use event_codegen::OutputTree;

use crate::ending::Failure;
use crate::output::Difference;
use crate::output::manifest::{self, Digest, Manifest};

/// An output folder that exists and is no link.
#[derive(Debug)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// What a person calls it.
    pub shown: String,
    /// The folders that had to be made for it, outermost first; taken away again unless they are kept.
    made: Vec<PathBuf>,
}

impl Folder {
    /// The folder, made if it is not there.
    ///
    /// # Errors
    /// When it is a link or a file, or cannot be made.
    pub fn make(path: &Path, shown: &str) -> Result<Self, Failure> {
        if let Some(folder) = Self::existing(path, shown)? {
            return Ok(folder);
        }
        let mut folder = Self { path: path.to_owned(), shown: shown.to_owned(), made: Vec::new() };
        let absent: Vec<&Path> = path.ancestors().take_while(|folder| !folder.exists()).collect();
        for ancestor in absent.into_iter().rev().filter(|ancestor| !ancestor.as_os_str().is_empty()) {
            match fs::create_dir(ancestor) {
                Ok(()) => folder.made.push(ancestor.to_owned()),
                // Another run was faster.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && ancestor.is_dir() => {}
                Err(error) => return Err(Failure::io("make the folder", shown.as_ref(), &error)),
            }
        }
        Ok(folder)
    }

    /// The folder, where it is there.
    ///
    /// # Errors
    /// When it is a link or a file, or when a link on the way to it leads nowhere.
    pub fn existing(path: &Path, shown: &str) -> Result<Option<Self>, Failure> {
        let Some(metadata) = look(path, shown)? else {
            refuse_dead_link(path)?;
            return Ok(None);
        };
        if metadata.is_symlink() {
            return Err(Failure::with_help(
                format!("the output folder `{shown}` is a link, and nothing is written through links"),
                "give the folder that it points to",
            ));
        }
        if !metadata.is_dir() {
            return Err(Failure::new(format!("the output folder `{shown}` is a file")));
        }
        Ok(Some(Self { path: path.to_owned(), shown: shown.to_owned(), made: Vec::new() }))
    }

    /// The run succeeded: what was made for it stays.
    pub fn keep(mut self) {
        self.made.clear();
    }

    /// A file of the folder as a person knows it.
    pub fn shown_path(&self, path: &str) -> String {
        format!("{}/{path}", self.shown)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        for folder in self.made.iter().rev() {
            // Whoever has put something into it meanwhile keeps it.
            drop(fs::remove_dir(folder));
        }
    }
}

/// A file to write.
#[derive(Debug)]
pub struct Write<'a> {
    /// Its path in the folder.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Whether there is a file already.
    pub replaces: bool,
    /// Whether that file is ours.
    pub ours: bool,
}

/// What has to be done to a folder.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The folder.
    pub folder: &'a Folder,
    /// The files to make or replace.
    pub writes: Vec<Write<'a>>,
    /// The files to remove: ours, as we wrote them, no longer generated.
    pub removals: Vec<String>,
    /// The files that are no longer generated, but were edited and so stay.
    pub kept: Vec<String>,
    /// How many files are right already.
    pub unchanged: usize,
    /// The manifest on the disk, empty where there is none.
    pub before: Manifest,
    /// The manifest to write.
    pub after: Manifest,
}

impl<'a> Plan<'a> {
    /// Compares a folder with its tree.
    ///
    /// # Errors
    /// When something in the folder cannot be read, or is a link or a folder where a file must go.
    pub fn new(folder: &'a Folder, tree: &'a OutputTree) -> Result<Self, Failure> {
        let before = read_manifest(folder)?;
        let mut plan = Self {
            folder,
            writes: Vec::new(),
            removals: Vec::new(),
            kept: Vec::new(),
            unchanged: 0,
            before,
            after: Manifest::default(),
        };
        let mut walked = HashSet::new();
        for (path, text) in tree.iter() {
            plan.after.add(path, Digest::of(text.as_bytes()));
            let metadata = plan.file(path, &mut walked)?;
            if metadata.as_ref().is_some_and(|metadata| metadata.len() == text.len() as u64)
                && plan.read(path)? == text.as_bytes()
            {
                plan.unchanged += 1;
            } else {
                let ours = plan.before.contains(path);
                plan.writes.push(Write { path, text, replaces: metadata.is_some(), ours });
            }
        }
        let mut left: Vec<(String, Vec<Digest>)> = Vec::new();
        left.extend(plan.before.iter().map(|(path, digests)| (path.to_owned(), digests.to_vec())));
        for (path, digests) in left {
            if plan.after.contains(&path) || plan.file(&path, &mut walked)?.is_none() {
                continue;
            }
            let unedited = digests.contains(&Digest::of(&plan.read(&path)?));
            if unedited { plan.removals.push(path) } else { plan.kept.push(path) }
        }
        Ok(plan)
    }

    /// Whether the folder holds its tree, and the manifest says so.
    pub fn is_done(&self) -> bool {
        self.writes.is_empty() && self.removals.is_empty() && self.before == self.after
    }

    /// Refuses to go on where a file is in the way that this command did not write.
    ///
    /// # Errors
    /// Naming every such file.
    pub fn refuse_foreign(&self) -> Result<(), Failure> {
        let foreign = self.writes.iter().filter(|write| write.replaces && !write.ours);
        let foreign: Vec<String> = foreign.map(|write| format!("`{}`", self.folder.shown_path(write.path))).collect();
        if foreign.is_empty() {
            return Ok(());
        }
        let (it, was) = if foreign.len() == 1 { ("it", "was") } else { ("them", "were") };
        Err(Failure::with_help(
            format!("{} {was} not written by this command, and would be overwritten", foreign.join(", ")),
            format!("move or delete {it}, or choose another output folder"),
        ))
    }

    /// How the folder differs from its tree, as a person reads it.
    pub fn differences(&self) -> Vec<(Difference, String)> {
        let mut list = Vec::new();
        for write in &self.writes {
            list.push((if write.replaces { Difference::Stale } else { Difference::Missing }, write.path));
        }
        list.extend(self.removals.iter().map(|path| (Difference::LeftOver, path.as_str())));
        list.extend(self.kept.iter().map(|path| (Difference::LeftOver, path.as_str())));
        if list.is_empty() && self.before != self.after {
            let absent = self.before == Manifest::default();
            list.push((if absent { Difference::Missing } else { Difference::Stale }, manifest::FILE));
        }
        list.into_iter().map(|(difference, path)| (difference, self.folder.shown_path(path))).collect()
    }

    /// What stands at a path; nothing between the folder and the file may be a link. `walked` remembers the folders that
    /// were looked at.
    fn file(&self, path: &str, walked: &mut HashSet<String>) -> Result<Option<Metadata>, Failure> {
        let parents = path.match_indices('/').map(|(at, _)| &path[..at]);
        for parent in parents {
            if walked.contains(parent) {
                continue;
            }
            match look(&self.folder.path.join(parent), &self.folder.shown_path(parent))? {
                None => return Ok(None),
                Some(metadata) if metadata.is_dir() => walked.insert(parent.to_owned()),
                Some(metadata) => return Err(self.in_the_way(parent, &metadata, "a folder")),
            };
        }
        match look(&self.folder.path.join(path), &self.folder.shown_path(path))? {
            Some(metadata) if !metadata.is_file() => Err(self.in_the_way(path, &metadata, "a file")),
            found => Ok(found),
        }
    }

    fn in_the_way(&self, path: &str, metadata: &Metadata, wanted: &str) -> Failure {
        let what = match metadata {
            metadata if metadata.is_symlink() => "a link",
            metadata if metadata.is_dir() => "a folder",
            metadata if metadata.is_file() => "a file",
            _ => "a device or pipe",
        };
        let shown = self.folder.shown_path(path);
        Failure::with_help(format!("`{shown}` is {what}, where {wanted} must go"), "move or delete it")
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Failure> {
        fs::read(self.folder.path.join(path))
            .map_err(|error| Failure::io("read", self.folder.shown_path(path).as_ref(), &error))
    }
}

fn read_manifest(folder: &Folder) -> Result<Manifest, Failure> {
    let (path, shown) = (folder.path.join(manifest::FILE), folder.shown_path(manifest::FILE));
    let text = match look(&path, &shown)? {
        None => return Ok(Manifest::default()),
        Some(metadata) if metadata.is_file() => {
            fs::read_to_string(&path).map_err(|error| Failure::io("read", shown.as_ref(), &error))?
        }
        Some(_) => return Err(Failure::new(format!("`{shown}` is not a file"))),
    };
    Manifest::parse(&text).map_err(|reason| {
        Failure::with_help(
            format!("`{shown}` is damaged: {reason}"),
            "restore it, or delete the folder and generate again",
        )
    })
}

/// Refuses a way to a folder that is not there on which a link leads nowhere: no folder can be made in its place.
fn refuse_dead_link(path: &Path) -> Result<(), Failure> {
    let absent = path.ancestors().skip(1).take_while(|folder| !folder.exists());
    match absent.into_iter().find(|folder| folder.is_symlink()) {
        None => Ok(()),
        Some(link) => Err(Failure::with_help(
            format!("`{}` is a link that leads nowhere, and no folder can be made in it", link.display()),
            "make the folder that it points to, or delete it",
        )),
    }
}

/// What stands at a path, links not followed.
fn look(path: &Path, shown: &str) -> Result<Option<Metadata>, Failure> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(Failure::io("look at", shown.as_ref(), &error)),
    }
}

//! A repository, found from the folder that a person named.

use std::io;
use std::path::{Path, PathBuf};

use crate::ending::Failure;
use crate::git::absence;
use crate::git::address::{Address, Reference};
use crate::git::listing::Listing;
use crate::git::objects::{Found, Objects};
use crate::git::program;
use crate::git::revision::Revision;
use crate::tree::{OnDisk, Tree};

/// The folder in which git keeps a repository.
const GIT: &str = ".git";

/// A repository of git.
#[derive(Debug)]
pub struct Repository {
    /// The folder of its work tree, or its own where it has none. Canonical.
    pub top: PathBuf,
    /// Whether its history was cut off.
    pub shallow: bool,
}

impl Repository {
    /// The repository that `written` names, seen from `from`: its folder, its `.git`, or a bare one. `.git` and `.` also name the
    /// repository around `from`.
    ///
    /// # Errors
    /// When there is none, or git is not there or refuses.
    pub fn open(written: &str, from: &Path) -> Result<Self, Failure> {
        let around = written == "." || (written == GIT && !from.join(GIT).exists());
        let folder = folder(written, from, around)?;
        let mut command = program::git(&folder);
        let asked = ["rev-parse", "--is-bare-repository", "--is-shallow-repository", "--show-prefix"];
        let output = program::output(command.args(asked))?;
        if !output.status.success() {
            let complaint = program::complaint(&output.stderr);
            return Err(if complaint.contains("not a git repository") {
                Failure::with_help(
                    format!("`{written}` is no repository of git"),
                    "name one, as in `--against ../other-clone`, or compare two folders: `eventspec diff OLD NEW`",
                )
            } else {
                Failure::new(format!("git refuses `{written}`: {complaint}"))
            });
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let mut lines = text.lines();
        let mut says = || lines.next().unwrap_or_default().trim_end_matches('/');
        let (bare, shallow, prefix) = (says() == "true", says() == "true", says());
        if !prefix.is_empty() && !around {
            return Err(Failure::with_help(
                format!("`{written}` is no repository of git, but a folder in one"),
                "write `.git` for the repository that you stand in, and `subdir=` for a folder of it",
            ));
        }
        let depth = if bare || prefix.is_empty() { 0 } else { prefix.split('/').count() };
        let top = folder.ancestors().nth(depth).unwrap_or(&folder).to_owned();
        Ok(Self { top, shallow })
    }

    /// The files of the revision that an address names.
    ///
    /// # Errors
    /// When there is no such revision, or git fails.
    pub fn revision(&self, address: &Address) -> Result<Revision, Failure> {
        let mut objects = Objects::start(&self.top)?;
        let Some(commit) = self.commit(&mut objects, &address.reference)? else {
            return Err(absence::explain(self, &address.reference, &address.repository));
        };
        let listing = Listing::of(&self.top, &commit)?;
        Ok(Revision::new(self.top.clone(), address.reference.label().to_owned(), listing, objects))
    }

    /// The digits of the commit that is checked out; nothing where there is none yet.
    ///
    /// # Errors
    /// When git fails.
    pub fn head(&self, objects: &mut Objects) -> Result<Option<String>, Failure> {
        self.commit(objects, &Reference::Head)
    }

    /// The commit that a reference leads to. A checkout of a workflow has the branches of its remote alone.
    fn commit(&self, objects: &mut Objects, reference: &Reference) -> Result<Option<String>, Failure> {
        match reference {
            Reference::Head => peel(objects, reference, "HEAD"),
            Reference::Tag(name) => peel(objects, reference, &format!("refs/tags/{name}")),
            Reference::Revision(name) => peel(objects, reference, name),
            // The digits of a commit may also be the name of a branch, which is not meant.
            Reference::Commit(digits) => {
                let found = peel(objects, reference, digits)?;
                Ok(found.filter(|commit| commit.starts_with(&digits.to_ascii_lowercase())))
            }
            Reference::Branch(name) => {
                if let Some(commit) = peel(objects, reference, &format!("refs/heads/{name}"))? {
                    return Ok(Some(commit));
                }
                let remotes = self.remotes()?.into_iter().map(|remote| format!("refs/remotes/{remote}/{name}"));
                for name in remotes.chain([format!("refs/remotes/{name}")]) {
                    if let Some(commit) = peel(objects, reference, &name)? {
                        return Ok(Some(commit));
                    }
                }
                Ok(None)
            }
        }
    }

    /// The names of its remotes, `origin` first.
    pub fn remotes(&self) -> Result<Vec<String>, Failure> {
        let output = program::output(program::git(&self.top).arg("remote"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let mut remotes: Vec<String> = text.lines().map(str::to_owned).collect();
        remotes.sort_by_key(|remote| remote != "origin");
        Ok(remotes)
    }
}

/// The commit behind a name, if there is any. Names go to git through its standard input, where none is taken for an option.
fn peel(objects: &mut Objects, reference: &Reference, name: &str) -> Result<Option<String>, Failure> {
    let refused = |error: io::Error| Failure::new(format!("git cannot find `{}`: {error}", reference.as_str()));
    match objects.find(name).map_err(refused)? {
        Found::Missing => Ok(None),
        Found::Ambiguous => Err(Failure::with_help(
            format!("`{}` is the beginning of several commits", reference.as_str()),
            "write more of its digits",
        )),
        // A tag is an object of its own. To ask by its digits leaves the name as git understands it.
        Found::Object(named) => match objects.find(&format!("{}^{{commit}}", named.id)).map_err(refused)? {
            Found::Object(commit) => Ok(Some(commit.id)),
            Found::Missing | Found::Ambiguous => Ok(None),
        },
    }
}

/// The folder to ask git in, canonical.
fn folder(written: &str, from: &Path, around: bool) -> Result<PathBuf, Failure> {
    if around {
        return Ok(from.to_owned());
    }
    let path = from.join(written);
    if written.contains("://") && !path.exists() {
        return Err(Failure::with_help(
            format!("`{written}` is an address, and nothing is read over the network"),
            "clone it, and name the clone",
        ));
    }
    let named = if path.file_name().is_some_and(|name| name == GIT) { path.parent().unwrap_or(&path) } else { &path };
    let refused = |error| Failure::io("read", Path::new(written), &error);
    OnDisk.kind(&path).map_err(refused)?;
    let folder = OnDisk.canonical(named).map_err(refused)?;
    if !OnDisk.is_folder(&folder) {
        return Err(Failure::new(format!("`{written}` is a file, and no repository of git")));
    }
    Ok(folder)
}

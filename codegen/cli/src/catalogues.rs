//! Which catalogues a run is about.
//!
//! In: paths from the command line, patterns from the configuration. Out: [`Entry`]s, each with the folder that it may read
//! from and with the words by which a person knows it.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use event_spec::{LintOptions, Outcome};

use crate::config::{CataloguePattern, Config};
use crate::ending::Failure;
use crate::glob;
use crate::parallel;
use crate::paths;
use crate::render::Place;
use crate::tree::{Kind, OnDisk, Tree};

/// The names of an entry file in a catalogue's folder.
const ENTRY_NAMES: [&str; 3] = ["catalogue.yaml", "catalogue.yml", "catalogue.json"];

/// How the name of any entry file ends.
const ENDINGS: [&str; 3] = [".yaml", ".yml", ".json"];

/// The entry file of a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The folder that the catalogue may read from, canonical.
    pub root: PathBuf,
    /// The entry relative to it, with `/` between its parts.
    pub path: String,
    /// The entry as generated files name it: the same on every machine.
    pub source: String,
}

impl Entry {
    /// Reads and checks the catalogue.
    pub fn load(&self, tree: &dyn Tree) -> Outcome {
        event_spec::load(&*tree.files(&self.root), &self.path)
    }

    /// Reads the catalogue, and holds it to every rule of the lint.
    pub fn lint(&self, tree: &dyn Tree, options: &LintOptions) -> Outcome {
        event_spec::lint(&*tree.files(&self.root), &self.path, options)
    }

    /// Its file, absolute.
    pub fn file(&self) -> PathBuf {
        self.root.join(&self.path)
    }

    /// What a person who stands in `from` calls it: its folder, or its file where others may lie beside it.
    pub fn home(&self, from: &Path) -> String {
        let file = self.file();
        let (folder, name) = (file.parent().unwrap_or(&file), file.file_name().unwrap_or_default());
        let own = ENTRY_NAMES.iter().any(|entry| name == *entry) && folder != from;
        paths::slashed(&paths::relative(from, if own { folder } else { &file }))
    }

    /// The folder of its file, absolute.
    pub fn folder(&self) -> PathBuf {
        self.file().parent().map(PathBuf::from).unwrap_or_default()
    }

    /// How a person who stands in `from` finds the catalogue's files.
    pub fn place(&self, from: &Path) -> Place {
        let way = paths::slashed(&paths::relative(from, &self.root));
        let shown = match way.as_str() {
            "." => String::new(),
            way => format!("{}/", way.trim_end_matches('/')),
        };
        Place { folder: self.root.clone(), shown }
    }
}

/// Reads several catalogues of a tree at once, and holds them to every rule of the lint.
pub fn lint_all(tree: &dyn Tree, entries: &[Entry], options: &LintOptions) -> Vec<Outcome> {
    parallel::map(entries.iter().collect(), |entry: &Entry| entry.lint(tree, options))
}

/// Reads and checks several catalogues of a tree at once.
pub fn load_all(tree: &dyn Tree, entries: &[Entry]) -> Vec<Outcome> {
    parallel::map(entries.iter().collect(), |entry: &Entry| entry.load(tree))
}

/// Every catalogue of a configuration, in its order and each once.
///
/// # Errors
/// When a path leads to no catalogue.
pub fn of_config(tree: &dyn Tree, config: &Config) -> Result<Vec<Entry>, Failure> {
    let mut entries: Vec<Entry> = Vec::new();
    for pattern in &config.catalogues {
        let found = places(tree, config, pattern)?;
        if found.is_empty() {
            return Err(Failure::with_help(
                format!("`{}` in `{}` leads to no catalogue", pattern.path, config.shown),
                format!("a catalogue is a folder that holds one of {}", entry_names()),
            ));
        }
        collect(tree, config, pattern, found, &mut entries)?;
    }
    Ok(entries)
}

/// The catalogues that lie where a configuration of another time looks: what is not there was not there yet.
///
/// # Errors
/// When something is there, and is no catalogue that could be meant.
pub fn existing(tree: &dyn Tree, config: &Config) -> Result<Vec<Entry>, Failure> {
    let mut entries = Vec::new();
    for pattern in &config.catalogues {
        let mut found = places(tree, config, pattern)?;
        found.retain(|place| leads_somewhere(tree, &config.folder.join(place)));
        collect(tree, config, pattern, found, &mut entries)?;
    }
    Ok(entries)
}

/// Whether there is a catalogue at a path, or something else that keeps it from being one.
pub fn leads_somewhere(tree: &dyn Tree, path: &Path) -> bool {
    match tree.kind(path) {
        Ok(Kind::File) => true,
        Ok(Kind::Folder) => {
            let holds = |folder: &Path| !existing_entries(tree, folder).is_empty();
            holds(path) || tree.subfolders(path).is_ok_and(|folders| folders.iter().any(|folder| holds(folder)))
        }
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

/// Adds the catalogues at the places of a pattern, each once.
fn collect(
    tree: &dyn Tree,
    config: &Config,
    pattern: &CataloguePattern,
    places: Vec<PathBuf>,
    entries: &mut Vec<Entry>,
) -> Result<(), Failure> {
    for place in places {
        let file = entry_file(tree, &config.folder.join(&place), &place)?;
        let entry = entry(tree, &file, pattern.root.as_deref(), &config.folder)?;
        match entries.iter().find(|known| known.file() == entry.file()) {
            None => entries.push(entry),
            Some(known) if *known == entry => {}
            Some(_) => {
                return Err(Failure::with_help(
                    format!("`{}` is listed twice in `{}`, with two roots", entry.source, config.shown),
                    "leave it out of `catalogues`, or give it one `root`",
                ));
            }
        }
    }
    Ok(())
}

/// The catalogues behind paths of the command line: a file, a folder with a catalogue, or a folder of such folders. A
/// catalogue that the configuration knows too may read what the configuration lets it read.
///
/// # Errors
/// When a path leads to no catalogue.
pub fn of_paths(
    tree: &dyn Tree,
    paths: &[PathBuf],
    config: Option<&Config>,
    from: &Path,
) -> Result<Vec<Entry>, Failure> {
    let known = config.map(|config| known_entries(tree, config)).unwrap_or_default();
    let mut entries = Vec::new();
    for path in paths {
        for file in entry_files(tree, &from.join(path), path)? {
            let plain = entry(tree, &file, None, from)?;
            let entry = known.iter().find(|entry| entry.file() == plain.file()).cloned().unwrap_or(plain);
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
    }
    Ok(entries)
}

/// The one catalogue behind a path, which may read from `root`.
///
/// # Errors
/// When the path leads to no catalogue, or to several.
pub fn of_path(path: &Path, root: Option<&Path>, config: Option<&Config>, from: &Path) -> Result<Entry, Failure> {
    let entries = match root {
        None => of_paths(&OnDisk, &[path.to_owned()], config, from)?,
        Some(root) => {
            let root = from.join(root);
            let files = entry_files(&OnDisk, &from.join(path), path)?;
            files.iter().map(|file| entry(&OnDisk, file, Some(&root), from)).collect::<Result<_, _>>()?
        }
    };
    match <[Entry; 1]>::try_from(entries) {
        Ok([entry]) => Ok(entry),
        Err(several) => Err(Failure::with_help(
            format!("`{}` holds {} catalogues", path.display(), several.len()),
            "name one of them, or list them in `eventspec.toml`",
        )),
    }
}

/// The catalogues that a configuration lists, as far as they are there.
fn known_entries(tree: &dyn Tree, config: &Config) -> Vec<Entry> {
    let mut entries = Vec::new();
    for pattern in &config.catalogues {
        for place in places(tree, config, pattern).unwrap_or_default() {
            let Ok(file) = entry_file(tree, &config.folder.join(&place), &place) else { continue };
            entries.extend(entry(tree, &file, pattern.root.as_deref(), &config.folder).ok());
        }
    }
    entries
}

/// Where a pattern leads, relative to the configuration's folder: its path, or for one with stars the folders that hold a
/// catalogue, sorted.
fn places(tree: &dyn Tree, config: &Config, pattern: &CataloguePattern) -> Result<Vec<PathBuf>, Failure> {
    if !pattern.path.contains('*') {
        return Ok(vec![PathBuf::from(&pattern.path)]);
    }
    let mut folders = BTreeSet::from([config.folder.clone()]);
    for part in pattern.path.split('/').filter(|part| !matches!(*part, "" | ".")) {
        let mut next = BTreeSet::new();
        for folder in &folders {
            if part.contains('*') {
                let named = subfolders(tree, folder)?.into_iter();
                next.extend(named.filter(|path| {
                    path.file_name().is_some_and(|name| glob::fits_name(part, &name.to_string_lossy()))
                }));
            } else {
                next.insert(folder.join(part));
            }
        }
        folders = next;
    }
    // A folder beside the catalogues need not be one.
    let holding = folders.iter().filter(|folder| !existing_entries(tree, folder).is_empty());
    Ok(holding.map(|folder| paths::relative(&config.folder, folder)).collect())
}

/// The folders in a folder, sorted; none where there is no such folder.
fn subfolders(tree: &dyn Tree, folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    match tree.subfolders(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        list => list.map_err(|error| Failure::io("list", folder, &error)),
    }
}

/// The entry files of a path of the command line.
fn entry_files(tree: &dyn Tree, path: &Path, written: &Path) -> Result<Vec<PathBuf>, Failure> {
    if tree.is_folder(path) && existing_entries(tree, path).is_empty() {
        let mut files = Vec::new();
        for folder in subfolders(tree, path)? {
            if !existing_entries(tree, &folder).is_empty() {
                let name = folder.file_name().map(PathBuf::from).unwrap_or_default();
                files.push(entry_file(tree, &folder, &written.join(name))?);
            }
        }
        if !files.is_empty() {
            return Ok(files);
        }
    }
    entry_file(tree, path, written).map(|file| vec![file])
}

/// The entry file that a path leads to: itself, or the one in the folder.
fn entry_file(tree: &dyn Tree, path: &Path, written: &Path) -> Result<PathBuf, Failure> {
    let kind = tree.kind(path).map_err(|error| Failure::io("read", written, &error))?;
    if kind == Kind::File {
        let name = path.to_string_lossy();
        if ENDINGS.iter().any(|ending| name.ends_with(ending)) {
            return Ok(path.to_owned());
        }
        return Err(Failure::with_help(
            format!("`{}` is no catalogue", written.display()),
            format!("a catalogue's file ends in {}", quoted_list(ENDINGS)),
        ));
    }
    match existing_entries(tree, path)[..] {
        [name] => Ok(path.join(name)),
        [] => Err(Failure::with_help(
            format!("`{}` holds no catalogue", written.display()),
            format!("a catalogue's folder holds one of {}", entry_names()),
        )),
        [one, other, ..] => Err(Failure::with_help(
            format!("`{}` holds both `{one}` and `{other}`", written.display()),
            "name the one that is meant, or delete the other",
        )),
    }
}

fn existing_entries(tree: &dyn Tree, folder: &Path) -> Vec<&'static str> {
    ENTRY_NAMES.into_iter().filter(|name| tree.is_file(&folder.join(name))).collect()
}

fn entry_names() -> String {
    quoted_list(ENTRY_NAMES)
}

fn quoted_list(words: [&str; 3]) -> String {
    words.map(|word| format!("`{word}`")).join(", ")
}

/// The entry behind a file that exists. `base` is the folder that generated files name it from.
fn entry(tree: &dyn Tree, file: &Path, root: Option<&Path>, base: &Path) -> Result<Entry, Failure> {
    let refused = |error| Failure::io("read", file, &error);
    let name = file.file_name().map(PathBuf::from).unwrap_or_default();
    let own = tree.canonical(file.parent().unwrap_or(Path::new(""))).map_err(refused)?;
    let root = match root {
        Some(root) => tree.canonical(root).map_err(|error| Failure::io("read", root, &error))?,
        None => own.clone(),
    };
    let place = own.join(&name);
    let Ok(path) = place.strip_prefix(&root) else {
        return Err(Failure::with_help(
            format!("the catalogue `{}` lies outside its root `{}`", file.display(), root.display()),
            "`root` is the folder that holds the catalogue and everything that it refers to",
        ));
    };
    let source = match place.strip_prefix(base) {
        Ok(path) => paths::slashed(path),
        // Outside of the base nothing but the last folder is the same on every machine.
        Err(_) => paths::slashed(&own.file_name().map(PathBuf::from).unwrap_or_default().join(&name)),
    };
    Ok(Entry { path: paths::slashed(path), source, root })
}

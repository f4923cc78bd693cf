//! What became of catalogues in the course of time, as git knows it.
//!
//! In: catalogues on the disk. Out: a [`History`] for each, for the documents. Three processes of git tell all of it, however many
//! revisions there are: the files of today, what each commit did to them, and what objects hold. Nothing is written, and nothing
//! is known where there is no repository.
//!
//! ```text
//! ls-tree, log --raw ─> the files at each commit ─> a catalogue each ─> compare neighbours ─> History
//! ```

mod about;
mod past;

use std::path::{Path, PathBuf};

use event_codegen::docs::history::{History, Revision};
use event_spec::compare::{Comparison, compare};
use event_spec::{Catalogue, Date, Valid};

use crate::catalogues::Entry;
use crate::ending::Failure;
use crate::git::Repository;
use crate::parallel;
use about::Names;
use past::Past;

/// So many revisions of one catalogue are compared.
const MOST: usize = 200;

/// The history of each catalogue, in their order.
///
/// # Errors
/// When git fails.
pub fn of(entries: &[Entry]) -> Result<Vec<History>, Failure> {
    let mut histories: Vec<History> = entries.iter().map(|_| History::default()).collect();
    for (top, places) in repositories(entries) {
        let own: Vec<&Entry> = places.iter().filter_map(|place| entries.get(*place)).collect();
        let repository = Repository::open(".", &top)?;
        let Some(past) = Past::of(&repository, &own)? else { continue };
        let told = parallel::map(own, |entry| tell(&past, entry));
        for (place, history) in places.into_iter().zip(told) {
            if let Some(slot) = histories.get_mut(place) {
                *slot = history;
            }
        }
    }
    Ok(histories)
}

/// The repositories that the catalogues lie in, each with the places of its own.
fn repositories(entries: &[Entry]) -> Vec<(PathBuf, Vec<usize>)> {
    let mut found: Vec<(PathBuf, Vec<usize>)> = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let Some(top) = entry.root.ancestors().find(|folder| folder.join(".git").exists()) else { continue };
        match found.iter_mut().find(|(known, _)| known == top) {
            Some((_, places)) => places.push(place),
            None => found.push((top.to_owned(), vec![place])),
        }
    }
    found
}

/// A catalogue as it was from a commit on.
struct Version {
    catalogue: Valid<Catalogue>,
    /// The files that it was read from.
    files: Vec<String>,
}

/// Walks from today into the past, and compares each version with the one before it.
fn tell(past: &Past, entry: &Entry) -> History {
    let mut history = History::default();
    let mut revision = past.today();
    let Some(mut newer) = read(past, &revision, entry) else { return history };
    let mut names = Names::default();
    let mut compared = 0;
    // The commit that brought `newer`.
    let mut since = None;
    let folder = past.way(&entry.folder());
    let mut commits = past.commits.iter().peekable();
    while let Some(commit) = commits.next() {
        let concerns = |path: &str| newer.files.iter().any(|file| file == path) || below(path, &folder);
        let touched = commit.touched.iter().any(|file| concerns(&file.path));
        revision = revision.before(&commit.touched);
        if !touched {
            continue;
        }
        let brought = *since.get_or_insert(commit);
        let told = |changes| Revision {
            date: brought.day.clone(),
            id: short(&brought.id),
            version: newer.catalogue.version.value.clone(),
            changes,
        };
        if !past.has(&revision, entry) {
            // Where the history was cut off, the catalogue may well have been there before.
            if !past.is_cut || commits.peek().is_some() {
                let comparison = Comparison::added(&newer.catalogue);
                history.revisions.push(told(names.changes(&comparison, None, &newer.catalogue)));
            }
            break;
        }
        // What could not be read then, or not by the rules of today, is passed over: the next one tells both changes.
        let Some(older) = read(past, &revision, entry) else { continue };
        let comparison = compare(&older.catalogue, &newer.catalogue, Date::parse(&brought.day).as_ref());
        let changes = names.changes(&comparison, Some(&older.catalogue), &newer.catalogue);
        if !changes.is_empty() {
            history.revisions.push(told(changes));
        }
        newer = older;
        since = None;
        compared += 1;
        if compared == MOST {
            break;
        }
    }
    history
}

fn read(past: &Past, revision: &past::Moment, entry: &Entry) -> Option<Version> {
    let tree = past.tree(revision);
    let outcome = entry.load(&tree);
    let root = past.way(&entry.root);
    let files = outcome.sources.iter().map(|(_, source)| match root.as_str() {
        "" => source.path().to_owned(),
        root => format!("{root}/{}", source.path()),
    });
    let files = files.collect();
    Some(Version { catalogue: outcome.catalogue?, files })
}

/// Whether a path lies in a folder.
fn below(path: &str, folder: &str) -> bool {
    folder.is_empty() || Path::new(path).starts_with(folder)
}

/// The digits of a commit as people write them.
fn short(id: &str) -> String {
    id.chars().take(7).collect()
}

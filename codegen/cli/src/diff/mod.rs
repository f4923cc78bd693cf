//! What became of catalogues: from two places to a comparison for each.
//!
//! In: what the command line names. Out: [`Differences`]. The comparison itself is the library's; here the versions are found and
//! matched.
//!
//! ```text
//! paths, or --against -> an old and a new Side -> pairs by name, then by place -> compare -> Compared
//! ```

mod against;
mod fail_on;
mod folders;
mod pairs;
mod side;

use std::path::Path;

use event_spec::compare::{Bump, Comparison, Verdict, compare};
use event_spec::{Catalogue, Date, Valid};

use crate::arguments::Diff;
use crate::ending::Failure;
use crate::parallel;
use crate::render::{Report, Texts};

pub use fail_on::FailOn;
use side::Side;

/// Every catalogue of a run, with what became of it.
#[derive(Debug)]
pub struct Differences {
    /// What the old versions are called: `main`, a folder.
    pub since: String,
    /// The catalogues in the order of the new ones; those that are gone come last.
    pub catalogues: Vec<Compared>,
}

/// A catalogue, and what became of it.
#[derive(Debug)]
pub struct Compared {
    /// The old version, unless there was none.
    pub old: Option<Version>,
    /// The new version, unless it is gone.
    pub new: Option<Version>,
    /// What changed.
    pub comparison: Comparison,
}

/// One version of a catalogue.
#[derive(Debug)]
pub struct Version {
    /// The catalogue.
    pub catalogue: Valid<Catalogue>,
    /// Its texts.
    pub texts: Texts,
    /// Its folder or file, as the reader knows it.
    pub home: String,
    /// Its entry file, as the reader knows it.
    pub file: String,
    /// Its entry file below the folder that is compared with another: where it stays the same, the catalogue was not moved.
    pub way: String,
    /// Whether the command line asked about it.
    pub asked: bool,
    /// Whether its files are on the disk.
    pub on_disk: bool,
}

/// What the two sides gave.
#[derive(Debug)]
pub enum Gathered {
    /// Comparisons.
    Compared(Differences),
    /// Nothing: new catalogues are wrong.
    Faulty(Report),
}

/// Finds, reads, matches and compares what the command line names. Places are shown as from the folder `reader`, and the
/// command runs in `from`.
///
/// # Errors
/// When something cannot be found or read, or an old catalogue is wrong.
pub fn gather(options: &Diff, from: &Path, reader: &Path, today: Option<&Date>) -> Result<Gathered, Failure> {
    let sides = match &options.against {
        Some(text) => against::sides(text, options, from, reader)?,
        None => folders::sides(options, from, reader)?,
    };
    if sides.new.is_faulty() {
        return Ok(Gathered::Faulty(sides.new.report));
    }
    let Side { versions, report, faulty_asked } = sides.old;
    let pairs = pairs::pair(versions, sides.new.versions);
    // A new catalogue without an old one may be one of those that could not be read.
    let strangers = pairs.iter().any(|(old, new)| old.is_none() && new.is_some());
    if !report.is_empty() && (strangers || faulty_asked) {
        return Err(side::faulty(&report, &sides.since));
    }
    let told = pairs.into_iter().filter(|(old, new)| new.is_some() || old.as_ref().is_some_and(|old| old.asked));
    let catalogues = parallel::map(told.collect(), |(old, new)| Compared::new(old, new, today));
    Ok(Gathered::Compared(Differences { since: sides.since, catalogues: catalogues.into_iter().flatten().collect() }))
}

/// The two sides of a run.
struct Sides {
    old: Side,
    new: Side,
    /// What the old side is called.
    since: String,
}

impl Compared {
    fn new(old: Option<Version>, new: Option<Version>, today: Option<&Date>) -> Option<Self> {
        let comparison = match (&old, &new) {
            (Some(old), Some(new)) => compare(&old.catalogue, &new.catalogue, today),
            (None, Some(new)) => Comparison::added(&new.catalogue),
            (Some(old), None) => Comparison::removed(&old.catalogue),
            (None, None) => return None,
        };
        Some(Self { old, new, comparison })
    }

    /// The version to speak of: the new one, or the old one of what is gone.
    fn version(&self) -> Option<&Version> {
        self.new.as_ref().or(self.old.as_ref())
    }

    /// The catalogue's name.
    pub fn name(&self) -> &str {
        self.version().map_or("", |version| version.catalogue.name.as_str())
    }

    /// Its folder or file, as the reader knows it.
    pub fn home(&self) -> &str {
        self.version().map_or("", |version| version.home.as_str())
    }

    /// Its entry file, as the reader knows it.
    pub fn file(&self) -> &str {
        self.version().map_or("", |version| version.file.as_str())
    }

    /// Where it was, if that is elsewhere.
    pub fn moved_from(&self) -> Option<&str> {
        let (old, new) = (self.old.as_ref()?, self.new.as_ref()?);
        (old.way != new.way && old.home != new.home).then_some(old.home.as_str())
    }

    /// What became of it.
    pub fn fate(&self) -> Fate {
        match (&self.old, &self.new) {
            (None, _) => Fate::Added,
            (_, None) => Fate::Removed,
            _ if self.comparison.changes.is_empty() && self.is_version_enough() => Fate::Unchanged,
            _ => Fate::Changed,
        }
    }

    /// The verdict on everything that changed.
    pub fn verdict(&self) -> Verdict {
        self.comparison.verdict()
    }

    /// Whether the declared version is as high as the changes ask for; what is new or gone has nothing to be held to.
    pub fn is_version_enough(&self) -> bool {
        self.comparison.is_version_enough()
    }

    /// The least version that the changes allow, where the declared one must or did move.
    pub fn next_version(&self) -> Option<String> {
        self.comparison.next_version().filter(|_| self.comparison.bump() > Bump::None || !self.is_version_enough())
    }
}

/// What became of a catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was not there before.
    Added,
    /// It is gone.
    Removed,
    /// Nothing that anybody can notice.
    Unchanged,
    /// Something, or its version moved back.
    Changed,
}

impl Fate {
    /// The fate as it is written in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Unchanged => "unchanged",
            Self::Changed => "changed",
        }
    }
}

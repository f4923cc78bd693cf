//! One side of a comparison: catalogues that were read from a tree.

use std::path::{Path, PathBuf};

use crate::catalogues::{self, Entry};
use crate::diff::Version;
use crate::ending::Failure;
use crate::paths;
use crate::render::{Place, Report, Texts, text};
use crate::terminal;
use crate::tree::Tree;

/// The catalogues of a side.
#[derive(Debug, Default)]
pub struct Side {
    /// Those that could be read.
    pub versions: Vec<Version>,
    /// What is wrong with the others.
    pub report: Report,
    /// Whether one of the others is among those that the command line asked about.
    pub faulty_asked: bool,
}

/// Where a side's catalogues are, and how they are shown.
pub struct View<'a> {
    /// The tree that holds them.
    pub tree: &'a dyn Tree,
    /// The folder that is compared with one of the other side.
    pub base: PathBuf,
    /// The folder from which the paths of texts are shown.
    pub from: &'a Path,
    /// What stands before these paths; empty on the disk.
    pub prefix: String,
    /// The folder in which the reader stands.
    pub reader: &'a Path,
}

impl Side {
    /// Whether any catalogue is wrong.
    pub fn is_faulty(&self) -> bool {
        !self.report.is_empty()
    }

    /// Reads catalogues; `asked` tells which of them the command line asked about.
    pub fn read(view: &View<'_>, entries: &[Entry], asked: impl Fn(&Entry) -> bool) -> Self {
        let mut side = Self::default();
        for (entry, outcome) in entries.iter().zip(catalogues::load_all(view.tree, entries)) {
            let place = view.place(entry);
            let asked = asked(entry);
            match outcome.catalogue {
                Some(catalogue) => side.versions.push(Version {
                    catalogue,
                    texts: Texts { sources: outcome.sources, place },
                    home: entry.home(view.reader),
                    file: paths::slashed(&paths::relative(view.reader, &entry.file())),
                    way: paths::slashed(&paths::relative(&view.base, &entry.file())),
                    asked,
                    on_disk: view.prefix.is_empty(),
                }),
                None => {
                    side.faulty_asked |= asked;
                    side.report.add(outcome.sources, outcome.diagnostics, place);
                }
            }
        }
        side
    }
}

impl View<'_> {
    fn place(&self, entry: &Entry) -> Place {
        let place = entry.place(self.from);
        Place { shown: format!("{}{}", self.prefix, place.shown), ..place }
    }
}

/// The failure of an old side that cannot be compared with.
pub fn faulty(report: &Report, since: &str) -> Failure {
    let rendered = text::render(report, terminal::stderr());
    let counts = report.count_words();
    Failure::Findings(format!("{rendered}error: nothing can be compared with `{since}`: {counts} in its catalogues\n"))
}

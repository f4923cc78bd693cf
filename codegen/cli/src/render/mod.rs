//! Findings as text: one renderer per file.
//!
//! In: a [`Report`]. Out: the text of one format. A further format is a file with a `render` function, and a line in
//! [`Format::render`].

pub mod changes;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
pub mod sarif;
pub mod short;
pub mod text;

mod fingerprint;
pub mod plain;
mod texts;

use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use event_spec::diagnostic::{Diagnostic, Level};
use event_spec::source::{Position, Sources, Span};

use crate::terminal::Stream;

pub use plain::file_link;
pub use texts::Texts;

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With the text underlined, for people.
    #[default]
    Text,
    /// One line a finding: `path:line:col: error[rule-id]: message`.
    Short,
    /// One JSON object a line.
    Json,
    /// Workflow commands, which GitHub shows beside the changed lines.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit's XML, for what shows tests.
    Junit,
    /// GitLab's code quality report.
    Gitlab,
}

impl Format {
    /// The report in this format, for the stream that it is printed on.
    pub fn render(self, report: &Report, stream: Stream) -> String {
        match self {
            Self::Text => text::render(report, stream),
            Self::Short => short::render(report, stream),
            Self::Json => json::render(report),
            Self::Github => github::render(report),
            Self::Sarif => sarif::render(report),
            Self::Junit => junit::render(report),
            Self::Gitlab => gitlab::render(report),
        }
    }

    /// What a reader may do next: nothing in formats that tools read.
    pub fn hint(self, report: &Report) -> String {
        let first = report.findings().next().filter(|_| self == Self::Text);
        first.map_or_else(String::new, |first| format!("`eventspec explain {}` tells more\n", first.diagnostic.rule.id))
    }

    /// Whether it goes to where the whole repository is shown: paths begin at its root.
    pub fn is_for_repository(self) -> bool {
        matches!(self, Self::Github | Self::Sarif | Self::Junit | Self::Gitlab)
    }

    /// Whether a person reads it, and wants a last line that counts.
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Text | Self::Short)
    }
}

/// Where the files of a part of a report lie.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folder that paths are relative to, absolute.
    pub folder: PathBuf,
    /// What stands before a path so that the reader finds it from the current folder; empty, or with `/` at its end.
    pub shown: String,
}

/// The findings of a run with the texts that they point into.
#[derive(Debug, Default)]
pub struct Report {
    /// The folder that paths are shown from, absolute; empty where nobody asks.
    base: PathBuf,
    parts: Vec<Part>,
    ignored: usize,
    hidden: usize,
    /// Files that several catalogues share are read by each, and reported once.
    seen: HashSet<(PathBuf, u32, &'static str, String)>,
}

#[derive(Debug)]
struct Part {
    texts: Texts,
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// An empty report whose paths are shown from the folder `base`.
    pub fn new(base: &Path) -> Self {
        Self { base: base.to_owned(), ..Self::default() }
    }

    /// The folder that paths are shown from.
    pub fn base(&self) -> &Path {
        &self.base
    }

    /// Adds the findings of one catalogue, in their order.
    pub fn add(&mut self, sources: Sources, mut diagnostics: Vec<Diagnostic>, place: Place) {
        diagnostics.retain(|found| self.is_new(&sources, found, &place));
        if !diagnostics.is_empty() {
            self.parts.push(Part { texts: Texts { sources, place }, diagnostics });
        }
    }

    /// Counts the findings of one catalogue that comments ignore.
    pub fn add_ignored(&mut self, sources: &Sources, ignored: &[Diagnostic], place: &Place) {
        self.ignored += ignored.iter().filter(|found| self.is_new(sources, found, place)).count();
    }

    fn is_new(&mut self, sources: &Sources, found: &Diagnostic, place: &Place) -> bool {
        let path = place.folder.join(sources.get(found.primary.span.source).path());
        self.seen.insert((path, found.primary.span.start, found.rule.id, found.message.clone()))
    }

    /// Leaves findings out that are known, and counts them.
    pub fn hide(&mut self, mut is_known: impl FnMut(Finding<'_>) -> bool) {
        for part in &mut self.parts {
            let found = std::mem::take(&mut part.diagnostics);
            let count = found.len();
            let left = found.into_iter().filter(|diagnostic| !is_known(Finding { part, diagnostic })).collect();
            part.diagnostics = left;
            self.hidden += count - part.diagnostics.len();
        }
        self.parts.retain(|part| !part.diagnostics.is_empty());
    }

    /// Every finding, with what it takes to show it.
    pub fn findings(&self) -> impl Iterator<Item = Finding<'_>> {
        self.parts.iter().flat_map(|part| part.diagnostics.iter().map(move |diagnostic| Finding { part, diagnostic }))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether anything must be mended: notes are only worth knowing.
    pub fn needs_mending(&self) -> bool {
        self.findings().any(|finding| finding.diagnostic.level > Level::Note)
    }

    /// `3 errors and 1 warning`; `no findings` where there are none.
    pub fn count_words(&self) -> String {
        let mut parts = Vec::new();
        for level in [Level::Error, Level::Warning, Level::Note] {
            match self.findings().filter(|finding| finding.diagnostic.level == level).count() {
                0 => {}
                1 => parts.push(format!("1 {}", level.as_str())),
                count => parts.push(format!("{count} {}s", level.as_str())),
            }
        }
        if parts.is_empty() { "no findings".to_owned() } else { parts.join(" and ") }
    }

    /// `, 2 ignored by comments, 3 in the baseline`; empty where nothing was left out.
    pub fn left_out_words(&self) -> String {
        let mut words = String::new();
        match self.ignored {
            0 => {}
            1 => words.push_str(", 1 ignored by a comment"),
            count => words.push_str(&format!(", {count} ignored by comments")),
        }
        if self.hidden > 0 {
            words.push_str(&format!(", {} in the baseline", self.hidden));
        }
        words
    }
}

/// A finding with the texts that it points into.
#[derive(Clone, Copy)]
pub struct Finding<'a> {
    part: &'a Part,
    /// The finding itself.
    pub diagnostic: &'a Diagnostic,
}

impl<'a> Finding<'a> {
    /// The texts.
    pub fn sources(&self) -> &'a Sources {
        &self.part.texts.sources
    }

    /// The path of a span's file, as the reader finds it.
    pub fn path(&self, span: Span) -> String {
        self.part.texts.path(span)
    }

    /// The path of a span's file on the disk.
    pub fn absolute(&self, span: Span) -> PathBuf {
        self.part.texts.absolute(span)
    }

    /// Where a span lies in its file.
    pub fn positions(&self, span: Span) -> Range<Position> {
        self.part.texts.sources.positions(span)
    }
}

#[cfg(test)]
mod tests;

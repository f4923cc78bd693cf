//! Source texts and places in them.
//!
//! In: texts that a front door has read. Out: [`Span`]s, which every later stage carries along, and the
//! [`Position`]s that a person reads. Nothing here touches the disk.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// One source text, known by its place in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(u32);

/// A range of bytes in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The source that the range lies in.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last; equal to `start` for an empty range.
    pub end: u32,
}

impl Span {
    /// The place of what no source holds: what a peer sent.
    pub(crate) const NOWHERE: Self = Self { source: SourceId(0), start: 0, end: 0 };

    /// The range as byte offsets into the source's text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and the place where it was written.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value written at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A place as a person counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters (Unicode scalar values), from 1.
    pub column: u32,
}

/// A text with the path that it is known by.
#[derive(Debug)]
pub struct Source {
    path: String,
    text: Arc<str>,
    line_starts: OnceLock<Vec<u32>>,
}

impl Source {
    /// The path as given by the front door, with `/` between its parts.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let newlines = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(newlines.map(|(at, _)| at as u32 + 1)).collect()
        })
    }

    /// The position of a byte offset; an offset past the end counts as the end.
    pub fn position(&self, offset: u32) -> Position {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = starts[line] as usize;
        let end = (offset as usize).min(self.text.len());
        let before = self.text.get(start..end).unwrap_or_default();
        // A byte order mark is no character that anybody sees.
        let before = before.strip_prefix('\u{feff}').unwrap_or(before);
        Position { line: line as u32 + 1, column: before.chars().count() as u32 + 1 }
    }
}

/// All the texts of one run.
#[derive(Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
}

impl Sources {
    /// Adds a text under the path that diagnostics will name.
    ///
    /// # Panics
    /// Never in practice: a text is below 4 GiB, which [`crate::files`] holds readers to.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> SourceId {
        let id = SourceId(self.list.len() as u32);
        self.list.push(Source { path: path.into(), text: text.into(), line_starts: OnceLock::new() });
        id
    }

    /// The source behind an id of this collection.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.list[id.0 as usize]
    }

    /// Every source with its id, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.list.iter().enumerate().map(|(at, source)| (SourceId(at as u32), source))
    }

    /// The text that a span covers.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.source).text().get(span.range()).unwrap_or_default()
    }

    /// Where a span starts and ends.
    pub fn positions(&self, span: Span) -> Range<Position> {
        let source = self.get(span.source);
        source.position(span.start)..source.position(span.end)
    }
}

//! The texts of a catalogue, and where they lie.

use std::path::PathBuf;

use event_spec::source::{Sources, Span};

use crate::render::Place;

/// The texts that spans point into.
#[derive(Debug)]
pub struct Texts {
    /// The texts.
    pub sources: Sources,
    /// Where their files lie.
    pub place: Place,
}

impl Texts {
    /// The path of a span's file, as the reader finds it.
    pub fn path(&self, span: Span) -> String {
        format!("{}{}", self.place.shown, self.sources.get(span.source).path())
    }

    /// The path of a span's file on the disk.
    pub fn absolute(&self, span: Span) -> PathBuf {
        self.place.folder.join(self.sources.get(span.source).path())
    }
}

//! Reads, resolves and checks catalogues of real-time events.
//!
//! In: a catalogue's entry file, through [`Files`]. Out: an [`Outcome`] with every diagnostic of the run and, where
//! none forbids it, a [`Valid`] catalogue. This crate knows no output language, prints nothing and opens no file.
//!
//! ```text
//! Files -> tree -> Document -> resolve -> Catalogue -> check -> Valid<Catalogue>
//! ```

pub mod catalogue;
pub mod diagnostic;
pub mod files;
pub mod pattern;
pub mod rule;
pub mod source;
pub mod suggest;
pub mod tree;
pub mod types;
pub mod words;

mod context;
mod document;
mod fit;
mod loader;
mod lower;
mod record;
mod schema;
mod valid;

pub use catalogue::Catalogue;
pub use diagnostic::{Diagnostic, Level};
pub use document::format_schema;
pub use files::Files;
pub use source::{Sources, Span};
pub use valid::Valid;

/// What a run over one catalogue gives.
#[derive(Debug)]
pub struct Outcome {
    /// The texts that were read, the entry first: also the list of files that the catalogue depends on.
    pub sources: Sources,
    /// Every finding, ordered by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The catalogue, where no finding is an error.
    pub catalogue: Option<Valid<Catalogue>>,
}

//! Reads, resolves and checks catalogues of real-time events.
//!
//! In: a catalogue's entry file, through [`Files`]. Out: an [`Outcome`] with every diagnostic of the run and, where
//! none forbids it, a [`Valid`] catalogue. This crate knows no output language, prints nothing and opens no file.
//!
//! ```text
//! Files -> tree -> Document -> resolve -> Catalogue -> check -> Valid<Catalogue>
//! Valid<Catalogue>, old and new -> compare -> Comparison
//! ```

pub mod address;
pub mod catalogue;
pub mod compare;
pub mod diagnostic;
pub mod files;
pub mod judge;
pub mod pattern;
pub mod quantity;
pub mod rule;
pub mod scene;
pub mod source;
pub mod suggest;
pub mod tree;
pub mod types;
pub mod words;

mod check;
mod context;
mod dates;
mod document;
mod fit;
mod ignore;
mod lint;
mod load;
mod loader;
mod lower;
mod record;
mod resolve;
mod schema;
mod structure;
mod valid;

pub use catalogue::Catalogue;
pub use dates::Date;
pub use diagnostic::{Diagnostic, Level};
pub use document::format_schema;
pub use files::Files;
pub use load::{LintOptions, Outcome, lint, load};
pub use rule::{Rule, rules};
pub use source::{Sources, Span};
pub use valid::Valid;

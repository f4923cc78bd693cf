//! Turns a checked catalogue into Rust, TypeScript, documents and a model in JSON.
//!
//! In: [`Valid`](event_spec::Valid) catalogues. Out: an [`OutputTree`], path to text. A backend is one folder (a model,
//! its lowering, its emitter) and one `generate` function; it cannot fail, and it never touches the disk.

pub mod canonical;
pub mod docs;
pub mod json;
pub mod model;
pub mod output;
pub mod prose;
pub mod rust;
pub mod typescript;
#[cfg(feature = "typify")]
pub mod typify;

pub use output::OutputTree;

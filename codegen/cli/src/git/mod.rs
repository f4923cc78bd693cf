//! Old revisions, read with the `git` command.
//!
//! In: an [`Address`], as in `.git#branch=main`. Out: a [`Revision`], which is a [`crate::tree::Tree`]: its files at the places where
//! a checkout would have them. Promise: nothing is checked out, and neither the index nor the work tree is touched or asked.
//!
//! ```text
//! Address -> Repository -> name of the commit -> Objects (one process) + Listing (one process) -> Revision
//! ```

mod absence;
mod address;
mod listing;
mod log;
mod objects;
mod program;
mod repository;
mod revision;

pub use address::Address;
pub use listing::Listing;
pub use log::{Commit, Touched, log};
pub use objects::Objects;
pub use repository::Repository;
pub use revision::Revision;

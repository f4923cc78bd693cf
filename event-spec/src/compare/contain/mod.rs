//! Is whatever one version sends read by the other?
//!
//! In: a writer's type and a reader's type, each with the named types of its own catalogue. Out: nothing, or the first gap:
//! where a document that the writer may send is not taken by the reader, or where that cannot be told.
//!
//! The writer's documents are those that its contract declares: an object without `additionalProperties` is sent with its
//! declared fields alone, although its readers let others pass. So a field that is added and optional breaks nobody. A map, a
//! kept rest and an open enum are sent with whatever they allow. Whole numbers are sent up to 2^63 - 1.
//!
//! Readers take what the format says, which `fit` holds examples to. Promised: without a gap, every document is taken;
//! with a certain gap, some document is not. The answer takes time linear in the pairs of types that meet, and no stack;
//! of catalogues that are compared as wholes, what is alike and how many values each type has is known before.

mod count;
mod facts;
pub(in crate::compare) mod kind;
mod lists;
mod numbers;
mod objects;
mod ranges;
mod samples;
mod texts;
mod unions;
mod walk;

#[cfg(test)]
mod tests;

pub(in crate::compare) use facts::{Alike, Facts, Known};

use crate::types::{Type, Types};

/// A type with the named types that it refers to.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    /// The named types.
    pub types: &'a Types,
    /// The type.
    pub ty: &'a Type,
    /// What is known of the named types already.
    pub(in crate::compare) facts: Option<Facts<'a>>,
}

impl<'a> Typed<'a> {
    /// A type with the named types that it refers to.
    pub fn new(types: &'a Types, ty: &'a Type) -> Self {
        Self { types, ty, facts: None }
    }
}

/// Where reading fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The way to the value, outermost key first; `[]` stands for any item of a list, `{}` for any value of a map.
    pub path: Vec<String>,
    /// What is sent there and not read, in a clause: `it may be null`.
    pub why: String,
    /// Whether some document is certainly refused; else it cannot be told.
    pub certain: bool,
}

/// Whether a reader takes every document that a writer may send. The named types are those of the two catalogues
/// ([`Catalogue::types`](crate::Catalogue)), and the types those of a message's payload in each.
///
/// # Errors
/// With a gap, a certain one where there is one.
pub fn contained(writer: Typed<'_>, reader: Typed<'_>) -> Result<(), Gap> {
    walk::Walk::new(writer, reader).run(writer.ty, reader.ty)
}

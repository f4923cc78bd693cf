//! "Checked" as a type.

use std::ops::Deref;

/// A value that validation alone makes, and all that later stages accept.
#[derive(Clone, Debug)]
pub struct Valid<T>(T);

impl<T> Valid<T> {
    /// Vouches for a value: only the end of the pipeline calls this.
    pub(crate) fn assume(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for Valid<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

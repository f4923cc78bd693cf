//! What became of a thing: the old and the new one, matched by the driver.

/// A thing of either version, or of both.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pair<T> {
    /// It is gone.
    Removed(T),
    /// It is new.
    Added(T),
    /// It is there still, perhaps under another name.
    Kept {
        /// As it was.
        old: T,
        /// As it is.
        new: T,
    },
}

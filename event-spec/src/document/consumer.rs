//! Views of front ends.

use crate::document::parts::Named;
use crate::record::record;
use crate::source::Spanned;

record! {
    /// A view of a front end.
    ConsumerRecord is "a consumer" {
        /// What it shows.
        [optional] summary: Spanned<String>,
        /// The events that it must handle.
        [required] listens: Vec<Spanned<String>>,
        /// The payload fields (dotted paths) that it reads, by event; an event that is not named is read whole. `edited_at?`
        /// reads a field and copes where it is absent.
        [optional] reads: Named<Vec<Spanned<String>>>,
    }
}

//! Frames: how an event lies on the wire.
//!
//! | contract | frame |
//! |---|---|
//! | no envelope | `["name", argument, ..]`, the data of a Socket.IO event packet |
//! | an envelope, on Socket.IO | `["name", {envelope}]` |
//! | an envelope, on a plain WebSocket | `{envelope}` |
//!
//! In: the text of a frame. Out: the event and what lies beside it, read in one pass straight into their structs, or why the
//! frame is refused. And back: the text, written once for all its recipients.

mod envelope;
mod name;
mod read;
mod source;
mod write;

pub use read::{decode, decode_parts, decode_text, judge};
pub use write::{encode, encode_any, encode_as, encode_in};

use crate::{EventSet, FormerName};

/// An event with what lies beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame<M, E> {
    /// The metadata; [`NoEnvelope`](crate::NoEnvelope) where there is none.
    pub meta: M,
    /// The printed address of the channel, where the frame names it.
    pub channel: Option<String>,
    /// The event.
    pub event: E,
    /// The former name that it came under.
    pub alias: Option<&'static FormerName>,
}

impl<M, E: EventSet> Frame<M, E> {
    /// An event that was read from the frame of a name.
    #[inline]
    fn named(name: &str, meta: M, channel: Option<String>, event: E) -> Self {
        let former = |former: &&FormerName| former.alias.name == name;
        let alias = if E::ALIASES.is_empty() || event.name() == name { None } else { E::ALIASES.iter().find(former) };
        Self { meta, channel, event, alias }
    }
}

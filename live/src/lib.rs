//! Tools for the time in which events flow: they know a catalogue, and need no server or front end that was built for it.
//!
//! - [`mock`]: a server from the catalogue alone.
//! - [`tail`]: looks on while events flow, and judges them.
//!
//! They print nothing and end no process: that is the command's.

#![forbid(unsafe_code)]

pub mod mock;

pub use event_hub::told_to_stop;
pub mod tail;
mod wire;

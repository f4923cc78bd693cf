//! Two versions of a catalogue, compared.

#[path = "../support/mod.rs"]
mod support;

mod pair;
mod payloads;
mod random;
mod show;

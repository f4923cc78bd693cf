//! Two versions of a catalogue, compared.

#[path = "../support/mod.rs"]
mod support;

mod catalogues;
mod contracts;
mod edits;
mod fingerprint;
mod pair;
mod payloads;
mod random;
mod show;

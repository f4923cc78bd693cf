//! Two versions of a catalogue, compared.

#[path = "../support/mod.rs"]
mod support;

mod catalogues;
mod contracts;
mod pair;
mod payloads;
mod random;
mod show;

//! Contracts as the Rust backend prints them, written by hand, and what they do on the wire.

pub use event_contracts_runtime as runtime;

pub mod chatflow;
pub mod gochat;
pub mod mechamap;

mod channels;
mod dispatch;
mod enveloped;
mod hostile;
mod names;
mod packets;

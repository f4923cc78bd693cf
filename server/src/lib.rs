//! The reference server: five systems on one hub.
//!
//! ```text
//! request ── http (who, what) ──> systems/<name>/rest ── store (Tx) ── hub.emit ── commit ──> events
//! client's event ── hub ──> systems/<name>/handler ── hub.send ──> events
//! ```
//!
//! `config` says what holds, `app` puts the systems together, `systems` has a folder for each.

#![forbid(unsafe_code)]

pub mod app;
mod base;
pub mod cli;
mod clock;
mod column;
pub mod config;
pub mod http;
mod ids;
pub mod presence;
mod summary;
pub mod systems;
mod tokens;

pub use base::{Base, Tasks};
pub use ids::{moment, new_id, now};
pub use tokens::{ISSUER, KeyError, Tokens, new_token_id};

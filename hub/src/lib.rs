//! Delivers the events of generated contracts.
//!
//! ```text
//! application ── emit(&mut tx, stored) ──> Tx ── commit ──> log (offset per channel) ─┐
//!             ── send(transient) ───────────────────────────────────────────────────┤
//!                                                                                     v
//!   other nodes <── bus ──> Engine ──> Channel (sequence, batch, coalesce) ──> Session queue ──> Link ──> client
//!                                                                                     ^
//! client ──> transport ──> Gateway (limits, decode) ──> the application's handler ────┘
//! ```
//!
//! - [`Hub`] is what an application sends with; [`System`] is what it answers with; [`Connection`] is one client.
//! - [`Store`] and [`Tx`] are the database: a stored event is written in the application's own transaction and leaves after the
//!   commit.
//! - The engine knows no contract: it moves encoded frames between addresses. The typed shell around it is thin.
//!
//! Promised: one order per channel for all who listen, on all nodes; nothing stored is lost; nothing is dropped without a word;
//! a slow client costs bounded memory and nobody else's time.

#![forbid(unsafe_code)]

pub mod auth;
mod bus;
mod close;
mod common;
mod config;
mod connection;
mod contracts;
mod counting;
mod engine;
mod gateway;
mod host;
mod hub;
mod inspect;
mod limits;
mod message;
mod notice;
#[cfg(test)]
mod page;
mod refusal;
mod store;
mod system;
pub mod transport;
pub mod untyped;
mod user;

pub use bus::{Bus, BusError};
pub use close::Close;
pub use config::{Config, SlowClients};
pub use connection::Connection;
pub use contracts::{AliasUsage, ContractUsage, Direction, VersionUsage};
pub use gateway::AskError;
pub use host::{Drain, Heartbeat, Host, HostConfig, Http, told_to_stop};
pub use hub::{About, Cause, Hub};
pub use inspect::{Inspect, is_local};
pub use message::{Position, SessionId};
pub use refusal::{Code, Refusal};
pub use store::{Migration, Store, StoreError, Tx};
pub use system::{Answer, System};
pub use transport::socketio::{SocketIo, packet};
pub use user::User;

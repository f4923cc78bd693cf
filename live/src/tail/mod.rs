//! Looks on while events flow: as a client, between a client and a server, or over a recording.
//!
//! ```text
//! client | proxy | recording ── Seen (what was on the wire) ──> Watch (which contract, which event, fine or not) ──> Sighting
//!                                     └──> Recorder ──> file                                   └──> Summary
//! ```
//!
//! Promised: nothing that a peer says makes this panic; what passes through the proxy is what was sent; a recording holds no token, and
//! is judged as its events were.

mod client;
mod contracts;
mod emit;
mod proxy;
mod recording;
mod redact;
mod replay;
mod seen;
mod sighting;
mod summary;
#[cfg(test)]
mod tests;
mod trouble;
mod watch;

pub use self::client::{Client, Ended, Options};
pub use self::contracts::{Contract, Contracts, Texts};
pub use self::emit::{Emit, join};
pub use self::proxy::Proxy;
pub use self::recording::{Header, Reader, Recorder};
pub use self::replay::{Server, Speed};
pub use self::seen::{Happening, Message, Protocol, Seen, now, written};
pub use self::sighting::{Sighting, Standing, What};
pub use self::summary::{Name, Summary};
pub use self::trouble::Trouble;
pub use self::watch::Watch;
pub use crate::wire::address::Address;

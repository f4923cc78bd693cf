//! Contracts that are known only when the program runs: for tools that read a catalogue and serve it, as a mock does.
//!
//! In: [`Contract`], what the hub has to know of a contract, and a [`Desk`], which reads the frames of clients, judges them and
//! answers. Out: a server on the same engine, gateway and transports as [`Hub`](crate::Hub) and [`System`](crate::System) give:
//! order, batches, recovery, limits, notices and close codes are the same. What the compiler holds a typed application to is here the
//! desk's own affair: that what it sends fits its event, that stored events are emitted in a transaction, that a frame has
//! its envelope.

mod behind;
mod connection;
mod contract;
mod desk;
mod hub;

pub(crate) use self::behind::Behind;
pub use self::connection::Connection;
pub use self::contract::{Contract, Former};
pub use self::desk::{Desk, Said};
pub use self::hub::{Hub, Outgoing};

//! Protocols as one who looks on or speaks for a client needs them: nothing here knows a contract.
//!
//! - [`engine`]: the messages of Engine.IO, and the bodies of its polling.
//! - [`frames`]: the messages of a WebSocket, out of its bytes; [`inflate`] where they are compressed.
//! - [`address`]: where a server is; [`stream`]: the connection there, with TLS or without.

pub(crate) mod address;
pub(crate) mod engine;
pub(crate) mod frames;
pub(crate) mod inflate;
pub(crate) mod stream;

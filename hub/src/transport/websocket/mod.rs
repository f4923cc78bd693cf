//! Plain WebSocket (RFC 6455): one text frame an event, in the contract's envelope.

pub(crate) mod framing;

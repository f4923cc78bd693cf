//! What can be set, each with a default that works.

use std::time::Duration;

use crate::auth::{Origins, Verifier};

/// What can be set of a hub beside its contract.
#[derive(Clone, Debug)]
pub struct Config {
    /// The Socket.IO namespace or the WebSocket path, where it is not the contract's own.
    pub at: Option<String>,
    /// What checks tokens. Without keys, which is how it is unless set, none is good.
    pub tokens: Verifier,
    /// Which pages may open connections: those of the same host, and whatever is no page, unless set.
    pub origins: Origins,
    /// The largest message of a client in bytes, on every transport, where the contract sets none. 64 KiB unless set.
    pub frame_bytes: usize,
    /// How long an event can be recovered after it was stored. 24 hours unless set.
    pub retention: Duration,
    /// How long a handler may take before its client is told `timed_out`. 10 s unless set.
    pub handler_timeout: Duration,
    /// How long a connection outlives its token. 25 s unless set.
    pub token_grace: Duration,
    /// How often the log is asked for events that the bus did not bring. 1 s unless set.
    pub sweep: Duration,
    /// The bounds of what waits for a client.
    pub slow_clients: SlowClients,
}

/// The bounds of what waits for one client.
#[derive(Clone, Copy, Debug)]
pub struct SlowClients {
    /// From so many waiting bytes on, transient events are merged or dropped as their priority says. 256 KiB unless set.
    pub shed_bytes: usize,
    /// With more waiting bytes than this, the client is told to come back and recover. 1 MiB unless set.
    pub most_bytes: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            at: None,
            tokens: Verifier::default(),
            origins: Origins::default(),
            frame_bytes: 64 * 1024,
            retention: Duration::from_secs(24 * 60 * 60),
            handler_timeout: Duration::from_secs(10),
            token_grace: Duration::from_secs(25),
            sweep: Duration::from_secs(1),
            slow_clients: SlowClients { shed_bytes: 256 * 1024, most_bytes: 1024 * 1024 },
        }
    }
}

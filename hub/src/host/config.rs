//! What can be set of a server, each with a default that works.

use std::time::Duration;

use crate::transport::socketio::SocketIo;

/// What can be set of a server, beside its hubs.
#[derive(Clone, Copy, Debug, Default)]
pub struct HostConfig {
    /// How a client on a plain WebSocket shows that it is still there.
    pub heartbeat: Heartbeat,
    /// What can be set of Socket.IO.
    pub socket_io: SocketIo,
    /// How the server stops.
    pub drain: Drain,
    /// How HTTP is held to its time.
    pub http: Http,
}

/// How a client on a plain WebSocket shows that it is still there: by whatever it sends, by reading what had to wait for it, or
/// by answering a ping (RFC 6455, 5.5.2).
#[derive(Clone, Copy, Debug)]
pub struct Heartbeat {
    /// After so long without a sign it is asked for one. 25 s unless set.
    pub interval: Duration,
    /// So long it may take to give one. Then the connection ends with code 4005. 20 s unless set.
    pub timeout: Duration,
}

/// How the server stops.
#[derive(Clone, Copy, Debug)]
pub struct Drain {
    /// Clients are told to come back after a random time up to this, so that they do not all come at once. 5 s unless set.
    pub spread: Duration,
    /// After so long the server ends, whatever is not done by then. 25 s unless set.
    pub bound: Duration,
}

/// How HTTP, and every connection that began as such, is held to its time.
#[derive(Clone, Copy, Debug)]
pub struct Http {
    /// So long a client may take over the head of a request. 10 s unless set.
    pub head_timeout: Duration,
    /// So long a client may take nothing of what was written to it; then the system ends the connection and frees its buffers
    /// (`TCP_USER_TIMEOUT`: on Linux and Android alone). 20 s unless set.
    pub stall_timeout: Duration,
}

impl Default for Heartbeat {
    fn default() -> Self {
        Self { interval: Duration::from_secs(25), timeout: Duration::from_secs(20) }
    }
}

impl Default for Drain {
    fn default() -> Self {
        Self { spread: Duration::from_secs(5), bound: Duration::from_secs(25) }
    }
}

impl Default for Http {
    fn default() -> Self {
        Self { head_timeout: Duration::from_secs(10), stall_timeout: Duration::from_secs(20) }
    }
}

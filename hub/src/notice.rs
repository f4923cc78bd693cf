//! What the hub itself says to a client, beside the contract: events whose names start with `hub:`, which no contract can
//! declare for lack of a pattern. A client that knows nothing of them never hears them by accident.
//!
//! | name | payload | when |
//! |---|---|---|
//! | `hub:error` | a [`Refusal`](crate::Refusal) | an event was refused, and the contract has no words of its own for it |
//! | `hub:position` | `{channel, position, recovered?}` | a client that asked for recovery entered a channel |
//! | `hub:left` | `{channel, code}` | access was asked again and denied |
//! | `hub:dropped` | `{events: {name: count}}` | transient events were dropped, as the client read too slowly |
//! | `hub:expiring` | `{seconds}` | the token expires, and the connection ends after the grace period |
//! | `hub:closing` | `{code, reason, come_back?}` | before the server ends a Socket.IO connection; `come_back` in milliseconds |
//! | `hub:contract` | `{version, fingerprint}` | on connecting, to a client that said that it was built with another contract: this one is served |
//! | `hub:renewed` | `{seconds}` | the token was renewed, and is good for so long; on Socket.IO this is the acknowledgement where the client waits for one |
//! | `hub:pong` | `{}` | the answer to `hub:ping`; the same holds |
//!
//! And what clients say to the hub: `hub:renew` `{token}`, with a new token of the same user. A token that is not good is refused
//! like an event, and the connection lasts as long as it would have. After a renewal, access to every channel that the
//! connection is in is asked again.
//!
//! And `hub:ping`, which is answered at once: a page of a browser neither sees nor sends a WebSocket's own pings.
//!
//! `code` of `hub:left` is that of a refusal: `denied`, `unauthenticated`, or `not_found` for what is no channel.

use serde::Serialize;

use crate::message::{Frame, Wire, frame};

/// The name that a notice travels under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    /// `hub:error`
    Error,
    /// `hub:position`
    Position,
    /// `hub:left`
    Left,
    /// `hub:dropped`
    Dropped,
    /// `hub:expiring`
    Expiring,
    /// `hub:closing`
    Closing,
    /// `hub:contract`
    Contract,
    /// `hub:renewed`
    Renewed,
    /// `hub:pong`
    Pong,
}

/// The name under which a client asks whether the hub is still there.
pub(crate) const PING: &str = "hub:ping";

/// The name under which a client sends a new token.
pub(crate) const RENEW: &str = "hub:renew";

impl Notice {
    /// The name on the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Error => "hub:error",
            Self::Position => "hub:position",
            Self::Left => "hub:left",
            Self::Dropped => "hub:dropped",
            Self::Expiring => "hub:expiring",
            Self::Closing => "hub:closing",
            Self::Contract => "hub:contract",
            Self::Renewed => "hub:renewed",
            Self::Pong => "hub:pong",
        }
    }

    /// The frame. `keys` are those of the contract's envelope on a plain WebSocket: its name's, and its payload's.
    pub(crate) fn frame<T: Serialize>(self, wire: &Wire, keys: (&str, &str), payload: &T) -> Frame {
        let name = serde_json::Value::from(self.name());
        let payload = event_contracts_runtime::Encoded::of(payload);
        let text = match wire {
            Wire::SocketIo { .. } => format!("[{name},{payload}]"),
            Wire::Plain => {
                let (name_key, payload_key) = (serde_json::Value::from(keys.0), serde_json::Value::from(keys.1));
                format!("{{{name_key}:{name},{payload_key}:{payload}}}")
            }
        };
        frame(wire, &text, None)
    }
}

#[cfg(test)]
mod tests {
    use super::Notice;
    use crate::page;

    #[test]
    fn the_page_has_the_table_of_notices() {
        use Notice::{Closing, Contract, Dropped, Error, Expiring, Left, Pong, Position, Renewed};
        let all = [Error, Position, Left, Dropped, Expiring, Closing, Contract, Renewed, Pong]
            .map(|notice| notice.name().to_owned());
        let shown: Vec<String> = page::table("event").into_iter().flat_map(|row| row.into_iter().next()).collect();
        assert_eq!(shown, all);
    }
}

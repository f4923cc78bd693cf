//! Engine.IO, protocol version 4: packets, and the bodies of long-polling.
//!
//! In: a text message of a WebSocket, or a body. Out: the packets in it; texts are where they were. Promised: no panic, whatever comes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

/// What separates the packets of a body.
pub(crate) const SEPARATOR: char = '\u{1e}';

/// A packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Packet<'a> {
    /// The server's first word: the JSON text of [`Open`].
    Open(&'a str),
    /// The sender leaves.
    Close,
    /// The server asks for a sign of life.
    Ping,
    /// The client gives one.
    Pong,
    /// A message of the protocol above.
    Message(&'a str),
    /// A message of bytes, as polling carries it.
    Bytes(Vec<u8>),
    /// The client has gone over to the WebSocket.
    Upgrade,
    /// Nothing: it ends a poll that waits.
    Noop,
}

/// What the server says first.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Open {
    /// The session.
    pub(crate) sid: String,
    /// How often it asks for a sign of life, in milliseconds.
    pub(crate) ping_interval: u64,
    /// How long a sign may take, in milliseconds.
    pub(crate) ping_timeout: u64,
}

/// Reads a packet; none where it is none.
pub(crate) fn packet(text: &str) -> Option<Packet<'_>> {
    let mut rest = text.chars();
    let kind = rest.next()?;
    let data = rest.as_str();
    Some(match kind {
        '0' => Packet::Open(data),
        '1' => Packet::Close,
        '2' => Packet::Ping,
        '3' => Packet::Pong,
        '4' => Packet::Message(data),
        '5' => Packet::Upgrade,
        '6' => Packet::Noop,
        'b' => Packet::Bytes(STANDARD.decode(data).ok()?),
        _ => return None,
    })
}

/// Reads the packets of a body; none for each that is none.
pub(crate) fn body(text: &str) -> impl Iterator<Item = Option<Packet<'_>>> {
    text.split(SEPARATOR).filter(|part| !part.is_empty()).map(packet)
}

/// A message, as it travels.
pub(crate) fn message(text: &str) -> String {
    format!("4{text}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn packets_are_read() {
        assert_eq!(packet("0{}"), Some(Packet::Open("{}")));
        assert_eq!(packet("2probe"), Some(Packet::Ping));
        assert_eq!(packet("42[\"a\"]"), Some(Packet::Message("2[\"a\"]")));
        assert_eq!(packet("bAQI="), Some(Packet::Bytes(vec![1, 2])));
        for none in ["", "7", "b!", "é", "x4"] {
            assert_eq!(packet(none), None, "{none}");
        }
        let found: Vec<_> = body("40\u{1e}42[\"a\"]\u{1e}bAQI=\u{1e}9").collect();
        assert_eq!(
            found,
            [Some(Packet::Message("0")), Some(Packet::Message("2[\"a\"]")), Some(Packet::Bytes(vec![1, 2])), None]
        );
        assert_eq!(body("").count(), 0);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "[0-9b\u{1e}=A-Za-z\\[\\]\"é]{0,40}", any in ".*") {
            let _ = packet(&text);
            let _ = packet(&any);
            let _ = body(&text).count();
            let _ = body(&any).count();
        }
    }
}

//! How a server writes frames (RFC 6455, 5.2): not masked, never in fragments. So the bytes of a frame are the same for every
//! client, and are made once.

use bytes::Bytes;

/// What a frame is (RFC 6455, 11.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opcode {
    /// A further fragment of a message.
    Continuation = 0x0,
    /// A message of text.
    Text = 0x1,
    /// A message of bytes.
    Binary = 0x2,
    /// The end of the connection.
    Close = 0x8,
    /// Are you there?
    Ping = 0x9,
    /// I am.
    Pong = 0xA,
}

impl Opcode {
    /// The kind of a number; none for those that are not given out.
    pub(crate) fn of(number: u8) -> Option<Self> {
        let all = [Self::Continuation, Self::Text, Self::Binary, Self::Close, Self::Ping, Self::Pong];
        all.into_iter().find(|opcode| *opcode as u8 == number)
    }

    /// Whether such frames come between the fragments of a message too, short and whole.
    pub(crate) fn is_control(self) -> bool {
        matches!(self, Self::Close | Self::Ping | Self::Pong)
    }
}

/// The bytes that a control frame may carry.
pub(crate) const LONGEST_CONTROL: usize = 125;

/// The whole frame of a text.
pub(crate) fn text(text: &str) -> Bytes {
    frame(Opcode::Text, text.as_bytes())
}

/// A whole frame.
pub(crate) fn frame(opcode: Opcode, payload: &[u8]) -> Bytes {
    const FINAL: u8 = 0x80;
    let mut out = Vec::with_capacity(payload.len().saturating_add(10));
    out.push(FINAL | opcode as u8);
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(length @ 0..=125), _) => out.push(length),
        (_, Ok(length)) => {
            out.push(126);
            out.extend_from_slice(&length.to_be_bytes());
        }
        _ => {
            out.push(127);
            out.extend_from_slice(&(payload.len() as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(payload);
    out.into()
}

/// The whole frame that ends a connection.
pub(crate) fn close(code: u16, reason: &str) -> Bytes {
    let reason = reason.as_bytes();
    let mut payload = code.to_be_bytes().to_vec();
    payload.extend_from_slice(reason.get(..LONGEST_CONTROL - 2).unwrap_or(reason));
    frame(Opcode::Close, &payload)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_take_the_shortest_form() {
        for (length, header) in [
            (0, vec![0x81, 0]),
            (125, vec![0x81, 125]),
            (126, vec![0x81, 126, 0, 126]),
            (65_535, vec![0x81, 126, 0xff, 0xff]),
            (65_536, vec![0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
        ] {
            let payload = "x".repeat(length);
            let frame = text(&payload);
            assert_eq!(frame.strip_suffix(payload.as_bytes()), Some(&*header), "{length}");
        }
    }
}

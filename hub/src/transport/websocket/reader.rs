//! How a server reads frames (RFC 6455, 5): from pieces of any size to whole messages.
//!
//! In: bytes as they come. Out: one message or control frame after the other. Nothing is held for a client that has sent
//! nothing; a message that is too large is refused by its header, before its bytes are kept.

use std::ops::Range;

use super::framing::{LONGEST_CONTROL, Opcode};
use crate::close::Close;

/// What a client says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Incoming<'a> {
    /// A whole message of text.
    Text(&'a str),
    /// Are you there? The answer carries the same bytes.
    Ping(&'a [u8]),
    /// I am.
    Pong,
    /// The client ends the connection; the bytes are its code and its reason.
    Close(&'a [u8]),
}

/// Takes frames apart.
#[derive(Debug)]
pub(super) struct Reader {
    /// The bytes of a message that are allowed.
    limit: usize,
    /// What has come and is not yet taken; what lies before `start` is.
    bytes: Vec<u8>,
    start: usize,
    /// The fragments of a message that has not ended; none between messages.
    fragments: Option<Vec<u8>>,
    /// The message that was put together of fragments, while the caller looks at it.
    whole: Vec<u8>,
}

/// A frame whose bytes are all there, unmasked.
struct Taken {
    last: bool,
    opcode: Opcode,
    payload: Range<usize>,
}

impl Reader {
    /// A reader that has been given some bytes already.
    pub(super) fn new(limit: usize, bytes: Vec<u8>) -> Self {
        Self { limit, bytes, start: 0, fragments: None, whole: Vec::new() }
    }

    /// Takes bytes as they come.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.start);
        self.start = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// Forgets what was given to it.
    pub(super) fn clear(&mut self) {
        *self = Self::new(self.limit, Vec::new());
    }

    /// The next message or control frame; none until more bytes have come.
    ///
    /// # Errors
    /// `TooBig` for a message over the limit, `BadProtocol` for what is no frame of text of a client.
    pub(super) fn next(&mut self) -> Result<Option<Incoming<'_>>, Close> {
        self.whole = Vec::new();
        loop {
            let Some(Taken { last, opcode, payload }) = self.take()? else {
                self.rest();
                return Ok(None);
            };
            match (opcode, last, self.fragments.is_some()) {
                (Opcode::Text, true, false) => return self.at(payload).and_then(text).map(Some),
                (Opcode::Text, false, false) => self.fragments = Some(self.at(payload)?.to_vec()),
                (Opcode::Continuation, _, true) => {
                    let piece = self.bytes.get(payload).unwrap_or_default();
                    if let Some(fragments) = &mut self.fragments {
                        fragments.extend_from_slice(piece);
                    }
                    if last {
                        self.whole = self.fragments.take().unwrap_or_default();
                        return text(&self.whole).map(Some);
                    }
                }
                (Opcode::Ping, ..) => return self.at(payload).map(|payload| Some(Incoming::Ping(payload))),
                (Opcode::Pong, ..) => return Ok(Some(Incoming::Pong)),
                (Opcode::Close, ..) => return self.at(payload).map(|payload| Some(Incoming::Close(payload))),
                _ => return Err(Close::BadProtocol),
            }
        }
    }

    fn at(&self, range: Range<usize>) -> Result<&[u8], Close> {
        self.bytes.get(range).ok_or(Close::BadProtocol)
    }

    /// Gives back the memory where nothing is left to be read.
    fn rest(&mut self) {
        if self.start == self.bytes.len() {
            self.bytes = Vec::new();
            self.start = 0;
        }
    }

    /// Takes a frame, if all of it is there.
    fn take(&mut self) -> Result<Option<Taken>, Close> {
        let Some((head, rest)) = self.bytes.get(self.start..).and_then(<[u8]>::split_first_chunk::<2>) else {
            return Ok(None);
        };
        let [first, second] = *head;
        let last = first & 0x80 != 0;
        let opcode = Opcode::of(first & 0x0f).filter(|_| first & 0x70 == 0).ok_or(Close::BadProtocol)?;
        let masked = second & 0x80 != 0;
        let (length, wide) = match second & 0x7f {
            126 => match rest.first_chunk::<2>() {
                Some(length) => (u64::from(u16::from_be_bytes(*length)), 2),
                None => return Ok(None),
            },
            127 => match rest.first_chunk::<8>() {
                Some(length) => (u64::from_be_bytes(*length), 8),
                None => return Ok(None),
            },
            length => (u64::from(length), 0),
        };
        let shortest = match length {
            0..=125 => 0,
            126..=0xffff => 2,
            _ => 8,
        };
        let fits = !opcode.is_control() || (last && length <= LONGEST_CONTROL as u64);
        if !masked || wide != shortest || !fits {
            return Err(Close::BadProtocol);
        }
        let begun = self.fragments.as_ref().map_or(0, Vec::len);
        let room = self.limit.saturating_sub(if opcode.is_control() { 0 } else { begun });
        let length = usize::try_from(length).ok().filter(|length| opcode.is_control() || *length <= room);
        let length = length.ok_or(Close::TooBig)?;
        let mask_at = self.start + 2 + wide;
        let payload = mask_at + 4..(mask_at + 4).saturating_add(length);
        let Some((mask, content)) =
            self.bytes.get_mut(mask_at..payload.end).and_then(<[u8]>::split_first_chunk_mut::<4>)
        else {
            return Ok(None);
        };
        unmask(*mask, content);
        self.start = payload.end;
        Ok(Some(Taken { last, opcode, payload }))
    }
}

fn text(bytes: &[u8]) -> Result<Incoming<'_>, Close> {
    std::str::from_utf8(bytes).map(Incoming::Text).map_err(|_| Close::BadProtocol)
}

/// RFC 6455, 5.3.
fn unmask(mask: [u8; 4], content: &mut [u8]) {
    let (words, rest) = content.as_chunks_mut::<4>();
    for word in words {
        *word = (u32::from_ne_bytes(*word) ^ u32::from_ne_bytes(mask)).to_ne_bytes();
    }
    for (byte, mask) in rest.iter_mut().zip(mask) {
        *byte ^= mask;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: usize = 70_000;

    /// A frame as a client writes it.
    fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
        let plain = super::super::framing::frame(Opcode::Text, payload);
        let header = plain.len() - payload.len();
        let mask = [0x12, 0x34, 0xab, 0xff];
        let mut out = plain[..header].to_vec();
        out[0] = first;
        out[1] |= 0x80;
        out.extend_from_slice(&mask);
        out.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
        out
    }

    /// What a reader says of bytes that come in pieces of `step`.
    fn read(bytes: &[u8], step: usize) -> Result<Vec<String>, Close> {
        let mut reader = Reader::new(LIMIT, Vec::new());
        let mut said = Vec::new();
        for piece in bytes.chunks(step) {
            reader.push(piece);
            while let Some(incoming) = reader.next()? {
                said.push(match incoming {
                    Incoming::Text(text) => format!("text {text}"),
                    Incoming::Ping(payload) => format!("ping {}", payload.len()),
                    Incoming::Pong => "pong".to_owned(),
                    Incoming::Close(payload) => format!("close {payload:?}"),
                });
            }
        }
        Ok(said)
    }

    #[test]
    fn frames_are_read_from_pieces_of_any_size() {
        let mut bytes = Vec::new();
        let mut expected = Vec::new();
        for length in [0, 1, 3, 4, 125, 126, 65_535, 65_536, LIMIT] {
            bytes.extend(masked(0x81, "y".repeat(length).as_bytes()));
            expected.push(format!("text {}", "y".repeat(length)));
        }
        bytes.extend(masked(0x01, "zwei ".as_bytes()));
        bytes.extend(masked(0x89, b"in between"));
        bytes.extend(masked(0x00, &"Stücke".as_bytes()[..4]));
        bytes.extend(masked(0x80, &"Stücke".as_bytes()[4..]));
        bytes.extend(masked(0x8a, b""));
        bytes.extend(masked(0x88, &4000_u16.to_be_bytes()));
        expected.extend(["ping 10", "text zwei Stücke", "pong", "close [15, 160]"].map(str::to_owned));
        for step in [1, 2, 7, 4096, usize::MAX] {
            assert!(read(&bytes, step).as_ref() == Ok(&expected), "in pieces of {step}");
        }
    }

    #[test]
    fn one_byte_over_the_limit_is_refused_by_its_header() {
        let over = masked(0x81, &vec![b'y'; LIMIT + 1]);
        assert_eq!(read(&over[..10], 1), Err(Close::TooBig));
        let mut fragments = masked(0x01, &vec![b'y'; LIMIT - 10]);
        fragments.extend(masked(0x80, &[b'y'; 11]));
        assert_eq!(read(&fragments, 4096), Err(Close::TooBig));
        let endless = [0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        assert_eq!(read(&endless, 1), Err(Close::TooBig));
    }

    #[test]
    fn what_is_no_text_of_a_client_is_refused() {
        let unmasked = super::super::framing::text("y");
        let long_control = masked(0x89, &[0; 126]);
        let mut not_shortest = masked(0x81, b"");
        not_shortest.splice(1..2, [0x80 | 126, 0, 0]);
        for (what, bytes) in [
            ("not masked", unmasked.to_vec()),
            ("bytes", masked(0x82, b"y")),
            ("a reserved bit", masked(0xc1, b"y")),
            ("no opcode", masked(0x83, b"y")),
            ("a fragment of nothing", masked(0x80, b"y")),
            ("a message within a message", [masked(0x01, b"y"), masked(0x81, b"y")].concat()),
            ("a control frame in fragments", masked(0x09, b"y")),
            ("a long control frame", long_control),
            ("a length in too many bytes", not_shortest),
            ("no UTF-8", masked(0x81, &[0xff])),
            ("no UTF-8 at the seam", [masked(0x01, &[0xc3]), masked(0x80, b"y")].concat()),
        ] {
            assert_eq!(read(&bytes, 1), Err(Close::BadProtocol), "{what}");
        }
    }

    #[test]
    fn an_idle_reader_holds_nothing() {
        let mut reader = Reader::new(LIMIT, Vec::new());
        reader.push(&masked(0x81, b"y"));
        assert_eq!(reader.next(), Ok(Some(Incoming::Text("y"))));
        assert_eq!(reader.next(), Ok(None));
        assert_eq!((reader.bytes.capacity(), reader.whole.capacity()), (0, 0));
    }
}

//! The messages of a WebSocket (RFC 6455), out of the bytes of one direction.
//!
//! In: bytes as they pass by, in pieces of any size. Out: whole messages and the close frame. Promised: no panic, whatever comes; a message
//! beyond the bound costs no memory; what breaks the protocol is told once, and nothing after it is read.

use super::inflate::Inflater;

/// A message beyond this is passed over.
pub(crate) const MOST_BYTES: usize = 16 * 1024 * 1024;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A text message.
    Text(String),
    /// A message of bytes.
    Bytes(Vec<u8>),
    /// A message of this kind that is larger than what is looked at.
    TooLarge,
    /// The end, with its code and reason where they are given.
    Close(Option<u16>, String),
    /// What follows cannot be read, and why.
    Broken(&'static str),
}

/// Reads one direction.
pub(crate) struct Reader {
    /// What is not yet a whole head.
    head: Vec<u8>,
    /// The frame that is being read.
    frame: Option<Frame>,
    /// The message that is being put together.
    message: Option<Message>,
    control: Vec<u8>,
    inflater: Option<Inflater>,
    over: bool,
    most: usize,
}

struct Frame {
    left: u64,
    mask: Option<[u8; 4]>,
    at: usize,
    last: bool,
    control: Option<u8>,
}

struct Message {
    text: bool,
    compressed: bool,
    bytes: Vec<u8>,
    too_large: bool,
}

impl Reader {
    /// A reader; `inflater` where messages may be compressed.
    pub(crate) fn new(inflater: Option<Inflater>) -> Self {
        Self {
            head: Vec::new(),
            frame: None,
            message: None,
            control: Vec::new(),
            inflater,
            over: false,
            most: MOST_BYTES,
        }
    }

    /// Reads what came next.
    pub(crate) fn read(&mut self, mut bytes: &[u8], found: &mut Vec<Found>) {
        while !self.over {
            match self.frame.take() {
                None => {
                    let Some((first, rest)) = bytes.split_first() else { return };
                    self.head.push(*first);
                    bytes = rest;
                    self.start(found);
                }
                Some(mut frame) => {
                    let length = usize::try_from(frame.left).unwrap_or(usize::MAX).min(bytes.len());
                    let (now, rest) = bytes.split_at(length);
                    bytes = rest;
                    self.take(&mut frame, now);
                    frame.left = frame.left.saturating_sub(length as u64);
                    if frame.left > 0 {
                        self.frame = Some(frame);
                        if bytes.is_empty() {
                            return;
                        }
                    } else {
                        self.end(&frame, found);
                    }
                }
            }
        }
    }

    fn broken(&mut self, why: &'static str, found: &mut Vec<Found>) {
        self.over = true;
        found.push(Found::Broken(why));
    }

    /// Begins a frame, where its head is whole.
    fn start(&mut self, found: &mut Vec<Found>) {
        let Some(head) = Head::read(&self.head) else { return };
        self.head.clear();
        let Head { last, compressed, reserved, opcode, mask, length } = head;
        if reserved || (compressed && self.inflater.is_none()) {
            return self.broken("a reserved bit is set", found);
        }
        let control = opcode >= 8;
        match opcode {
            8..=10 if !last || length > 125 || compressed => {
                return self.broken("a control frame is too long or in pieces", found);
            }
            8..=10 => self.control.clear(),
            1 | 2 if self.message.is_none() => {
                self.message = Some(Message { text: opcode == 1, compressed, bytes: Vec::new(), too_large: false });
            }
            0 if self.message.is_some() && !compressed => {}
            0..=2 => return self.broken("the pieces of a message are out of order", found),
            _ => return self.broken("a frame is of no known kind", found),
        }
        let frame = Frame { left: length, mask, at: 0, last, control: control.then_some(opcode) };
        if length == 0 {
            self.end(&frame, found);
        } else {
            self.frame = Some(frame);
        }
    }

    /// Takes bytes of a frame.
    fn take(&mut self, frame: &mut Frame, bytes: &[u8]) {
        let mask = frame.mask;
        let at = frame.at;
        frame.at = (frame.at + bytes.len()) % 4;
        let plain = bytes.iter().enumerate().map(|(place, byte)| match mask {
            Some(mask) => byte ^ mask[(at + place) % 4],
            None => *byte,
        });
        if frame.control.is_some() {
            self.control.extend(plain);
        } else if let Some(message) = &mut self.message {
            if message.bytes.len().saturating_add(bytes.len()) > self.most {
                message.too_large = true;
                message.bytes = Vec::new();
            }
            // What was compressed must be inflated all the same, as later messages lean on it.
            if !message.too_large {
                message.bytes.extend(plain);
            }
        }
    }

    /// Ends a frame.
    fn end(&mut self, frame: &Frame, found: &mut Vec<Found>) {
        match frame.control {
            Some(8) => {
                let code = self.control.first_chunk::<2>().map(|code| u16::from_be_bytes(*code));
                let reason = self.control.get(2..).unwrap_or_default();
                found.push(Found::Close(code, String::from_utf8_lossy(reason).into_owned()));
                self.over = true;
            }
            Some(_) => {}
            None if frame.last => {
                if let Some(message) = self.message.take() {
                    self.whole(message, found);
                }
            }
            None => {}
        }
    }

    fn whole(&mut self, message: Message, found: &mut Vec<Found>) {
        if message.too_large {
            found.push(Found::TooLarge);
            if message.compressed && self.inflater.is_some() {
                self.broken("what follows a compressed message of this size cannot be read", found);
            }
            return;
        }
        let bytes = match (&mut self.inflater, message.compressed) {
            (Some(inflater), true) => match inflater.inflate(&message.bytes, self.most) {
                Ok(Some(bytes)) => bytes,
                Ok(None) => {
                    found.push(Found::TooLarge);
                    return self.broken("what follows a compressed message of this size cannot be read", found);
                }
                Err(why) => return self.broken(why, found),
            },
            _ => message.bytes,
        };
        if !message.text {
            return found.push(Found::Bytes(bytes));
        }
        match String::from_utf8(bytes) {
            Ok(text) => found.push(Found::Text(text)),
            Err(_) => self.broken("a text is no UTF-8", found),
        }
    }
}

struct Head {
    last: bool,
    compressed: bool,
    reserved: bool,
    opcode: u8,
    mask: Option<[u8; 4]>,
    length: u64,
}

impl Head {
    /// Reads a head; none where it is not whole.
    fn read(bytes: &[u8]) -> Option<Self> {
        let [first, second, rest @ ..] = bytes else { return None };
        let (length, rest) = match second & 0x7f {
            126 => {
                let (length, rest) = rest.split_first_chunk::<2>()?;
                (u64::from(u16::from_be_bytes(*length)), rest)
            }
            127 => {
                let (length, rest) = rest.split_first_chunk::<8>()?;
                (u64::from_be_bytes(*length), rest)
            }
            short => (u64::from(short), rest),
        };
        let mask = match second & 0x80 {
            0 => None,
            _ => Some(*rest.first_chunk::<4>()?),
        };
        Some(Self {
            last: first & 0x80 != 0,
            compressed: first & 0x40 != 0,
            reserved: first & 0x30 != 0,
            opcode: first & 0x0f,
            mask,
            length,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A frame as its sender writes it.
    fn frame(first: u8, mask: Option<[u8; 4]>, payload: &[u8]) -> Vec<u8> {
        let bit = if mask.is_some() { 0x80 } else { 0 };
        let mut out = vec![first];
        match payload.len() {
            short @ 0..=125 => out.push(bit | u8::try_from(short).unwrap_or_default()),
            middle @ 126..=0xffff => {
                out.push(bit | 126);
                out.extend(u16::try_from(middle).unwrap_or_default().to_be_bytes());
            }
            long => {
                out.push(bit | 127);
                out.extend((long as u64).to_be_bytes());
            }
        }
        out.extend(mask.unwrap_or_default().iter().take(if mask.is_some() { 4 } else { 0 }));
        let mask = mask.unwrap_or_default();
        out.extend(payload.iter().enumerate().map(|(at, byte)| byte ^ mask[at % 4]));
        out
    }

    fn read(bytes: &[u8], piece: usize) -> Vec<Found> {
        let (mut reader, mut found) = (Reader::new(None), Vec::new());
        bytes.chunks(piece.max(1)).for_each(|piece| reader.read(piece, &mut found));
        found
    }

    #[test]
    fn what_breaks_the_protocol_is_told_once() {
        for bytes in [
            vec![0xf1, 0],
            vec![0xc1, 0],
            vec![0x80, 0],
            vec![0x83, 0],
            vec![0x09, 0],
            vec![0x89, 126, 0, 200],
            vec![0x81, 1, 0xff],
        ] {
            let found = read(&[bytes.clone(), bytes].concat(), 1);
            assert!(matches!(found[..], [Found::Broken(_)]), "{found:?}");
        }
    }

    #[test]
    fn a_message_beyond_the_bound_is_passed_over() {
        let (mut reader, mut found) = (Reader { most: 10, ..Reader::new(None) }, Vec::new());
        reader.read(&frame(0x81, None, b"12345678901"), &mut found);
        reader.read(&frame(0x81, None, b"1234567890"), &mut found);
        assert_eq!(found, [Found::TooLarge, Found::Text("1234567890".into())]);
        assert_eq!(read(&[0x81, 127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2], 3), []);
    }

    proptest! {
        #[test]
        fn messages_are_found_in_any_pieces(
            text in ".{0,200}",
            long in 0_usize..70_000,
            mask in proptest::option::of(any::<[u8; 4]>()),
            cut in any::<prop::sample::Index>(),
            piece in 1_usize..5_000,
        ) {
            let bytes = text.as_bytes();
            let at = cut.index(bytes.len() + 1);
            let stream = [
                frame(0x01, mask, &bytes[..at]),
                frame(0x89, mask, b"ping"),
                frame(0x80, mask, &bytes[at..]),
                frame(0x82, mask, &vec![7; long]),
                frame(0x88, mask, &[&1000_u16.to_be_bytes()[..], b"bye"].concat()),
                frame(0x81, mask, b"after the end"),
            ].concat();
            prop_assert_eq!(
                read(&stream, piece),
                vec![Found::Text(text), Found::Bytes(vec![7; long]), Found::Close(Some(1000), "bye".into())]
            );
        }

        #[test]
        fn nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..300), piece in 1_usize..20) {
            let _ = read(&bytes, piece);
            let (mut reader, mut found) = (Reader::new(Some(Inflater::new(false))), Vec::new());
            bytes.chunks(piece).for_each(|piece| reader.read(piece, &mut found));
        }
    }
}

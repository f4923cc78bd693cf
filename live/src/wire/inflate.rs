//! Compressed messages (RFC 7692) and bodies (RFC 1951, RFC 1952).
//!
//! Promised: what is inflated is bounded, so that a few bytes cannot take all memory.

use std::io::Read;

use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};
use flate2::{Decompress, FlushDecompress, Status};

/// What a sender leaves out at the end of each message.
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

/// Inflates the messages of one direction of a WebSocket.
pub(crate) struct Inflater {
    state: Decompress,
    /// Whether each message stands for itself.
    alone: bool,
}

impl Inflater {
    /// `alone`: no message leans on those before it.
    pub(crate) fn new(alone: bool) -> Self {
        Self { state: Decompress::new(false), alone }
    }

    /// Inflates a message; none where it is larger than `most`.
    pub(crate) fn inflate(&mut self, bytes: &[u8], most: usize) -> Result<Option<Vec<u8>>, &'static str> {
        if self.alone {
            self.state.reset(false);
        }
        let mut out = Vec::with_capacity(bytes.len().saturating_mul(3).clamp(64, most.max(64)));
        for mut piece in [bytes, &TAIL[..]] {
            loop {
                if out.len() > most {
                    return Ok(None);
                }
                if out.capacity() - out.len() < 64 {
                    out.reserve(out.len().max(256));
                }
                let before = self.state.total_in();
                let length = out.len();
                let status = self
                    .state
                    .decompress_vec(piece, &mut out, FlushDecompress::Sync)
                    .map_err(|_| "a compressed message cannot be inflated")?;
                let read = usize::try_from(self.state.total_in() - before).unwrap_or(piece.len());
                piece = piece.get(read..).unwrap_or_default();
                let full = out.len() == out.capacity();
                if matches!(status, Status::StreamEnd)
                    || (!full && (piece.is_empty() || (read == 0 && out.len() == length)))
                {
                    break;
                }
            }
        }
        Ok(if out.len() > most { None } else { Some(out) })
    }
}

/// The text of a body in this content coding; none where it cannot be read, or is larger than `most`.
pub(crate) fn body(coding: Option<&str>, bytes: &[u8], most: usize) -> Option<String> {
    let mut text = String::new();
    let limit = most as u64 + 1;
    match coding.map(str::trim).filter(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity")) {
        None => return std::str::from_utf8(bytes).ok().filter(|text| text.len() <= most).map(str::to_owned),
        Some(coding) if coding.eq_ignore_ascii_case("gzip") || coding.eq_ignore_ascii_case("x-gzip") => {
            GzDecoder::new(bytes).take(limit).read_to_string(&mut text).ok()?;
        }
        Some(coding) if coding.eq_ignore_ascii_case("deflate") => {
            // The name stands for zlib's form, and some send the bare one.
            if ZlibDecoder::new(bytes).take(limit).read_to_string(&mut text).is_err() {
                text.clear();
                DeflateDecoder::new(bytes).take(limit).read_to_string(&mut text).ok()?;
            }
        }
        Some(_) => return None,
    }
    (text.len() <= most).then_some(text)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use flate2::{Compress, Compression, FlushCompress};
    use proptest::prelude::*;

    use super::*;

    /// A message as a sender compresses it.
    fn deflate(state: &mut Compress, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len() * 2 + 1_000);
        state.compress_vec(bytes, &mut out, FlushCompress::Sync).expect("it can be compressed");
        out.truncate(out.len() - TAIL.len());
        out
    }

    #[test]
    fn messages_lean_on_each_other() {
        let mut sender = Compress::new(Compression::default(), false);
        let mut reader = Inflater::new(false);
        for text in ["hello, hello, hello", "hello, hello, hello again", "", &"x".repeat(100_000)] {
            let sent = deflate(&mut sender, text.as_bytes());
            assert_eq!(reader.inflate(&sent, 1_000_000), Ok(Some(text.as_bytes().to_vec())));
        }
    }

    #[test]
    fn a_bomb_is_not_inflated() {
        let mut sender = Compress::new(Compression::best(), false);
        let sent = deflate(&mut sender, &vec![b' '; 1_000_000]);
        assert!(sent.len() < 2_000);
        assert_eq!(Inflater::new(true).inflate(&sent, 10_000), Ok(None));
    }

    #[test]
    fn bodies_are_read() {
        let text = "42[\"a\"]".repeat(50);
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(text.as_bytes()).expect("memory");
        zlib.write_all(text.as_bytes()).expect("memory");
        bare.write_all(text.as_bytes()).expect("memory");
        let (gzip, zlib, bare) = (gzip.finish(), zlib.finish(), bare.finish());
        assert_eq!(body(Some("gzip"), &gzip.expect("memory"), 1_000), Some(text.clone()));
        assert_eq!(body(Some("deflate"), &zlib.expect("memory"), 1_000), Some(text.clone()));
        assert_eq!(body(Some("deflate"), &bare.expect("memory"), 1_000), Some(text.clone()));
        assert_eq!(body(None, text.as_bytes(), 1_000), Some(text.clone()));
        assert_eq!(body(None, text.as_bytes(), 10), None);
        assert_eq!(body(Some("br"), b"x", 10), None);
    }

    proptest! {
        #[test]
        fn nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut reader = Inflater::new(false);
            let _ = reader.inflate(&bytes, 1_000);
            let _ = reader.inflate(&bytes, 1_000);
            for coding in ["gzip", "deflate", "br", ""] {
                let _ = body(Some(coding), &bytes, 1_000);
            }
        }

        #[test]
        fn what_was_compressed_comes_back(texts in prop::collection::vec(".{0,300}", 1..6), alone in any::<bool>()) {
            let mut sender = Compress::new(Compression::default(), false);
            let mut reader = Inflater::new(alone);
            for text in texts {
                if alone {
                    sender.reset();
                }
                let sent = deflate(&mut sender, text.as_bytes());
                prop_assert_eq!(reader.inflate(&sent, 10_000), Ok(Some(text.into_bytes())));
            }
        }
    }
}

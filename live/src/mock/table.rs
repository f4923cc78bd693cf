//! Which request is which: methods and paths with places for what differs, as catalogues and scenes write them.
//!
//! A table of our own and not the router's: what is written in a file must not make the program panic, whatever it is.

use axum::http::Method;

/// A request as it is written, as in `POST /rooms/:id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    method: String,
    segments: Vec<Segment>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Param(String),
}

/// What a path says for the places that differ.
pub type Params = Vec<(String, String)>;

impl Pattern {
    /// Reads one, below a prefix: `:id` and `{id}` stand for what differs.
    pub fn new(prefix: &str, written: &str) -> Option<Self> {
        let (method, path) = written.split_once(' ')?;
        let segment = |text: &str| {
            let named = text.strip_prefix(':').or_else(|| text.strip_prefix('{')?.strip_suffix('}'));
            match named.filter(|name| !name.is_empty()) {
                Some(name) => Segment::Param(name.to_owned()),
                None => Segment::Literal(text.to_owned()),
            }
        };
        let segments = prefix.split('/').chain(path.split('/')).filter(|text| !text.is_empty()).map(segment);
        Some(Self { method: method.to_owned(), segments: segments.collect() })
    }

    /// What a request's path says, where it is this one.
    pub fn read(&self, method: &Method, path: &str) -> Option<Params> {
        if method.as_str() != self.method {
            return None;
        }
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        if parts.len() != self.segments.len() {
            return None;
        }
        let mut params = Vec::new();
        for (segment, part) in self.segments.iter().zip(parts) {
            let part = decoded(part);
            match segment {
                Segment::Literal(text) if *text == part => {}
                Segment::Literal(_) => return None,
                Segment::Param(name) => params.push((name.clone(), part)),
            }
        }
        Some(params)
    }

    /// How many places differ: of two that fit, the one with fewer is meant.
    pub fn params(&self) -> usize {
        self.segments.iter().filter(|segment| matches!(segment, Segment::Param(_))).count()
    }

    /// Whether two are the same but for the names of what differs.
    pub fn is_like(&self, other: &Self) -> bool {
        let same = |(one, other): (&Segment, &Segment)| match (one, other) {
            (Segment::Literal(one), Segment::Literal(other)) => one == other,
            (Segment::Param(_), Segment::Param(_)) => true,
            _ => false,
        };
        self.method == other.method
            && self.segments.len() == other.segments.len()
            && self.segments.iter().zip(&other.segments).all(same)
    }
}

/// A part of a path without its percent signs (RFC 3986); what is no such sign stays.
fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, after @ ..] = rest {
        let sign = match (first, after) {
            (b'%', [high, low, after @ ..]) => {
                let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                digit(*high).zip(digit(*low)).map(|(high, low)| (high * 16 + low, after))
            }
            _ => None,
        };
        let (byte, after) = sign.unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_apart() {
        let pattern = Pattern::new("/chat", "GET /rooms/:id/messages").expect("a request");
        let read = |path: &str| pattern.read(&Method::GET, path);
        assert_eq!(read("/chat/rooms/a%20b/messages"), Some(vec![("id".to_owned(), "a b".to_owned())]));
        assert_eq!(read("/rooms/a/messages"), None);
        assert_eq!(read("/chat/rooms/a/messages/b"), None);
        assert_eq!(pattern.read(&Method::POST, "/chat/rooms/a/messages"), None);
        let other = Pattern::new("", "GET /chat/rooms/{room}/messages").expect("a request");
        assert!(pattern.is_like(&other) && pattern != other);
    }

    #[test]
    fn what_is_strange_does_no_harm() {
        for written in ["GET /{", "GET /:", "GET /*a/{*b}", "GET /{a}{b}", "GET //"] {
            let pattern = Pattern::new("", written).expect("a request");
            let _ = pattern.read(&Method::GET, "/%/%zz/%ff");
        }
        assert_eq!(Pattern::new("", "nonsense"), None);
        assert_eq!(decoded("%ff%4"), "\u{fffd}%4");
    }
}

//! Addresses of channels: printing and parsing their parameters.
//!
//! Promised: what is printed parses back to the same value, and two values never print alike. So no parameter, whoever chose
//! it, reaches into another channel's address. An empty text prints as nothing, and so makes an address that parses as none.

use std::error::Error;
use std::fmt;

use crate::StringEnum;

/// A text that is no address of a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressError {
    /// The text.
    pub address: String,
    /// The patterns that it was held to.
    pub expected: &'static [&'static str],
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no address of ", self.address)?;
        for (at, pattern) in self.expected.iter().enumerate() {
            write!(f, "{}`{pattern}`", if at == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

impl Error for AddressError {}

/// What a parameter of an address can hold: text, a whole number, or a value of a [`string_enum!`](crate::string_enum!).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in the address of a channel",
    label = "not a `String`, an `i64` or a string enum"
)]
pub trait Param: Sized {
    /// Prints the value with everything but `A-Z a-z 0-9 _ ~ @ + = -` percent-encoded (RFC 3986), byte by byte of its UTF-8.
    ///
    /// # Errors
    /// What the formatter cannot take.
    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// The value whose print this is.
    fn parse(text: &str) -> Option<Self>;
}

impl Param for String {
    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        encode(self, f)
    }

    fn parse(text: &str) -> Option<Self> {
        decode(text)
    }
}

impl Param for i64 {
    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok().filter(|value: &Self| value.to_string() == text)
    }
}

impl<T: StringEnum> Param for T {
    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        encode(self.as_str(), f)
    }

    fn parse(text: &str) -> Option<Self> {
        Self::from_text(&decode(text)?)
    }
}

/// Whether a byte stands for itself in a parameter.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'~' | b'@' | b'+' | b'=' | b'-')
}

const HEX: &[u8; 16] = b"0123456789ABCDEF";

fn encode(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !is_plain(byte)) {
        let (plain, other) = rest.split_at(at);
        f.write_str(plain)?;
        let length = other.chars().next().map_or(0, char::len_utf8);
        for byte in other.bytes().take(length) {
            write!(f, "%{byte:02X}")?;
        }
        rest = &other[length..];
    }
    f.write_str(rest)
}

/// The text behind a parameter. Only the one form that [`encode`] prints is read.
fn decode(text: &str) -> Option<String> {
    let digit = |byte: u8| HEX.iter().position(|&hex| hex == byte);
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = match (*first, after) {
            (b'%', [high, low, after @ ..]) => {
                let byte = u8::try_from(16 * digit(*high)? + digit(*low)?).ok().filter(|byte| !is_plain(*byte))?;
                bytes.push(byte);
                after
            }
            (byte, after) if is_plain(byte) => {
                bytes.push(byte);
                after
            }
            _ => return None,
        };
    }
    String::from_utf8(bytes).ok().filter(|text| !text.is_empty())
}

/// The pieces of an address, for the expansion of [`channel!`](crate::channel!).
#[doc(hidden)]
pub mod segments {
    use super::{Param, is_plain};

    /// Cuts a literal part off the front of an address.
    pub fn literal<'a>(rest: &mut &'a str, text: &str) -> Option<&'a str> {
        *rest = rest.strip_prefix(text)?;
        Some(rest)
    }

    /// Cuts a parameter and the text after it off the front of an address. The parameter is everything that can stand in
    /// one, less what of the text could.
    pub fn param<P: Param>(rest: &mut &str, text: &str) -> Option<P> {
        let length = |text: &str| text.bytes().position(|byte| !can_stand(byte)).unwrap_or(text.len());
        let (run, after) = rest.split_at(length(rest));
        let (end, text) = text.split_at(length(text));
        *rest = after.strip_prefix(text)?;
        P::parse(run.strip_suffix(end)?)
    }

    /// Makes sure, at compile time, that a reader sees where each parameter ends, by the texts after them.
    pub const fn are_apart(texts: &[&str]) {
        let mut rest = texts;
        // After the last one nothing can begin.
        while let [text, after @ ..] = rest
            && !after.is_empty()
        {
            assert!(
                holds_a_mark(text.as_bytes()),
                "between two parameters of an address stands a character that neither can hold, such as `.`, `:` or `/`"
            );
            rest = after;
        }
    }

    const fn holds_a_mark(mut text: &[u8]) -> bool {
        while let [first, after @ ..] = text {
            if !can_stand(*first) {
                return true;
            }
            text = after;
        }
        false
    }

    /// Whether a byte can stand in a printed parameter.
    const fn can_stand(byte: u8) -> bool {
        is_plain(byte) || byte == b'%'
    }
}

//! A token as it came: never shown.

use std::fmt;

/// A token as it came, not yet checked. Nothing prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Box<str>);

impl Token {
    /// The token in a text that may have the word `Bearer` (RFC 6750, in any case) before it; none where nothing is left.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let token = match text.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim_start(),
            _ => text,
        };
        if token.is_empty() || token.eq_ignore_ascii_case("bearer") { None } else { Some(Self(token.into())) }
    }

    /// The text, for whoever checks tokens in a way of their own.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

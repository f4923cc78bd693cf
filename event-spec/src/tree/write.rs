//! Texts as YAML and JSON write them: for edits that put one in the place of another.
//!
//! In: a text, and what stands where it is to go. Out: the text, quoted where it must be or where the other is. Promised: read
//! again at that place, be it a key or a value, in a block or between braces, it is that text, and to readers of YAML 1.1
//! as well.

use super::Kind;
use super::scalar;
use crate::source::Span;

/// `text` in the place of the text `written`, whose place is `span`.
pub(crate) fn in_place_of(span: Span, written: &str, text: &str) -> String {
    // What is longer than it reads stands in quotes, as everything does in JSON.
    if span.range().len() == written.len() && is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// A text in double quotes, which YAML and JSON read alike.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Whether a text needs no quotes, wherever it stands.
pub(crate) fn is_plain(text: &str) -> bool {
    let starts = text.starts_with(|ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '_' | '$' | '/'));
    let mut chars = text.chars().peekable();
    while let Some(ch) = chars.next() {
        let fits = match ch {
            '_' | '-' | '.' | '/' | '$' | '+' | '@' | '~' | '=' => true,
            ':' => chars.peek().is_some_and(char::is_ascii_alphanumeric),
            ch => ch.is_ascii_alphanumeric(),
        };
        if !fits {
            return false;
        }
    }
    let resolved = scalar::resolve(text.into());
    starts && matches!(resolved.kind, Kind::String(_)) && resolved.doubt.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_as_something_else_is_quoted() {
        for plain in ["message.new", "room:new_message", "$ref", "2026-02-12", "POST", "a-b", "/ws/user"] {
            assert!(is_plain(plain), "{plain}");
        }
        for text in
            ["", "no", "12", "0x1F", "true", "10:30", "a: b", "a:", "a b", "#x", "-", "*x", "{x}", "1_000", "é", "~"]
        {
            assert!(!is_plain(text), "{text}");
        }
        assert_eq!(quoted("a\"b"), r#""a\"b""#);
    }
}

//! The value of a string literal, however it is written.

use proc_macro::{Delimiter, Span, TokenTree};

/// The value of a token that is a string literal.
pub fn of_token(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Literal(literal) => value(&literal.to_string()),
        _ => None,
    }
}

/// The token inside the invisible groups that a macro's `$name:literal` puts around it, and the place to point at.
pub fn unwrapped(token: &TokenTree) -> (Option<TokenTree>, Span) {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            let mut inner = group.stream().into_iter();
            match (inner.next(), inner.next()) {
                (Some(token), None) => unwrapped(&token),
                _ => (None, group.span()),
            }
        }
        token => (Some(token.clone()), token.span()),
    }
}

/// The value of the source of a string literal (the Rust Reference, "String literals"); none for bytes, C strings, numbers and
/// literals with a suffix.
pub fn value(source: &str) -> Option<String> {
    if let Some(raw) = source.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let inner = raw.get(hashes..raw.len().checked_sub(hashes)?)?;
        return Some(inner.strip_prefix('"')?.strip_suffix('"')?.to_owned());
    }
    unescape(source.strip_prefix('"')?.strip_suffix('"')?)
}

fn unescape(source: &str) -> Option<String> {
    let mut value = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find('\\') {
        value.push_str(&rest[..at]);
        let mut after = rest[at + 1..].chars();
        match after.next()? {
            'n' => value.push('\n'),
            'r' => value.push('\r'),
            't' => value.push('\t'),
            '0' => value.push('\0'),
            quoted @ ('\\' | '"' | '\'') => value.push(quoted),
            'x' => {
                let digits = after.as_str().get(..2)?;
                value.push(char::from(u8::from_str_radix(digits, 16).ok()?));
                after = after.as_str()[2..].chars();
            }
            'u' => {
                let (digits, end) = after.as_str().strip_prefix('{')?.split_once('}')?;
                value.push(char::from_u32(u32::from_str_radix(&digits.replace('_', ""), 16).ok()?)?);
                after = end.chars();
            }
            '\n' => after = after.as_str().trim_start_matches([' ', '\t', '\n', '\r']).chars(),
            _ => return None,
        }
        rest = after.as_str();
    }
    value.push_str(rest);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn every_form_of_a_string_has_its_value() {
        let name = Some("message.new".to_owned());
        assert_eq!(value(r#""message.new""#), name);
        assert_eq!(value(r#"r"message.new""#), name);
        assert_eq!(value(r###"r##"message.new"##"###), name);
        assert_eq!(value(r#""message\x2enew""#), name);
        assert_eq!(value(r#""message\u{2_e}new""#), name);
        assert_eq!(value("\"message\\\n    .new\""), name);
        assert_eq!(value(r#""\"\\\'\n\r\t\0""#), Some("\"\\'\n\r\t\0".to_owned()));
    }

    #[test]
    fn nothing_else_has_one() {
        for source in ["1", "b\"a\"", "c\"a\"", "\"a\"suffix", "'a'", "br\"a\"", "r\"", "r#", "\"\\q\""] {
            assert_eq!(value(source), None, "{source}");
        }
    }
}

//! Tokens are shown to nobody, wherever in a frame they stand.

use std::borrow::Cow;

/// What stands where a token stood.
const HIDDEN: &str = "(token)";

/// How a JSON Web Token begins: the base64url of `{"`.
const BEGINNING: &str = "eyJ";

/// The text with every JSON Web Token (RFC 7519, in its compact form) taken out.
pub(super) fn hidden(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(BEGINNING) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|character: char| !is_of_token(character)).unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        out.push_str(before);
        out.push_str(if word.bytes().filter(|byte| *byte == b'.').count() >= 2 { HIDDEN } else { word });
        rest = after;
    }
    if out.is_empty() && rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn is_of_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.' | '=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_hidden_and_nothing_else_is() {
        for (text, shown) in [
            ("", ""),
            (r#"["hello",{"text":"eyJust a word."}]"#, r#"["hello",{"text":"eyJust a word."}]"#),
            (r#"{"token":"eyJhbGciOi.eyJzdWIi.c2ln-_"}"#, r#"{"token":"(token)"}"#),
            ("a eyJh.b.c, eyJd.e.f", "a (token), (token)"),
            ("eyJh.b", "eyJh.b"),
            ("eyJ", "eyJ"),
        ] {
            assert_eq!(hidden(text), shown);
        }
    }
}

//! Takes tokens out of what is shown and recorded.
//!
//! Taken out are: what a client presents on connecting, all of it but the contract's fingerprint and positions; what it renews a token with;
//! ids of sessions; these texts wherever they come again; and whatever looks like a JSON Web Token.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde_json::Value;

/// What stands in place of a token.
pub(crate) const REMOVED: &str = "removed";

/// Shorter texts are nobody's secret, and would be found everywhere.
const SHORT: usize = 8;

/// So many secrets are remembered.
const MOST: usize = 10_000;

/// Knows the secrets that were presented: the longest first, as one may be the beginning of another.
#[derive(Debug, Default)]
pub(crate) struct Secrets(BTreeSet<(Reverse<usize>, String)>);

impl Secrets {
    /// A query without its secrets, which are remembered.
    pub(crate) fn query(&mut self, query: &str) -> String {
        let parts = query.split('&').filter(|part| !part.is_empty()).map(|part| {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            match key {
                "EIO" | "transport" | "t" | "b64" | "contract" | "recover" => part.to_owned(),
                _ => {
                    self.remember(value);
                    format!("{key}={REMOVED}")
                }
            }
        });
        parts.collect::<Vec<_>>().join("&")
    }

    /// The JSON text of what a client presents, without its secrets, which are remembered.
    pub(crate) fn presented(&mut self, json: &str) -> String {
        let Ok(mut value) = serde_json::from_str::<Value>(json) else { return "{}".to_owned() };
        match &mut value {
            Value::Object(entries) => {
                for (key, value) in entries.iter_mut() {
                    if key != "contract" && key != "recover" {
                        self.empty(value);
                    }
                }
            }
            other => self.empty(other),
        }
        value.to_string()
    }

    /// A text without the secrets that are known, and without what looks like one.
    pub(crate) fn without<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut out = without_web_tokens(text);
        for (_, secret) in &self.0 {
            if out.contains(secret.as_str()) {
                out = Cow::Owned(out.replace(secret.as_str(), REMOVED));
            }
        }
        out
    }

    fn empty(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => {
                self.remember(text);
                *text = REMOVED.to_owned();
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.empty(item)),
            Value::Object(entries) => entries.values_mut().for_each(|value| self.empty(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn remember(&mut self, text: &str) {
        if text.len() >= SHORT && self.0.len() < MOST && text != REMOVED {
            self.0.insert((Reverse(text.len()), text.to_owned()));
        }
    }
}

/// Takes out what looks like a JSON Web Token (RFC 7519): three parts of base64url, of which the first is an object's beginning.
fn without_web_tokens(text: &str) -> Cow<'_, str> {
    const BEGINNING: &str = "eyJ";
    if !text.contains(BEGINNING) {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(BEGINNING) {
        let (before, found) = rest.split_at(at);
        let end = found
            .find(|character: char| !(character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.')))
            .unwrap_or(found.len());
        let (token, after) = found.split_at(end);
        out.push_str(before);
        let mut parts = token.split('.');
        let is_token = parts.by_ref().take(2).filter(|part| part.len() > 3).count() == 2 && parts.next().is_some();
        out.push_str(if is_token { REMOVED } else { token });
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn secrets_are_taken_out() {
        let mut secrets = Secrets::default();
        assert_eq!(secrets.query("EIO=4&token=not-a-jwt-at-all&contract=abc"), "EIO=4&token=removed&contract=abc");
        assert_eq!(
            secrets
                .presented(r#"{"token":"a-long-secret","deep":{"key":["another-secret",7]},"contract":"0011223344"}"#),
            r#"{"token":"removed","deep":{"key":["removed",7]},"contract":"0011223344"}"#
        );
        assert_eq!(
            secrets.without("x a-long-secret y not-a-jwt-at-all z 0011223344"),
            "x removed y removed z 0011223344"
        );
        assert_eq!(
            secrets.without(r#"{"t":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig_-","e":"eyJ"}"#),
            r#"{"t":"removed","e":"eyJ"}"#
        );
        secrets.presented(r#"{"token":"a-long-secret-that-goes-on"}"#);
        assert_eq!(secrets.without("a-long-secret-that-goes-on a-long-secret"), "removed removed");
        assert_eq!(secrets.presented("no json"), "{}");
    }

    proptest! {
        #[test]
        fn nothing_panics(text in ".*", near in "[eyJ.a-z\"é]{0,30}") {
            let mut secrets = Secrets::default();
            let _ = secrets.query(&text);
            let _ = secrets.presented(&text);
            let _ = secrets.without(&text);
            let _ = secrets.without(&near);
        }
    }
}

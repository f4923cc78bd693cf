//! Text with words in braces: channel addresses and naming patterns.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::catalogue::Segment;
use crate::record::{Misfit, Scalar};
use crate::tree::Node;

/// `conversation.{conversation_id}` or `{resource}.{action}`.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    /// As written.
    pub(crate) text: String,
    /// Literal text and words in turn.
    pub(crate) segments: Vec<Segment>,
}

impl Template {
    /// The words in braces.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Named(word) => Some(word.as_str()),
            Segment::Literal(_) => None,
        })
    }
}

impl Scalar for Template {
    fn expected() -> Cow<'static, str> {
        "a text with words in braces, such as `thread.{thread_id}`".into()
    }

    fn read(node: &Node) -> Result<Self, Misfit> {
        let text = node.as_str().ok_or(Misfit::Type)?;
        let segments = segments(text).map_err(|why| Misfit::Value(Some(why)))?;
        Ok(Self { text: text.to_owned(), segments })
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": r"^([^{}\s]|\{[A-Za-z_][A-Za-z0-9_]*\})+$" })
    }
}

fn segments(text: &str) -> Result<Vec<Segment>, String> {
    if text.is_empty() {
        return Err("it is empty".to_owned());
    }
    if let Some(space) = text.chars().find(|ch| ch.is_whitespace() || ch.is_control()) {
        return Err(format!("it must not hold the character {space:?}"));
    }
    let mut segments = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (literal, braced) = rest.split_at(at);
        if !literal.is_empty() {
            segments.push(Segment::Literal(literal.to_owned()));
        }
        let Some((word, after)) = braced.strip_prefix('{').and_then(|inside| inside.split_once('}')) else {
            return Err("each `{` needs its `}`, and each `}` its `{`".to_owned());
        };
        if !is_word(word) {
            return Err(format!("`{{{word}}}` must hold a word of letters, digits and `_`"));
        }
        if segments.contains(&Segment::Named(word.to_owned())) {
            return Err(format!("`{{{word}}}` stands in it twice"));
        }
        segments.push(Segment::Named(word.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        segments.push(Segment::Literal(rest.to_owned()));
    }
    Ok(segments)
}

fn is_word(text: &str) -> bool {
    text.starts_with(|ch: char| ch.is_ascii_alphabetic() || ch == '_')
        && text.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_braces() {
        let literal = |text: &str| Segment::Literal(text.to_owned());
        let named = |text: &str| Segment::Named(text.to_owned());
        assert_eq!(segments("user.{id}.orders"), Ok(vec![literal("user."), named("id"), literal(".orders")]));
        assert_eq!(segments("{a}{b}"), Ok(vec![named("a"), named("b")]));
        for wrong in ["", "{", "}", "{}", "a.{b", "a.b}", "{a.b}", "{a}.{a}", "a b", "{{a}}", "a\u{7}"] {
            assert!(segments(wrong).is_err(), "{wrong:?}");
        }
    }
}

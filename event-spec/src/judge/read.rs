//! What a peer sent, as the values that types are held to.
//!
//! In: a JSON text, or a value. Out: the same as a [`Node`], in one pass. A text deeper than 128 layers is refused. Of a key that
//! stands there twice both values are kept, so that both are judged.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::problem::{Kind, Problem};
use crate::source::{Span, Spanned};
use crate::tree::{self, Entry, Node, Number};

/// Reads a JSON text.
pub(super) fn text(text: &str) -> Result<Node, Problem> {
    serde_json::from_str(text).map(|Sent(node)| node).map_err(|error| {
        let told = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        // A frame is one line as a rule: where in it is what helps.
        let told = told.strip_suffix(&place).unwrap_or(&told);
        Problem::new(
            Kind::NotJson,
            format!("this is no JSON: {told}, at line {}, column {}", error.line(), error.column()),
        )
    })
}

/// Reads the JSON text of an array.
pub(super) fn array(json: &str) -> Result<Vec<Node>, Problem> {
    let node = text(json)?;
    match node.kind {
        tree::Kind::List(items) => Ok(items),
        _ => Err(Problem::new(Kind::NotAFrame, format!("a packet is a list, and this is {}", node.describe()))),
    }
}

/// A value that was read already.
pub(super) fn value(value: &Value) -> Node {
    // A value deserializes into anything that takes every value.
    Sent::deserialize(value).map_or_else(|_| node(tree::Kind::Null), |Sent(node)| node)
}

/// A value that no source holds.
pub(super) fn node(kind: tree::Kind) -> Node {
    Node { span: Span::NOWHERE, kind }
}

struct Sent(Node);

impl<'de> Deserialize<'de> for Sent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue).map(|kind| Self(node(kind)))
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = tree::Kind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<tree::Kind, E> {
        Ok(tree::Kind::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<tree::Kind, E> {
        Ok(tree::Kind::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<tree::Kind, E> {
        Ok(tree::Kind::Number(Number(value.to_string())))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<tree::Kind, E> {
        Ok(tree::Kind::Number(Number(value.to_string())))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<tree::Kind, E> {
        // As JSON writes it: `1.0` is not `1`.
        Ok(serde_json::Number::from_f64(value)
            .map_or(tree::Kind::Null, |number| tree::Kind::Number(Number(number.to_string()))))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<tree::Kind, E> {
        Ok(tree::Kind::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<tree::Kind, E> {
        Ok(tree::Kind::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<tree::Kind, A::Error> {
        let mut list = Vec::new();
        while let Some(Sent(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(tree::Kind::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<tree::Kind, A::Error> {
        let mut list = Vec::new();
        while let Some((key, Sent(value))) = entries.next_entry::<String, Sent>()? {
            list.push(Entry { key: Spanned::new(key, Span::NOWHERE), value });
        }
        Ok(tree::Kind::Map(list))
    }
}

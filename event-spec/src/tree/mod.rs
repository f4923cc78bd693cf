//! YAML and JSON as written: every key and value with its place.
//!
//! In: a source's text. Out: a [`Node`], or diagnostics that say why not. Nothing of the catalogue's format is known
//! here.

pub mod comments;
pub mod faults;
pub mod json;
pub mod yaml;

pub(crate) mod write;

mod map;
mod scalar;
#[cfg(test)]
mod tests;

use serde_json::Value;

pub(crate) use scalar::former_boolean;

pub use map::{DUPLICATE_KEY, MERGE_KEY};

use crate::source::{Span, Spanned};

/// A value as written.
#[derive(Clone, Debug)]
pub struct Node {
    /// The text of the value; for a block collection from its first key or item to its last value's end.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a node is, after YAML 1.2's core schema.
#[derive(Clone, Debug)]
pub enum Kind {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping; keys are unique.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Spanned<String>,
    /// The value.
    pub value: Node,
}

/// A number, kept as JSON would write it, whatever its size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(pub String);

impl Number {
    /// As a whole number of 64 bits; `1.0` and `1e3` are whole too.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok().or_else(|| {
            let value = self.as_f64()?;
            // Above 2^53 a double no longer tells neighbours apart.
            (value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0).then_some(value as i64)
        })
    }

    /// As a double, if it is finite as one.
    pub fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok().filter(|value: &f64| value.is_finite())
    }
}

impl Node {
    /// What a person calls it: `a list`, `a text`, ...
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "a boolean",
            Kind::Number(_) => "a number",
            Kind::String(_) => "a text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a map",
        }
    }

    /// The entries of a map; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.kind {
            Kind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none for anything else.
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    /// The entry of a map with this key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key.value == key)
    }

    /// The value of a map under this key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The text of a text.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value as JSON, without places. Numbers that JSON's usual readers cannot hold become doubles.
    pub fn to_json(&self) -> Value {
        match &self.kind {
            Kind::Null => Value::Null,
            Kind::Bool(value) => Value::Bool(*value),
            Kind::Number(number) => {
                let whole =
                    number.0.parse::<i64>().map(Value::from).or_else(|_| number.0.parse::<u64>().map(Value::from));
                whole.unwrap_or_else(|_| number.as_f64().map_or(Value::Null, Value::from))
            }
            Kind::String(text) => Value::String(text.clone()),
            Kind::List(items) => items.iter().map(Self::to_json).collect(),
            Kind::Map(entries) => {
                Value::Object(entries.iter().map(|entry| (entry.key.value.clone(), entry.value.to_json())).collect())
            }
        }
    }
}

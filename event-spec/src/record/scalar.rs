//! Single values: texts, numbers, words of a small language.
//!
//! In: a [`Node`]. Out: the value with its place, or a finding that says what was expected.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

use super::{FromNode, INVALID_VALUE, Owner, schema, wrong_type, wrong_type_with};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Spanned;
use crate::tree::{Kind, Node};

/// A single value: a text, a number, a word of a small language.
pub(crate) trait Scalar: Sized {
    /// What a person would call it, with an article and where it helps an example: ``a duration such as `10s` ``.
    fn expected() -> Cow<'static, str>;

    /// The value of a node.
    fn read(node: &Node) -> Result<Self, Misfit>;

    /// Its JSON Schema.
    fn schema() -> Value;
}

/// Why a node is not the value that was asked for.
pub(crate) enum Misfit {
    /// It is of another type.
    Type,
    /// It is a text, and not one of these; here is what may have been meant.
    Value(Option<String>),
}

impl<'t, T: Scalar> FromNode<'t> for Spanned<T> {
    fn expected() -> Cow<'static, str> {
        T::expected()
    }

    fn from_node(node: &'t Node, owner: Owner<'t>, diagnostics: &mut Diagnostics) -> Option<Self> {
        match T::read(node) {
            Ok(value) => return Some(Self::new(value, node.span)),
            Err(Misfit::Type) => {
                let help = as_text(node).map(|text| match T::read(&text) {
                    Ok(_) => Some("put it in quotes".to_owned()),
                    Err(Misfit::Value(help)) => help,
                    Err(Misfit::Type) => None,
                });
                match help {
                    Some(help) => wrong_type_with(&T::expected(), node, owner, help, diagnostics),
                    None => wrong_type(&T::expected(), node, owner, diagnostics),
                }
            }
            Err(Misfit::Value(help)) => {
                let written = match &node.kind {
                    Kind::Number(number) => &number.0,
                    _ => node.as_str().unwrap_or_default(),
                };
                let message = format!("{} takes {}, not `{written}`", owner.subject(), T::expected());
                diagnostics.push(Diagnostic::new(&INVALID_VALUE, node.span, message).help_if(help));
            }
        }
        None
    }
}

/// What a number or a boolean would be in quotes.
fn as_text(node: &Node) -> Option<Node> {
    let text = match &node.kind {
        Kind::Number(number) => number.0.clone(),
        Kind::Bool(value) => value.to_string(),
        Kind::Null | Kind::String(_) | Kind::List(_) | Kind::Map(_) => return None,
    };
    Some(Node { span: node.span, kind: Kind::String(text) })
}

impl<T: Scalar> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::expected()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schema(T::schema())
    }
}

impl Scalar for String {
    fn expected() -> Cow<'static, str> {
        "a text".into()
    }

    fn read(node: &Node) -> Result<Self, Misfit> {
        node.as_str().map(str::to_owned).ok_or(Misfit::Type)
    }

    fn schema() -> Value {
        json!({ "type": "string" })
    }
}

impl Scalar for bool {
    fn expected() -> Cow<'static, str> {
        "`true` or `false`".into()
    }

    fn read(node: &Node) -> Result<Self, Misfit> {
        match node.kind {
            Kind::Bool(value) => Ok(value),
            _ => Err(Misfit::Type),
        }
    }

    fn schema() -> Value {
        json!({ "type": "boolean" })
    }
}

impl Scalar for u64 {
    fn expected() -> Cow<'static, str> {
        "a whole number above zero".into()
    }

    fn read(node: &Node) -> Result<Self, Misfit> {
        let Kind::Number(number) = &node.kind else {
            return Err(Misfit::Type);
        };
        number.0.parse().ok().filter(|value| *value > 0).ok_or(Misfit::Value(None))
    }

    fn schema() -> Value {
        json!({ "type": "integer", "minimum": 1 })
    }
}

//! Single values: texts, numbers, words of a small language.
//!
//! In: a [`Node`]. Out: the value with its place, or a finding that says what was expected.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

use super::{FromNode, INVALID_VALUE, Owner, mismatch, schema};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Spanned;
use crate::suggest::Near;
use crate::tree::{Kind, Node, former_boolean, write};

/// A single value: a text, a number, a word of a small language.
pub(crate) trait Scalar: Sized {
    /// What a person would call it, with an article and where it helps an example: ``a duration such as `10s` ``.
    fn expected() -> Cow<'static, str>;

    /// The value of a node.
    fn read(node: &Node) -> Result<Self, Misfit>;

    /// What a text would be without its quotes, where that is a value.
    fn unquoted(_: &str) -> Option<String> {
        None
    }

    /// Its JSON Schema.
    fn schema() -> Value;
}

/// Why a node is not the value that was asked for.
pub(crate) enum Misfit {
    /// It is of another type.
    Type,
    /// It is a text, and not one of these; here is what to do about it.
    Value(Option<String>),
    /// It is a text, and not one of these; here is what was meant.
    Near(Near),
}

impl<'t, T: Scalar> FromNode<'t> for Spanned<T> {
    fn expected() -> Cow<'static, str> {
        T::expected()
    }

    fn from_node(node: &'t Node, owner: Owner<'t>, diagnostics: &mut Diagnostics) -> Option<Self> {
        match T::read(node) {
            Ok(value) => return Some(Self::new(value, node.span)),
            Err(Misfit::Type) => diagnostics.push(other_type::<T>(node, owner)),
            Err(Misfit::Value(help)) => diagnostics.push(invalid::<T>(node, owner).help_if(help)),
            Err(Misfit::Near(near)) => {
                let diagnostic = invalid::<T>(node, owner);
                diagnostics.push(match &node.kind {
                    // A number is no text whose quotes could be kept.
                    Kind::Number(_) => diagnostic.help(format!("write `{0}`", near.name)).fix(node.span, near.name),
                    _ => diagnostic.meant(&Spanned::new(written(node).to_owned(), node.span), &near),
                });
            }
        }
        None
    }
}

/// The finding about a value that is well formed in no way.
fn invalid<T: Scalar>(node: &Node, owner: Owner<'_>) -> Diagnostic {
    let message = format!("{} takes {}, not `{}`", owner.subject(), T::expected(), written(node));
    Diagnostic::new(&INVALID_VALUE, node.span, message)
}

fn written(node: &Node) -> &str {
    match &node.kind {
        Kind::Number(number) => &number.0,
        _ => node.as_str().unwrap_or_default(),
    }
}

/// The finding about a value of another type, which quotes may mend, or their absence.
fn other_type<T: Scalar>(node: &Node, owner: Owner<'_>) -> Diagnostic {
    let diagnostic = mismatch(&T::expected(), node, owner);
    if let Some(value) = node.as_str().and_then(T::unquoted) {
        return diagnostic.help(format!("write `{value}`")).fix(node.span, value);
    }
    let Some(text) = as_text(node) else {
        return diagnostic;
    };
    // `1.10` is a text of its own in quotes, and what `0x1F` was meant to be nobody knows.
    let is_whole = node.span.range().len() == written(&text).len();
    let (help, meant) = match T::read(&text) {
        Ok(_) => ("put it in quotes".to_owned(), Some(written(&text).to_owned())),
        Err(Misfit::Near(near)) => (format!("write `\"{}\"`", near.name), Some(near.name).filter(|_| near.certain)),
        Err(Misfit::Value(Some(help))) => (help, None),
        Err(Misfit::Value(None) | Misfit::Type) => return diagnostic,
    };
    let diagnostic = diagnostic.help(help);
    match meant.filter(|_| is_whole) {
        Some(meant) => diagnostic.fix(node.span, write::quoted(&meant)),
        None => diagnostic,
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

/// The boolean that a text was meant to be.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        text => former_boolean(text),
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

    fn unquoted(text: &str) -> Option<String> {
        boolean(text).map(|value| value.to_string())
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
        number.0.parse().ok().filter(|value| *value > 0).ok_or_else(|| {
            // `10.0`, as some programs write whole numbers.
            let whole = number.as_i64().filter(|whole| *whole > 0);
            let near = whole.map(|whole| Near { name: whole.to_string(), certain: true });
            near.map_or(Misfit::Value(None), Misfit::Near)
        })
    }

    fn unquoted(text: &str) -> Option<String> {
        text.parse().ok().filter(|value: &u64| *value > 0).map(|value| value.to_string())
    }

    fn schema() -> Value {
        json!({ "type": "integer", "minimum": 1 })
    }
}

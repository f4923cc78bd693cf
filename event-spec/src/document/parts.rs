//! The recurring shapes of the format: maps by name, one or many, schemas as written.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::json;

use crate::diagnostic::Diagnostics;
use crate::record::{FromNode, Owner, schema, wrong_type};
use crate::source::Spanned;
use crate::tree::{Kind, Node};

/// A map from names that the author chose. A value that could not be read is absent; its name is still declared.
#[derive(Debug)]
pub(crate) struct Named<T>(pub(crate) Vec<(Spanned<String>, Option<T>)>);

impl<T> Named<T> {
    /// The names with their values, where those could be read.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Spanned<String>, &T)> {
        self.0.iter().filter_map(|(name, value)| value.as_ref().map(|value| (name, value)))
    }
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'t, T: FromNode<'t>> FromNode<'t> for Named<T> {
    fn expected() -> Cow<'static, str> {
        "a map by name".into()
    }

    fn from_node(node: &'t Node, owner: Owner<'t>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let Kind::Map(entries) = &node.kind else {
            wrong_type(&Self::expected(), node, owner, diagnostics);
            return None;
        };
        let read = entries
            .iter()
            .map(|entry| (entry.key.clone(), T::from_node(&entry.value, Owner::Key(&entry.key), diagnostics)));
        Some(Self(read.collect()))
    }
}

impl<T: JsonSchema> JsonSchema for Named<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Named{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        schema(json!({ "type": "object", "additionalProperties": generator.subschema_for::<T>() }))
    }
}

/// A list, or its only item.
#[derive(Debug)]
pub(crate) struct OneOrMany<T>(pub(crate) Vec<T>);

impl<'t, T: FromNode<'t>> FromNode<'t> for OneOrMany<T> {
    fn expected() -> Cow<'static, str> {
        format!("{}, or a list of such", T::expected()).into()
    }

    fn from_node(node: &'t Node, owner: Owner<'t>, diagnostics: &mut Diagnostics) -> Option<Self> {
        match node.kind {
            Kind::List(_) => Vec::from_node(node, owner, diagnostics).map(Self),
            _ => T::from_node(node, owner, diagnostics).map(|item| Self(vec![item])),
        }
    }
}

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMany{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let item = generator.subschema_for::<T>();
        schema(json!({ "anyOf": [item, { "type": "array", "items": item }] }))
    }
}

/// A JSON Schema as written: it is read when it is lowered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SchemaNode<'t>(pub(crate) &'t Node);

impl<'t> FromNode<'t> for SchemaNode<'t> {
    fn expected() -> Cow<'static, str> {
        "a JSON Schema".into()
    }

    fn from_node(node: &'t Node, owner: Owner<'t>, diagnostics: &mut Diagnostics) -> Option<Self> {
        if matches!(node.kind, Kind::Map(_) | Kind::Bool(_)) {
            return Some(Self(node));
        }
        wrong_type(&Self::expected(), node, owner, diagnostics);
        None
    }
}

impl JsonSchema for SchemaNode<'_> {
    fn schema_name() -> Cow<'static, str> {
        "JsonSchema".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let description = "A JSON Schema (draft 2020-12 or draft-07), or a reference to one.";
        schema(json!({ "description": description, "type": ["object", "boolean"] }))
    }
}

/// Any value: an example's payload.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AnyNode<'t>(pub(crate) &'t Node);

impl<'t> FromNode<'t> for AnyNode<'t> {
    fn expected() -> Cow<'static, str> {
        "a value".into()
    }

    fn from_node(node: &'t Node, _: Owner<'t>, _: &mut Diagnostics) -> Option<Self> {
        Some(Self(node))
    }
}

impl JsonSchema for AnyNode<'_> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Any".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schema(json!({}))
    }
}

//! Channels, and the ways to name one.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::json;

use crate::diagnostic::Diagnostics;
use crate::document::parts::Named;
use crate::document::template::Template;
use crate::document::words::{AccessWord, ParamWord};
use crate::record::{FromNode, Owner, record, schema, wrong_type};
use crate::source::Spanned;
use crate::tree::{Kind, Node};

record! {
    /// An address pattern with typed parameters.
    ChannelRecord is "a channel" {
        /// What it is for.
        [optional] summary: Spanned<String>,
        /// Text with parameters in braces, such as `user.{user_id}.orders`.
        [required] address: Spanned<Template>,
        /// The parameters of the address, by name.
        [optional] params: Named<ParamRecord>,
        /// Who may enter: `public`, `authenticated`, or a class of your own, which the server must decide.
        [required] access: Spanned<AccessWord>,
        /// On connecting, the server joins a client to which of these, in words.
        [optional] auto_join: Spanned<String>,
    }
}

record! {
    /// A parameter of an address.
    ParamRecord is "a parameter" {
        /// What it holds.
        [optional] ty = "type": Spanned<ParamWord>,
        /// Instead of `type`: the texts that it may hold.
        [optional] values = "enum": Vec<Spanned<String>>,
        /// What it means.
        [optional] summary: Spanned<String>,
    }
}

record! {
    /// A channel and where its parameters come from.
    ChannelUseRecord is "the use of a channel" {
        /// The channel's name.
        [required] name: Spanned<String>,
        /// The payload field (a dotted path) for each parameter that is not named like its field.
        [optional] params: Named<Spanned<String>>,
        /// For each parameter that the payload does not carry, the name under which the emitter gives it.
        [optional] given: Named<Spanned<String>>,
    }
}

/// A channel's name, or its name with the sources of its parameters.
#[derive(Debug)]
pub(crate) struct ChannelUse(pub(crate) ChannelUseRecord);

impl<'t> FromNode<'t> for ChannelUse {
    fn expected() -> Cow<'static, str> {
        "a text with a channel's name, or `{ name, params, given }`".into()
    }

    fn from_node(node: &'t Node, owner: Owner<'t>, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.kind {
            Kind::String(name) => {
                let name = Some(Spanned::new(name.clone(), node.span));
                Some(Self(ChannelUseRecord { name, ..ChannelUseRecord::empty() }))
            }
            Kind::Map(_) => ChannelUseRecord::from_node(node, owner, diagnostics).map(Self),
            _ => {
                wrong_type(&Self::expected(), node, owner, diagnostics);
                None
            }
        }
    }
}

impl JsonSchema for ChannelUse {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "ChannelUseForm".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        schema(json!({ "anyOf": [{ "type": "string" }, generator.subschema_for::<ChannelUseRecord>()] }))
    }
}

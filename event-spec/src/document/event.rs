//! Events.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::json;

use crate::catalogue::{Direction, Storage};
use crate::diagnostic::Diagnostics;
use crate::document::channel::ChannelUse;
use crate::document::parts::{AnyNode, Named, SchemaNode};
use crate::document::words::{Audience, Date, Request};
use crate::record::{FromNode, Owner, record, schema, wrong_type};
use crate::source::Spanned;
use crate::tree::{Kind, Node};

record! {
    /// A named message.
    EventRecord<'t> is "an event" {
        /// What it tells, in a sentence.
        [optional] summary: Spanned<String>,
        /// More about it, in Markdown.
        [optional] description: Spanned<String>,
        /// Free words to group by.
        [optional] tags: Vec<Spanned<String>>,
        /// Who sends it.
        [required] direction: Spanned<Direction>,
        /// Where the server sends it: a channel's name, or `{ name, params, given }`.
        [optional] channel: ChannelUse,
        /// Instead of `channel`: to every connection, or only to the one that asked.
        [optional] to: Spanned<Audience>,
        /// A name of `priorities`.
        [optional] priority: Spanned<String>,
        /// Whether it is written to the database first and kept for replay; `transient` unless given.
        [optional] storage: Spanned<Storage>,
        /// A schema of what it carries; nothing unless given.
        [optional] payload: SchemaNode<'t>,
        /// Instead of `payload`, on Socket.IO without an envelope: several arguments.
        [optional] args: Vec<ArgRecord<'t>>,
        /// With `direction: both`: a schema of what clients send, where it differs from what the server sends.
        [optional] client_payload: SchemaNode<'t>,
        /// Payloads to learn from: a list, or a map from a name to `{ summary, value }`.
        [optional] examples: Examples<'t>,
        /// Payloads of what clients send.
        [optional] client_examples: Examples<'t>,
        /// The acknowledgement (Socket.IO): the server's, of what clients send; or of the client, where the server alone sends the
        /// event, `to: connection`.
        [optional] ack: AckRecord<'t>,
        /// The event that answers a client's event.
        [optional] answer: Spanned<String>,
        /// The channel that a client's event asks to enter; or `any`, where its payload is the printed address.
        [optional] joins: ChannelUse,
        /// The channel that a client's event leaves; or `any`, where its payload is the printed address.
        [optional] leaves: ChannelUse,
        /// The request that clients make instead of sending this event over the socket, such as `POST /messages`.
        [optional] rest: Spanned<Request>,
        /// Payload fields (dotted paths); waiting events that agree in them replace each other.
        [optional] coalesce_by: Vec<Spanned<String>>,
        /// `true`, or `{ reason, since, sunset, use }`.
        [optional] deprecated: Deprecated,
        /// Former and wrong names.
        [optional] aliases: Vec<AliasRecord>,
    }
}

record! {
    /// One of several arguments.
    ArgRecord<'t> is "an argument" {
        /// Its name, for people.
        [required] name: Spanned<String>,
        /// What it holds.
        [required] schema: SchemaNode<'t>,
    }
}

record! {
    /// The acknowledgement of an event.
    AckRecord<'t> is "an acknowledgement" {
        /// A schema of what it carries; nothing unless given.
        [optional] payload: SchemaNode<'t>,
        /// Acknowledgements to learn from.
        [optional] examples: Examples<'t>,
    }
}

record! {
    /// An example with a name.
    ExampleRecord<'t> is "an example" {
        /// What it shows.
        [optional] summary: Spanned<String>,
        /// The payload.
        [required] value: AnyNode<'t>,
    }
}

record! {
    /// A former or wrong name of an event.
    AliasRecord is "an alias" {
        /// The name.
        [required] name: Spanned<String>,
        /// Where it came from.
        [optional] reason: Spanned<String>,
        /// The version or date since when it is an alias.
        [optional] since: Spanned<String>,
        /// The date until which clients are served under it. Without one the name is simply wrong.
        [optional] sunset: Spanned<Date>,
    }
}

record! {
    /// Why and until when an event is still there.
    DeprecatedRecord is "a deprecation" {
        /// Why.
        [optional] reason: Spanned<String>,
        /// The version or date since when.
        [optional] since: Spanned<String>,
        /// The date of its end.
        [optional] sunset: Spanned<Date>,
        /// The event to use instead.
        [optional] replacement = "use": Spanned<String>,
    }
}

/// Examples: a list of payloads, or a map of named ones.
#[derive(Debug)]
pub(crate) enum Examples<'t> {
    List(Vec<&'t Node>),
    Named(Named<ExampleRecord<'t>>),
}

impl<'t> FromNode<'t> for Examples<'t> {
    fn expected() -> Cow<'static, str> {
        "a list of payloads, or a map from names to `{ summary, value }`".into()
    }

    fn from_node(node: &'t Node, owner: Owner<'t>, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.kind {
            Kind::List(items) => Some(Self::List(items.iter().collect())),
            Kind::Map(_) => Named::from_node(node, owner, diagnostics).map(Self::Named),
            _ => {
                wrong_type(&Self::expected(), node, owner, diagnostics);
                None
            }
        }
    }
}

impl JsonSchema for Examples<'_> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Examples".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let named = generator.subschema_for::<Named<ExampleRecord<'_>>>();
        schema(json!({ "anyOf": [{ "type": "array" }, named] }))
    }
}

/// Whether, why and until when an event is still there.
#[derive(Debug)]
pub(crate) enum Deprecated {
    No,
    Yes(DeprecatedRecord),
}

impl<'t> FromNode<'t> for Deprecated {
    fn expected() -> Cow<'static, str> {
        "`true`, or `{ reason, since, sunset, use }`".into()
    }

    fn from_node(node: &'t Node, owner: Owner<'t>, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.kind {
            Kind::Bool(true) => Some(Self::Yes(DeprecatedRecord::empty())),
            Kind::Bool(false) => Some(Self::No),
            Kind::Map(_) => DeprecatedRecord::from_node(node, owner, diagnostics).map(Self::Yes),
            _ => {
                wrong_type(&Self::expected(), node, owner, diagnostics);
                None
            }
        }
    }
}

impl JsonSchema for Deprecated {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "DeprecatedForm".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        schema(json!({ "anyOf": [{ "type": "boolean" }, generator.subschema_for::<DeprecatedRecord>()] }))
    }
}

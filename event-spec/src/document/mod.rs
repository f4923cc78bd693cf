//! The catalogue format as structs: one file per part, each struct declared once with [`record!`].
//!
//! In: the [`crate::tree::Node`]s of the entry and of the files that it includes. Out: a [`Document`] per catalogue and
//! a [`Part`] per included file, spans and all. Names are not resolved and schemas stay as written.

pub(crate) mod channel;
pub(crate) mod consumer;
pub(crate) mod envelope;
pub(crate) mod event;
pub(crate) mod flow;
pub(crate) mod parts;
pub(crate) mod policy;
pub(crate) mod read;
pub(crate) mod template;
pub(crate) mod words;

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

use crate::catalogue::{Content, WordStyle};
use crate::diagnostic::Diagnostics;
use crate::record::{FromNode, Owner, record, schema};
use crate::source::Spanned;
use crate::tree::{Kind, Node};
use channel::ChannelRecord;
use consumer::ConsumerRecord;
use envelope::{EnvelopeRecord, HandshakeRecord};
use event::EventRecord;
use flow::FlowRecord;
use parts::{Named, OneOrMany, SchemaNode};
use policy::{ErrorRecord, LimitsRecord, PriorityRecord, ReconnectRecord};
use template::Template;
use words::{CatalogueName, TransportWord, UrlPath, Version};

record! {
    /// A catalogue of real-time events: one contract between a server and its clients.
    Document<'t> is "a catalogue" {
        /// The name of the contract: lower case letters, digits, `_` and `-`, a letter first.
        [required] catalogue: Spanned<CatalogueName>,
        /// The version of the contract, as in Semantic Versioning 2.0.0.
        [required] version: Spanned<Version>,
        /// What the contract is for, in a sentence.
        [optional] summary: Spanned<String>,
        /// More about it, in Markdown.
        [optional] description: Spanned<String>,
        /// What carries the events. A plain WebSocket needs an `envelope`.
        [required] transport: Spanned<TransportWord>,
        /// Socket.IO's namespace; `/` unless given.
        [optional] namespace: Spanned<UrlPath>,
        /// The path of a plain WebSocket's endpoint, such as `/ws/user`.
        [optional] path: Spanned<UrlPath>,
        /// The allowed patterns of event names; any of them allows a name.
        [optional] naming: OneOrMany<NamingForm>,
        /// Whether objects may carry keys that their schemas do not name; `open` unless given. The lint holds schemas to it.
        [optional] content: Spanned<Content>,
        /// What a client presents when it connects.
        [optional] handshake: HandshakeRecord<'t>,
        /// How name, payload and metadata lie in a frame. Without one, an event travels as Socket.IO sends it.
        [optional] envelope: EnvelopeRecord<'t>,
        /// Delivery policies by name, the most urgent first.
        [optional] priorities: Named<PriorityRecord>,
        /// What the server holds its clients to.
        [optional] limits: LimitsRecord,
        /// What a client does when the connection is lost.
        [optional] reconnect: ReconnectRecord,
        /// Error codes, by the text that is sent.
        [optional] errors: Named<ErrorRecord>,
        /// Channels by name.
        [optional] channels: Named<ChannelRecord>,
        /// Events by the name that is sent.
        [optional] events: Named<EventRecord<'t>>,
        /// Shared schemas by name.
        [optional] schemas: Named<SchemaNode<'t>>,
        /// Views of front ends by name.
        [optional] consumers: Named<ConsumerRecord>,
        /// Courses of events by name, for people.
        [optional] flows: Named<FlowRecord>,
        /// Files, or folders of files, whose parts belong to this catalogue; relative to this file.
        [optional] include: OneOrMany<Spanned<String>>,
    }
}

record! {
    /// A part of a catalogue in a file of its own, named under `include`.
    Part<'t> is "an included file" {
        /// Delivery policies by name, the most urgent first.
        [optional] priorities: Named<PriorityRecord>,
        /// Error codes, by the text that is sent.
        [optional] errors: Named<ErrorRecord>,
        /// Channels by name.
        [optional] channels: Named<ChannelRecord>,
        /// Events by the name that is sent.
        [optional] events: Named<EventRecord<'t>>,
        /// Shared schemas by name.
        [optional] schemas: Named<SchemaNode<'t>>,
        /// Views of front ends by name.
        [optional] consumers: Named<ConsumerRecord>,
        /// Courses of events by name, for people.
        [optional] flows: Named<FlowRecord>,
    }
}

record! {
    /// A pattern of names, with the way in which its words are written.
    NamingRecord is "a naming pattern" {
        /// Literal text and words in braces, such as `{resource}.{action}`.
        [required] pattern: Spanned<Template>,
        /// How a word is written; `snake_case` unless given.
        [optional] style: Spanned<WordStyle>,
    }
}

/// A naming pattern: a text, or a text with a style.
#[derive(Debug)]
pub(crate) struct NamingForm(pub(crate) NamingRecord);

impl<'t> FromNode<'t> for NamingForm {
    fn expected() -> Cow<'static, str> {
        "a text such as `{resource}.{action}`".into()
    }

    fn from_node(node: &'t Node, owner: Owner<'t>, diagnostics: &mut Diagnostics) -> Option<Self> {
        if matches!(node.kind, Kind::Map(_)) {
            return NamingRecord::from_node(node, owner, diagnostics).map(Self);
        }
        // A pattern that cannot be read still counts: it may be the one that allows a name.
        let pattern = Spanned::from_node(node, owner, diagnostics);
        Some(Self(NamingRecord { pattern, ..NamingRecord::empty() }))
    }
}

impl JsonSchema for NamingForm {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "NamingForm".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = generator.subschema_for::<Spanned<Template>>();
        schema(json!({ "anyOf": [text, generator.subschema_for::<NamingRecord>()] }))
    }
}

/// The catalogue format as a JSON Schema (draft 2020-12): for editors, and for whoever writes catalogues by program.
/// `#/$defs/Part` describes an included file.
pub fn format_schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    generator.subschema_for::<Part<'_>>();
    let mut root = generator.into_root_schema_for::<Document<'_>>();
    root.insert("title".to_owned(), "Event catalogue".into());
    root.to_value()
}

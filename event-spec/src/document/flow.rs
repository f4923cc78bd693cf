//! Flows: courses of events, told step by step.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::json;

use crate::diagnostic::Diagnostics;
use crate::document::parts::{Named, OneOrMany};
use crate::document::words::Request;
use crate::record::{FromNode, Owner, record, schema, wrong_type};
use crate::source::{Span, Spanned};
use crate::tree::{Kind, Node};

record! {
    /// A course of events, told step by step.
    FlowRecord is "a flow" {
        /// What happens, in a sentence.
        [optional] summary: Spanned<String>,
        /// More about it, in Markdown.
        [optional] description: Spanned<String>,
        /// Who takes part, from left to right; whoever the steps name, unless given.
        [optional] parties: Parties,
        /// What happens, one after the other.
        [required] steps: Vec<StepForm>,
    }
}

record! {
    /// A step of a flow: one of `event`, `ack`, `request`, `response`, `call` and `note`.
    StepRecord is "a step" {
        /// An event that is sent; its direction tells who sends it, the server or a client.
        [optional] event: Spanned<String>,
        /// An event whose acknowledgement comes back.
        [optional] ack: Spanned<String>,
        /// A request that a client makes of the server, as in `POST /messages`.
        [optional] request: Spanned<Request>,
        /// What the last request is answered with, in words.
        [optional] response: Spanned<String>,
        /// What else a party asks of another, in words.
        [optional] call: Spanned<String>,
        /// Words beside the lines.
        [optional] note: Spanned<String>,
        /// Who sends or asks. A client may be left out where the flow has only one.
        [optional] from: Spanned<String>,
        /// Who hears it: a party, or several.
        [optional] to: OneOrMany<Spanned<String>>,
        /// The party, or parties, that a note is about; all of them unless given.
        [optional] at: OneOrMany<Spanned<String>>,
        /// More about the step, in a few words.
        [optional] summary: Spanned<String>,
    }
}

/// A step: a map, or the name of the event that is sent.
#[derive(Debug)]
pub(crate) struct StepForm {
    pub(crate) record: StepRecord,
    /// What to underline where the step is meant as a whole.
    pub(crate) place: Span,
}

impl<'t> FromNode<'t> for StepForm {
    fn expected() -> Cow<'static, str> {
        "an event's name, or a map with what happens".into()
    }

    fn from_node(node: &'t Node, owner: Owner<'t>, diagnostics: &mut Diagnostics) -> Option<Self> {
        match node.kind {
            Kind::Map(_) => {
                let place = node.entries().first().map_or(node.span, |entry| entry.key.span);
                StepRecord::from_node(node, owner, diagnostics).map(|record| Self { record, place })
            }
            Kind::String(_) => {
                let event = Spanned::from_node(node, owner, diagnostics);
                Some(Self { record: StepRecord { event, ..StepRecord::empty() }, place: node.span })
            }
            _ => {
                wrong_type(&Self::expected(), node, owner, diagnostics);
                None
            }
        }
    }
}

impl JsonSchema for StepForm {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "StepForm".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        schema(json!({ "anyOf": [{ "type": "string" }, generator.subschema_for::<StepRecord>()] }))
    }
}

/// Who takes part: a list of names, or a map from names to what they are.
#[derive(Debug)]
pub(crate) struct Parties(pub(crate) Vec<(Spanned<String>, Option<Spanned<String>>)>);

impl<'t> FromNode<'t> for Parties {
    fn expected() -> Cow<'static, str> {
        "a list of names, or a map from names to what they are".into()
    }

    fn from_node(node: &'t Node, owner: Owner<'t>, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.kind {
            Kind::List(_) => {
                let names = Vec::<Spanned<String>>::from_node(node, owner, diagnostics)?;
                Some(Self(names.into_iter().map(|name| (name, None)).collect()))
            }
            Kind::Map(_) => Named::from_node(node, owner, diagnostics).map(|named| Self(named.0)),
            _ => {
                wrong_type(&Self::expected(), node, owner, diagnostics);
                None
            }
        }
    }
}

impl JsonSchema for Parties {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Parties".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let names = generator.subschema_for::<Vec<Spanned<String>>>();
        schema(json!({ "anyOf": [names, generator.subschema_for::<Named<Spanned<String>>>()] }))
    }
}

//! What events carry: their schemas lowered, their examples checked.
//!
//! Lowering comes first, for all events, and gives [`Carried`]; only then are the types complete, and examples can be
//! held against them.

use crate::catalogue::{Arg, Direction, Example, Message, Payload};
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::event::{EventRecord, Examples};
use crate::document::parts::SchemaNode;
use crate::fit;
use crate::lower::Lowering;
use crate::rule::{Rule, rule};
use crate::tree::Node;
use crate::types::{Origin, Types};
use crate::words::pascal;

/// Examples of an event without payload, or with another number of arguments.
pub(crate) static EXAMPLE_ARGUMENTS: Rule =
    rule!(error Examples "example-arguments", "an example has as many arguments as its event");

/// What an event carries, each where it was declared and could be lowered.
#[derive(Default)]
pub(super) struct Carried {
    /// What the server sends.
    pub(super) server: Option<Payload>,
    /// What clients send.
    pub(super) client: Option<Payload>,
    /// The acknowledgement.
    pub(super) ack: Option<Payload>,
}

/// Lowers the schemas of an event.
pub(super) fn lower_event(
    name: &str,
    record: &EventRecord<'_>,
    lowering: &mut Lowering,
    cx: &mut Context<'_, '_>,
) -> Carried {
    let hint = pascal(name);
    let direction = record.direction.as_ref().map_or(Direction::Both, |direction| direction.value);
    let origin = match direction {
        Direction::ServerToClient | Direction::Both => Origin::ServerPayload(name.to_owned()),
        Direction::ClientToServer => Origin::ClientPayload(name.to_owned()),
    };
    let own = match &record.args {
        Some(args) => {
            let lowered = args.iter().filter_map(|arg| {
                let (arg_name, schema) = (arg.name.as_ref()?, arg.schema.as_ref()?);
                let file = cx.file_of(schema.0.span);
                let hint = format!("{hint}{}", pascal(&arg_name.value));
                let ty = lowering.payload(cx, schema.0, &file, Origin::Inline, &hint)?;
                Some(Arg { name: arg_name.value.clone(), ty })
            });
            let lowered: Vec<_> = lowered.collect();
            (lowered.len() == args.len()).then_some(Payload::Args(lowered))
        }
        None => lower(record.payload, origin, &hint, lowering, cx),
    };
    let client = record.client_payload.map(|schema| {
        let origin = Origin::ClientPayload(name.to_owned());
        lower(Some(schema), origin, &format!("{hint}FromClient"), lowering, cx)
    });
    let ack = record
        .ack
        .as_ref()
        .and_then(|ack| lower(ack.payload, Origin::Ack(name.to_owned()), &format!("{hint}Ack"), lowering, cx));
    match direction {
        Direction::ServerToClient => Carried { server: own, client: None, ack },
        Direction::ClientToServer => Carried { server: None, client: own, ack },
        Direction::Both => Carried { client: client.unwrap_or_else(|| own.clone()), server: own, ack },
    }
}

fn lower(
    schema: Option<SchemaNode<'_>>,
    origin: Origin,
    hint: &str,
    lowering: &mut Lowering,
    cx: &mut Context<'_, '_>,
) -> Option<Payload> {
    let Some(schema) = schema else {
        return Some(Payload::Empty);
    };
    let file = cx.file_of(schema.0.span);
    lowering.payload(cx, schema.0, &file, origin, hint).map(Payload::One)
}

/// A payload with its examples, each of which must fit it.
pub(super) fn message(
    payload: &Payload,
    examples: &Option<Examples<'_>>,
    types: &Types,
    diagnostics: &mut Diagnostics,
) -> Message {
    let examples = match examples {
        None => Vec::new(),
        Some(Examples::List(nodes)) => nodes.iter().map(|node| (None, None, *node)).collect(),
        Some(Examples::Named(named)) => {
            let named = named.iter().filter_map(|(name, record)| {
                let summary = record.summary.as_ref().map(|summary| summary.value.clone());
                Some((Some(name.value.clone()), summary, record.value?.0))
            });
            named.collect()
        }
    };
    let examples = examples.into_iter().map(|(name, summary, node)| {
        check_example(payload, node, types, diagnostics);
        Example { name, summary, value: node.to_json(), span: node.span }
    });
    Message { examples: examples.collect(), payload: payload.clone() }
}

fn check_example(payload: &Payload, node: &Node, types: &Types, diagnostics: &mut Diagnostics) {
    match payload {
        Payload::One(ty) => fit::check(types, ty, node, diagnostics),
        Payload::Empty => {
            let message = "an event without `payload` carries nothing, and this example is something";
            let help = "give the event a `payload`, or leave the example out";
            diagnostics.push(Diagnostic::new(&EXAMPLE_ARGUMENTS, node.span, message).help(help));
        }
        Payload::Args(args) if node.items().len() == args.len() => {
            for (arg, item) in args.iter().zip(node.items()) {
                fit::check(types, &arg.ty, item, diagnostics);
            }
        }
        Payload::Args(args) => {
            let names: Vec<_> = args.iter().map(|arg| arg.name.as_str()).collect();
            let message = "this example must be a list with a value for each argument";
            let help = format!("write `[{}]` with values", names.join(", "));
            diagnostics.push(Diagnostic::new(&EXAMPLE_ARGUMENTS, node.span, message).help(help));
        }
    }
}

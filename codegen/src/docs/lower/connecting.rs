//! How to connect: what to present, how an event lies on the wire, limits, reconnecting, errors.

use event_spec::catalogue::{Catalogue, Envelope, Limits, Reconnect, Transport};
use event_spec::quantity::grouped;

use super::context::Context;
use super::wire::{self, Sender};
use super::{quantity, shapes};
use crate::docs::author;
use crate::docs::page::{Anchor, Block, Fact, Part, Section, Table, code, event_link, text};

/// The section.
pub fn section(context: &Context) -> Section {
    let sections = [
        handshake(context),
        Some(frames(context)),
        limits(&context.catalogue.limits),
        context.catalogue.reconnect.as_ref().map(reconnecting),
        errors(context.catalogue),
    ];
    Section {
        anchor: Anchor::Part(Part::Connecting),
        title: text("Connecting"),
        blocks: Vec::new(),
        sections: sections.into_iter().flatten().collect(),
    }
}

fn part(part: Part, title: &'static str, blocks: Vec<Block>) -> Section {
    Section { anchor: Anchor::Part(part), title: text(title), blocks, sections: Vec::new() }
}

fn handshake(context: &Context) -> Option<Section> {
    let handshake = &context.catalogue.handshake;
    let parts = [("In Socket.IO's auth object", &handshake.auth), ("In the query of the URL", &handshake.query)];
    let mut blocks = Vec::new();
    for (label, ty) in parts {
        if let Some(ty) = ty {
            blocks.push(Block::Label(label.to_owned()));
            blocks.extend(shapes::fields(&context.sections, ty));
        }
    }
    (!blocks.is_empty()).then(|| part(Part::Handshake, "What a client presents", blocks))
}

fn frames(context: &Context) -> Section {
    let catalogue = context.catalogue;
    let lies = match (&catalogue.transport, &catalogue.envelope) {
        (Transport::SocketIo { .. }, None) => "An event is a Socket.IO event: its name, then its arguments.",
        (Transport::SocketIo { .. }, Some(Envelope { clients: true, .. })) => {
            "An event is a Socket.IO event with one argument, the object below."
        }
        (Transport::SocketIo { .. }, Some(_)) => {
            "What the server sends is a Socket.IO event with one argument, the object below. What clients send is an event \
             with its payload alone."
        }
        (Transport::WebSocket { .. }, _) => "An event is one text frame that holds a JSON object.",
    };
    let mut lies = vec![text(lies)];
    if let Transport::SocketIo { .. } = catalogue.transport {
        lies.extend([
            text(" Examples show the array that a packet holds; on the wire Socket.IO writes the packet's type before it, as in "),
            code("42[\"name\", {}]"),
            text("."),
        ]);
    }
    let mut blocks = vec![Block::Paragraph(lies)];
    if let Some(envelope) = &catalogue.envelope {
        blocks.extend(envelope_blocks(context, envelope));
    }
    if let Some((event, frame)) = example(catalogue) {
        blocks.push(Block::Example(vec![text("For example "), event_link(event), text(":")], frame));
        if catalogue.envelope.as_ref().is_some_and(|envelope| !envelope.meta.fields.is_empty()) {
            let placeholders = "In examples, what stands beside the payload is made up.";
            blocks.push(Block::Paragraph(vec![text(placeholders)]));
        }
    }
    part(Part::Frames, "How an event lies on the wire", blocks)
}

fn envelope_blocks(context: &Context, envelope: &Envelope) -> Vec<Block> {
    let mut table = Table::new(&["key", "holds"]);
    table.rows.push(vec![vec![code(&envelope.name)], vec![text("the name of the event")]]);
    let optional = [
        (&envelope.channel, "the printed address of the channel that it came through, if any"),
        (&envelope.priority, "the name of its priority, if it has one"),
    ];
    for (key, holds) in optional {
        if let Some(key) = key {
            table.rows.push(vec![vec![code(key)], vec![text(holds)]]);
        }
    }
    table.rows.push(vec![vec![code(&envelope.payload)], vec![text("the payload; absent where the event has none")]]);
    let mut blocks = vec![Block::Table(table)];
    let beside = shapes::object_blocks(&context.sections, &envelope.meta);
    if !beside.is_empty() {
        blocks.push(Block::Paragraph(vec![text("Beside them:")]));
        blocks.extend(beside);
        blocks.extend(envelope.meta_docs.as_deref().map(author::blocks).unwrap_or_default());
    }
    if let Some(error) = &envelope.error {
        let words = " is there on failure alone; then the payload may be absent.";
        blocks.push(Block::Paragraph(vec![code(&error.key), text(words)]));
    }
    blocks
}

/// The first event from the server that has an example, with its frame.
fn example(catalogue: &Catalogue) -> Option<(&str, String)> {
    catalogue.events.values().find_map(|event| {
        let message = event.server.as_ref()?;
        let example = message.examples.first()?;
        let frame = wire::frame(catalogue, event, Sender::Server, &message.payload, Some(&example.value));
        Some((event.name.as_str(), frame))
    })
}

fn limits(limits: &Limits) -> Option<Section> {
    let rates = [
        ("Events of one user", limits.per_user),
        ("Events that one connection sends", limits.per_connection),
        ("Events on one channel", limits.per_channel),
        ("Events in all", limits.total),
    ];
    let counts = [
        ("Connections of one user", limits.connections_per_user, " at once"),
        ("Connections in all", limits.connections, " at once"),
        ("Size of one frame", limits.frame_bytes, " bytes"),
    ];
    let rates = rates.into_iter().filter_map(|(label, rate)| Some((label, quantity::rate(rate?))));
    let counts = counts.into_iter().filter_map(|(label, count, unit)| Some((label, grouped(count?) + unit)));
    let facts: Vec<Fact> = rates.chain(counts).map(|(label, words)| Fact { label, text: vec![text(words)] }).collect();
    (!facts.is_empty()).then(|| part(Part::Limits, "Limits", vec![Block::Facts(facts)]))
}

fn reconnecting(reconnect: &Reconnect) -> Section {
    let waits = if reconnect.step.is_zero() {
        format!("waits {} before each", quantity::duration(reconnect.delay))
    } else {
        let (delay, step) = (quantity::duration(reconnect.delay), quantity::duration(reconnect.step));
        format!("waits {delay} before the first and {step} longer before each further one")
    };
    let tries = if reconnect.attempts == 1 { "once".to_owned() } else { format!("{} times", reconnect.attempts) };
    let words = format!("A client that lost its connection tries {tries} to connect again. It {waits}.");
    part(Part::Reconnecting, "When the connection is lost", vec![Block::Paragraph(vec![text(words)])])
}

fn errors(catalogue: &Catalogue) -> Option<Section> {
    if catalogue.errors.is_empty() {
        return None;
    }
    let mut table = Table::new(&["code", "when"]);
    for (name, error) in &catalogue.errors {
        table.rows.push(vec![vec![code(name)], author::line(error.summary.as_deref())]);
    }
    Some(part(Part::Errors, "Errors", vec![Block::Table(table.without_empty_columns())]))
}

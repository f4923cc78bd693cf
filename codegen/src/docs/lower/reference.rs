//! Every event in full.

use event_spec::catalogue::{Answer, Deprecation, Event, Example, Message, Payload, Route, Storage};
use event_spec::types::Type;

use super::context::Context;
use super::wire::{self, Sender};
use super::{channels, consumers, flows, history, names, priorities, routes, rules, shapes, usage};
use crate::docs::author;
use crate::docs::page::{
    Anchor, Block, Fact, Inline, Part, Section, Table, code, consumer_link, event_link, joined, part_link, text,
};

/// The section, if there are events.
pub fn section(context: &Context) -> Option<Section> {
    let sections: Vec<Section> = context.catalogue.events.values().map(|event| described(context, event)).collect();
    (!sections.is_empty()).then(|| Section {
        anchor: Anchor::Part(Part::Reference),
        title: text("Every event"),
        blocks: Vec::new(),
        sections,
    })
}

/// The storage in a word.
pub fn storage_word(storage: Storage) -> &'static str {
    match storage {
        Storage::Stored => "stored",
        Storage::Transient => "transient",
    }
}

fn described(context: &Context, event: &Event) -> Section {
    let mut blocks: Vec<Block> = author::paragraph(event.summary.as_deref()).into_iter().collect();
    blocks.extend(event.deprecated.as_ref().map(deprecation));
    if event.client.is_some() {
        blocks.extend(event.rest.as_ref().map(|request| request_instead(request)));
    }
    blocks.extend(event.description.as_deref().map(author::blocks).unwrap_or_default());
    blocks.push(Block::Facts(facts(context, event)));
    match (&event.server, &event.client) {
        (Some(server), Some(client)) if !event.same_both_ways => {
            blocks.extend(message(context, event, Sender::Server, server, "What the server sends"));
            let label = if event.client_sends() { "What clients send" } else { "What clients ask for" };
            blocks.extend(message(context, event, Sender::Client, client, label));
        }
        (Some(server), _) => blocks.extend(message(context, event, Sender::Server, server, "Payload")),
        (None, Some(client)) => blocks.extend(message(context, event, Sender::Client, client, "Payload")),
        (None, None) => {}
    }
    if let Answer::Ack(ack) = &event.answer {
        blocks.extend(acknowledgement(context, ack));
    }
    blocks.extend(usage::block(context, event));
    blocks.extend(history::blocks(context, &event.name));
    Section {
        anchor: Anchor::Event(event.name.value.clone()),
        title: code(event.name.as_str()),
        blocks,
        sections: Vec::new(),
    }
}

fn deprecation(deprecation: &Deprecation) -> Block {
    let mut line = vec![Inline::Strong(vec![text("Deprecated")])];
    if let Some(reason) = &deprecation.reason {
        line.push(text(": "));
        line.extend(author::line_of(reason.trim_end_matches('.')));
    }
    line.push(text("."));
    if let Some(replacement) = &deprecation.replacement {
        line.extend([text(" Use "), event_link(replacement), text(" instead.")]);
    }
    if let Some(since) = &deprecation.since {
        line.push(text(format!(" Since {since}.")));
    }
    if let Some(sunset) = &deprecation.sunset {
        line.push(text(format!(" It ends on {}.", sunset.as_str())));
    }
    Block::Warning(line)
}

/// What a client is told that would send over the socket what has to be stored first.
fn request_instead(request: &str) -> Block {
    Block::Warning(vec![
        text("Clients do not send this over the socket, where nothing would store it: they make the request "),
        code(request),
        text("."),
    ])
}

fn facts(context: &Context, event: &Event) -> Vec<Fact> {
    let catalogue = context.catalogue;
    let cause = event.rest.as_ref().filter(|_| event.client.is_none());
    let membership = event.membership.as_ref();
    let facts = [
        ("Sent by", vec![text(routes::sender(event))]),
        (
            "Goes to",
            match &event.route {
                Route::Server => Vec::new(),
                route => routes::long(catalogue, route),
            },
        ),
        ("Who may enter", audience(context, event)),
        ("Asks to", membership.map(|membership| routes::membership(catalogue, membership)).unwrap_or_default()),
        ("Caused by", cause.map(|request| vec![code(request.as_str())]).unwrap_or_default()),
        ("Priority", priority(context, event)),
        ("Storage", event.storage.as_ref().map(|storage| vec![text(storage_words(storage.value))]).unwrap_or_default()),
        ("Replaces", replaces(event)),
        (
            "Answered by",
            match &event.answer {
                Answer::None => Vec::new(),
                Answer::Ack(_) if event.client.is_none() => vec![text("an acknowledgement of the client, below")],
                Answer::Ack(_) => vec![text("an acknowledgement, below")],
                Answer::Event(answer) => vec![event_link(answer)],
            },
        ),
        ("Answers", joined(context.answered(&event.name).iter().map(|asked| vec![event_link(asked)]))),
        ("Told in", joined(context.flows(&event.name).iter().map(|flow| vec![flows::flow_link(flow)]))),
        ("Read by", readers(context, event)),
        (
            "Other names",
            joined_with_breaks(event.aliases.iter().map(|alias| {
                [vec![code(alias.name.as_str()), text(" is ")], names::alias_words(&event.name, alias)].concat()
            })),
        ),
        ("Tags", joined(event.tags.iter().map(|tag| vec![code(tag)]))),
    ];
    let said = facts.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(label, text)| Fact { label, text }).collect()
}

fn priority(context: &Context, event: &Event) -> Vec<Inline> {
    let Some(name) = &event.priority else { return Vec::new() };
    let meaning = priorities::meaning(&context.catalogue.priorities[name.as_str()], event.storage());
    vec![part_link(name.value.clone(), Part::Priorities), text(format!(": {meaning}"))]
}

fn storage_words(storage: Storage) -> &'static str {
    match storage {
        Storage::Stored => "stored: written to the database first, kept for clients that come back",
        Storage::Transient => "transient: it may be lost",
    }
}

/// Who may be in the channel that an event goes to.
fn audience(context: &Context, event: &Event) -> Vec<Inline> {
    let Route::Channel(route) = &event.route else { return Vec::new() };
    channels::access_words(&context.catalogue.channels[route.channel.as_str()].access)
}

fn replaces(event: &Event) -> Vec<Inline> {
    let fields = joined(event.coalesce_by.iter().map(|path| vec![code(path.keys.join("."))]));
    if fields.is_empty() {
        return fields;
    }
    [vec![text("a waiting one with the same ")], fields].concat()
}

fn readers(context: &Context, event: &Event) -> Vec<Inline> {
    joined(context.listeners(&event.name).iter().map(|name| {
        let fields = consumers::fields_read(&context.catalogue.consumers[*name], &event.name);
        [vec![consumer_link(name), text(" (")], fields, vec![text(")")]].concat()
    }))
}

fn message(context: &Context, event: &Event, sender: Sender, message: &Message, label: &str) -> Vec<Block> {
    let mut blocks = payload(context, &message.payload, label);
    if matches!(message.payload, Payload::Empty) {
        blocks.extend(frames(context, event, sender, message, None));
    }
    for example in &message.examples {
        blocks.extend(frames(context, event, sender, message, Some(example)));
    }
    blocks
}

/// An example as its sender writes it, and as clients do where they send the same in another frame.
fn frames(
    context: &Context,
    event: &Event,
    sender: Sender,
    message: &Message,
    example: Option<&Example>,
) -> Vec<Block> {
    let catalogue = context.catalogue;
    let frame =
        |sender: Sender| wire::frame(catalogue, event, sender, &message.payload, example.map(|example| &example.value));
    let mut blocks = vec![Block::Example(example.map(example_words).unwrap_or_default(), frame(sender))];
    let is_bare = catalogue.envelope.is_some() && catalogue.client_envelope().is_none();
    if is_bare && sender == Sender::Server && event.same_both_ways && event.client_sends() {
        blocks.push(Block::Example(vec![text("From a client:")], frame(Sender::Client)));
    }
    blocks
}

fn acknowledgement(context: &Context, ack: &Message) -> Vec<Block> {
    let mut blocks = payload(context, &ack.payload, "Acknowledgement");
    for example in &ack.examples {
        let json = wire::acknowledgement(&ack.payload, &example.value);
        blocks.push(Block::Example(example_words(example), json));
    }
    blocks
}

fn example_words(example: &Example) -> Vec<Inline> {
    let mut line = vec![text("Example")];
    if let Some(name) = &example.name {
        line.extend([text(" "), code(name)]);
    }
    line.push(text(": "));
    line.extend(author::line(example.summary.as_deref()));
    line
}

fn payload(context: &Context, payload: &Payload, label: &str) -> Vec<Block> {
    let mut blocks = vec![Block::Label(label.to_owned())];
    match payload {
        Payload::Empty => blocks.push(Block::Paragraph(vec![text("None.")])),
        Payload::One(ty) => blocks.extend(one(context, ty)),
        Payload::Args(args) => {
            let mut table = Table::new(&["argument", "type", "rules"]);
            for arg in args {
                table.rows.push(vec![
                    vec![code(&arg.name)],
                    shapes::type_words(&context.sections, &arg.ty),
                    rules::of(&context.catalogue.types, &arg.ty),
                ]);
            }
            blocks.push(Block::Table(table.without_empty_columns()));
            for arg in args {
                let inside = shapes::fields(&context.sections, &arg.ty);
                if !inside.is_empty() {
                    blocks.push(Block::Paragraph(vec![text("Of "), code(&arg.name), text(":")]));
                    blocks.extend(inside);
                }
            }
        }
    }
    blocks
}

/// A payload of one argument: its type, unless it is an object with nothing to say but its fields, and its fields.
fn one(context: &Context, ty: &Type) -> Vec<Block> {
    let words = shapes::type_words(&context.sections, ty);
    let rules = rules::of(&context.catalogue.types, ty);
    let mut blocks = Vec::new();
    if words != [text("object")] {
        let rules = if rules.is_empty() { rules } else { [vec![text("; ")], rules].concat() };
        blocks.push(Block::Paragraph([vec![text("Type: ")], words, rules, vec![text(".")]].concat()));
    }
    blocks.extend(shapes::fields(&context.sections, ty));
    blocks
}

fn joined_with_breaks(lines: impl Iterator<Item = Vec<Inline>>) -> Vec<Inline> {
    lines.collect::<Vec<_>>().join(&Inline::Break)
}

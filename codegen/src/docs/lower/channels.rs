//! The channels: who may enter which, how one enters, and what is sent there.

use event_spec::catalogue::{Access, Channel, ParamType};

use super::context::Context;
use super::routes;
use crate::docs::author;
use crate::docs::page::{
    Anchor, Block, Fact, Inline, Mark, Part, Section, Table, code, consumer_link, event_link, joined, joined_with, text,
};

/// The section, if there are channels.
pub fn section(context: &Context) -> Option<Section> {
    let channels = &context.catalogue.channels;
    if channels.is_empty() {
        return None;
    }
    Some(Section {
        anchor: Anchor::Part(Part::Channels),
        title: text("Channels"),
        blocks: matrix(context),
        sections: channels.values().map(|channel| described(context, channel)).collect(),
    })
}

/// Who may enter which channel: a row for each channel, a column for each class.
fn matrix(context: &Context) -> Vec<Block> {
    let mut classes: Vec<&str> = Vec::new();
    for channel in context.catalogue.channels.values() {
        if let Access::Class(class) = &channel.access
            && !classes.contains(&class.as_str())
        {
            classes.push(class);
        }
    }
    let mut table = Table::new(&["channel", "anybody", "signed in"]);
    table.columns.extend(classes.iter().map(|class| vec![code(*class)]));
    table.columns.push(vec![text("how to enter")]);
    table.columns.push(vec![text("who listens")]);
    for (name, channel) in &context.catalogue.channels {
        let mut row = vec![vec![routes::channel_link(context.catalogue, name)]];
        let enters = |may: bool| vec![Inline::Mark(if may { Mark::Yes } else { Mark::No })];
        row.push(enters(channel.access == Access::Public));
        row.push(enters(matches!(channel.access, Access::Public | Access::Authenticated)));
        row.extend(classes.iter().map(|class| match &channel.access {
            Access::Class(own) if own == class => vec![Inline::Mark(Mark::ByRule)],
            access => enters(!matches!(access, Access::Class(_))),
        }));
        row.push(entrance(context, name, channel));
        row.push(listeners(context, name));
        table.rows.push(row);
    }
    let mut blocks = vec![Block::Table(table.without_empty_columns())];
    if !classes.is_empty() {
        let rule = "By rule: the server decides, each time that a client asks to enter, by the rule that it has for \
                    this class. Without a rule nobody enters.";
        blocks.insert(0, Block::Paragraph(vec![text(rule)]));
    }
    blocks
}

/// The consumers that listen to an event of a channel, each once, in the order of the catalogue.
fn listeners(context: &Context, channel: &str) -> Vec<Inline> {
    let heard: Vec<&str> = context.sent(channel).iter().flat_map(|event| context.listeners(event)).copied().collect();
    let consumers = context.catalogue.consumers.keys().filter(|name| heard.contains(&name.as_str()));
    joined(consumers.map(|name| vec![consumer_link(name)]))
}

/// How a client comes into a channel.
fn entrance(context: &Context, name: &str, channel: &Channel) -> Vec<Inline> {
    let connecting = channel.auto_join.as_deref().map(|which| {
        let which = author::line_of(which);
        [vec![text("on connecting"), text(if which.is_empty() { "" } else { ": " })], which].concat()
    });
    let asking = context.joins(name).map(|event| vec![event_link(event)]);
    joined_with("; ", connecting.into_iter().chain(asking))
}

fn described(context: &Context, channel: &Channel) -> Section {
    let mut blocks: Vec<Block> = author::paragraph(channel.summary.as_deref()).into_iter().collect();
    blocks.push(Block::Facts(facts(context, channel)));
    if !channel.params.is_empty() {
        let mut table = Table::new(&["parameter", "type", "meaning"]);
        for (name, param) in &channel.params {
            table.rows.push(vec![vec![code(name)], param_words(&param.ty), author::line(param.summary.as_deref())]);
        }
        blocks.push(Block::Table(table.without_empty_columns()));
    }
    Section {
        anchor: Anchor::Channel(channel.name.value.clone()),
        title: code(&channel.pattern),
        blocks,
        sections: Vec::new(),
    }
}

fn facts(context: &Context, channel: &Channel) -> Vec<Fact> {
    let name = channel.name.as_str();
    let facts = [
        ("Name", vec![code(name)]),
        ("Who may enter", access_words(&channel.access)),
        ("How to enter", entrance(context, name, channel)),
        ("How to leave", joined(context.leaves(name).map(|event| vec![event_link(event)]))),
        ("Who listens", listeners(context, name)),
        ("Sent here", joined(context.sent(name).iter().map(|event| vec![event_link(event)]))),
    ];
    let said = facts.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(label, text)| Fact { label, text }).collect()
}

/// Who may enter, in words.
pub fn access_words(access: &Access) -> Vec<Inline> {
    match access {
        Access::Public => vec![text("anybody")],
        Access::Authenticated => vec![text("everybody who is signed in")],
        Access::Class(class) => vec![text("by the server's rule for the class "), code(class)],
    }
}

fn param_words(ty: &ParamType) -> Vec<Inline> {
    match ty {
        ParamType::String => vec![text("string")],
        ParamType::Integer => vec![text("integer")],
        ParamType::OneOf(values) => joined(values.iter().map(|value| vec![code(value)])),
    }
}

//! The tables of events, by who sends them.

use event_spec::catalogue::{Answer, Event};

use super::context::Context;
use super::routes;
use crate::docs::author;
use crate::docs::page::{Anchor, Block, Inline, Part, Section, Table, code, event_link, part_link, text};

/// The section, if there are events.
pub fn section(context: &Context) -> Option<Section> {
    let blocks: Vec<Block> = [
        group(context, "The server sends", |event| event.server.is_some() && !event.client_sends(), from_server),
        group(context, "Both send", |event| event.server.is_some() && event.client_sends(), from_server),
        group(context, "Clients send", |event| event.server.is_none() && event.client_sends(), from_clients),
        group(
            context,
            "Clients make a request instead",
            |event| event.client.is_some() && event.rest.is_some(),
            requests,
        ),
    ]
    .into_iter()
    .flatten()
    .flatten()
    .collect();
    (!blocks.is_empty()).then(|| Section {
        anchor: Anchor::Part(Part::Events),
        title: text("Events"),
        blocks,
        sections: Vec::new(),
    })
}

/// A table of the events that belong together, if there are any.
fn group(
    context: &Context,
    label: &str,
    belongs: fn(&Event) -> bool,
    table: fn(&Context, &[&Event]) -> Table,
) -> Option<[Block; 2]> {
    let events: Vec<&Event> = context.catalogue.events.values().filter(|event| belongs(event)).collect();
    let table = (!events.is_empty()).then(|| table(context, &events).without_empty_columns())?;
    Some([Block::Label(label.to_owned()), Block::Table(table)])
}

fn from_server(context: &Context, events: &[&Event]) -> Table {
    let mut table = Table::new(&["event", "tells", "goes to", "priority", "storage"]);
    for event in events {
        let priority = event.priority.as_ref().map(|name| part_link(name.value.clone(), Part::Priorities));
        let storage = event.storage.as_ref().map(|_| text(storage_word(event)));
        table.rows.push(vec![
            vec![event_link(&event.name)],
            told(event),
            routes::short(context.catalogue, &event.route),
            priority.into_iter().collect(),
            storage.into_iter().collect(),
        ]);
    }
    table
}

fn from_clients(context: &Context, events: &[&Event]) -> Table {
    let mut table = Table::new(&["event", "tells", "asks to", "answered by"]);
    for event in events {
        let membership = event.membership.as_ref();
        table.rows.push(vec![
            vec![event_link(&event.name)],
            told(event),
            membership.map(|membership| routes::short_membership(context.catalogue, membership)).unwrap_or_default(),
            match &event.answer {
                Answer::None => Vec::new(),
                Answer::Ack(_) => vec![text("an acknowledgement")],
                Answer::Event(answer) => vec![event_link(answer)],
            },
        ]);
    }
    table
}

fn requests(_: &Context, events: &[&Event]) -> Table {
    let mut table = Table::new(&["instead of", "make the request", "the event tells"]);
    for event in events {
        let request = event.rest.as_ref().map(|request| code(request.as_str()));
        table.rows.push(vec![vec![event_link(&event.name)], request.into_iter().collect(), told(event)]);
    }
    table
}

/// The summary, and whether the event is on its way out.
fn told(event: &Event) -> Vec<Inline> {
    let mut line = author::line(event.summary.as_deref());
    if event.deprecated.is_some() {
        line.push(text(if line.is_empty() { "" } else { " " }));
        line.push(Inline::Strong(vec![text("Deprecated.")]));
    }
    line
}

fn storage_word(event: &Event) -> &'static str {
    super::reference::storage_word(event.storage())
}

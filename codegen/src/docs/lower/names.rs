//! Every name that code, documents or habits use for an event, in the order of the names.

use std::collections::BTreeMap;

use event_spec::catalogue::{Alias, Event};

use super::context::Context;
use crate::docs::author;
use crate::docs::page::{Anchor, Block, Inline, Part, Section, Table, code, event_link, text};

/// The section, if there are names.
pub fn section(context: &Context) -> Option<Section> {
    let mut rows: BTreeMap<&str, Vec<Vec<Inline>>> = BTreeMap::new();
    for (name, event) in &context.catalogue.events {
        rows.insert(name, vec![vec![event_link(name)], own(event)]);
        for alias in &event.aliases {
            rows.insert(&alias.name, vec![vec![code(alias.name.as_str())], alias_words(name, alias)]);
        }
    }
    if rows.is_empty() {
        return None;
    }
    let mut table = Table::new(&["name", "what it is"]);
    table.rows.extend(rows.into_values());
    Some(Section {
        anchor: Anchor::Part(Part::Names),
        title: text("Names"),
        blocks: vec![Block::Table(table)],
        sections: Vec::new(),
    })
}

fn own(event: &Event) -> Vec<Inline> {
    let sent = match (&event.server, event.client_sends()) {
        (Some(_), true) => "an event of the server and of clients",
        (Some(_), false) => "an event of the server",
        (None, true) => "an event of clients",
        (None, false) => "nothing that travels over the socket",
    };
    let request = event.rest.iter().filter(|_| event.client.is_some());
    let request = request.flat_map(|request| [text("; clients make the request "), code(request.as_str())]);
    let deprecated = event.deprecated.as_ref().map(|_| text("; deprecated"));
    std::iter::once(text(sent)).chain(request).chain(deprecated).collect()
}

/// What an alias is: wrong, or still served.
pub fn alias_words(event: &str, alias: &Alias) -> Vec<Inline> {
    let mut line = match &alias.sunset {
        None => vec![text("wrong: it is called "), event_link(event)],
        Some(date) => vec![
            text("the former name of "),
            event_link(event),
            text(format!("; clients are served under it until {}", date.as_str())),
        ],
    };
    if let Some(since) = &alias.since {
        line.push(text(format!("; since {since}")));
    }
    if let Some(reason) = &alias.reason {
        line.push(text("; "));
        line.extend(author::line_of(reason.trim_end_matches('.')));
    }
    line
}

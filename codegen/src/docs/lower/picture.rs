//! The picture: clients, server, channels and the views that listen.
//!
//! Events that go the same way share an arrow. An arrow names a handful of them; the tables name all.

use std::collections::BTreeSet;

use event_spec::catalogue::{Event, Route};

use super::context::Context;
use crate::docs::page::{Anchor, Block, Label, Node, NodeKind, Part, Picture, Section, text};

/// How many names an arrow carries.
const NAMES: usize = 6;
/// How many channels are shown, and how many views: a picture of more shows nothing any more.
const STATIONS: usize = 16;
const VIEWS: usize = 24;

/// The section, if there is an event to show.
pub fn section(context: &Context) -> Option<Section> {
    let catalogue = context.catalogue;
    if catalogue.events.is_empty() {
        return None;
    }
    let mut picture = Picture::default();
    let clients = picture.node(NodeKind::Clients, "clients", None);
    let server = picture.node(NodeKind::Server, "server", None);
    let sent = catalogue.events.values().filter(|event| event.client_sends());
    arrow(&mut picture, clients, server, sent.map(name_of).collect());
    let asked = catalogue.events.values().filter_map(|event| event.rest.as_ref());
    arrow(&mut picture, clients, server, once_each(asked.map(|request| plain(request.value.clone()))));
    let mut stations = stations(context);
    let left_out = stations.len().saturating_sub(STATIONS);
    stations.truncate(STATIONS);
    for Station { label, target, events } in stations {
        let station = picture.node(NodeKind::Channel, label, target);
        arrow(&mut picture, server, station, events.iter().copied().map(name_of).collect());
        let heard: BTreeSet<&str> = events.iter().flat_map(|event| context.listeners(&event.name)).copied().collect();
        for name in catalogue.consumers.keys().filter(|name| heard.contains(name.as_str())) {
            if let Some(view) = consumer_node(&mut picture, name) {
                picture.arrow(station, view, Vec::new());
            }
        }
    }
    if left_out > 0 {
        let channels = Anchor::Part(Part::Channels);
        let rest = picture.node(NodeKind::Channel, format!("and {left_out} more channels"), Some(channels));
        picture.arrow(
            server,
            rest,
            vec![Label { text: "all events".to_owned(), target: Some(Anchor::Part(Part::Events)) }],
        );
    }
    Some(Section {
        anchor: Anchor::Part(Part::Picture),
        title: text("Who sends what where"),
        blocks: vec![Block::Picture(picture)],
        sections: Vec::new(),
    })
}

/// Where the server sends events, with what it sends there.
struct Station<'a> {
    label: String,
    target: Option<Anchor>,
    events: Vec<&'a Event>,
}

/// The stations, in the order of the events.
fn stations<'a>(context: &Context<'a>) -> Vec<Station<'a>> {
    let mut stations: Vec<Station> = Vec::new();
    for event in context.catalogue.events.values() {
        let (label, target) = match &event.route {
            Route::Server => continue,
            Route::Channel(route) => {
                let channel = route.channel.as_str();
                (context.catalogue.channels[channel].pattern.clone(), Some(Anchor::Channel(channel.to_owned())))
            }
            Route::Everybody => ("everybody".to_owned(), None),
            Route::Connection => ("the connection that asked".to_owned(), None),
        };
        match stations.iter_mut().find(|station| station.label == label && station.target == target) {
            Some(station) => station.events.push(event),
            None => stations.push(Station { label, target, events: vec![event] }),
        }
    }
    stations
}

/// The place of a view; none where there are more than can be shown.
fn consumer_node(picture: &mut Picture, name: &str) -> Option<usize> {
    let is_view = |node: &Node| node.kind == NodeKind::Consumer;
    let known = picture.nodes.iter().position(|node| is_view(node) && node.label == name);
    if known.is_none() && picture.nodes.iter().filter(|node| is_view(node)).count() >= VIEWS {
        return None;
    }
    Some(known.unwrap_or_else(|| picture.node(NodeKind::Consumer, name, Some(Anchor::Consumer(name.to_owned())))))
}

fn arrow(picture: &mut Picture, from: usize, to: usize, mut labels: Vec<Label>) {
    if labels.is_empty() {
        return;
    }
    if labels.len() > NAMES {
        let more = labels.len() - (NAMES - 1);
        labels.truncate(NAMES - 1);
        let all = Some(Anchor::Part(Part::Events));
        labels.push(Label { text: format!("and {more} more"), target: all });
    }
    picture.arrow(from, to, labels);
}

fn name_of(event: &Event) -> Label {
    Label { text: event.name.value.clone(), target: Some(Anchor::Event(event.name.value.clone())) }
}

fn plain(text: String) -> Label {
    Label { text, target: None }
}

fn once_each(labels: impl Iterator<Item = Label>) -> Vec<Label> {
    let mut seen = Vec::new();
    for label in labels {
        if !seen.contains(&label) {
            seen.push(label);
        }
    }
    seen
}

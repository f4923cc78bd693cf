//! The picture: clients, server, channels and the views that listen.
//!
//! Events that go the same way share an arrow. An arrow names a handful of them; the tables name all.

use std::collections::BTreeSet;

use event_spec::catalogue::{Event, Route};

use super::context::Context;
use crate::docs::page::{Anchor, Block, NodeKind, Part, Picture, Section, text};

/// How many names an arrow carries.
const NAMES: usize = 6;

/// The section, if there is an event to show.
pub fn section(context: &Context) -> Option<Section> {
    let catalogue = context.catalogue;
    if catalogue.events.is_empty() {
        return None;
    }
    let mut picture = Picture::default();
    let clients = picture.node(NodeKind::Party, "clients");
    let server = picture.node(NodeKind::Party, "server");
    let sent = catalogue.events.values().filter(|event| event.client_sends());
    arrow(&mut picture, clients, server, sent.map(|event| event.name.value.clone()).collect());
    let asked = catalogue.events.values().filter_map(|event| event.rest.as_ref());
    arrow(&mut picture, clients, server, once_each(asked.map(|request| request.value.clone())));
    for (label, events) in stations(context) {
        let station = picture.node(NodeKind::Channel, label);
        arrow(&mut picture, server, station, events.iter().map(|event| event.name.value.clone()).collect());
        let heard: BTreeSet<&str> = events.iter().flat_map(|event| context.listeners(&event.name)).copied().collect();
        for name in catalogue.consumers.keys().filter(|name| heard.contains(name.as_str())) {
            let view = consumer_node(&mut picture, name);
            picture.arrow(station, view, Vec::new());
        }
    }
    Some(Section {
        anchor: Anchor::Part(Part::Picture),
        title: text("Who sends what where"),
        blocks: vec![Block::Picture(picture)],
        sections: Vec::new(),
    })
}

/// Where the server sends events, with what it sends there, in the order of the events.
fn stations<'a>(context: &Context<'a>) -> Vec<(String, Vec<&'a Event>)> {
    let mut stations: Vec<(String, Vec<&Event>)> = Vec::new();
    for event in context.catalogue.events.values() {
        let label = match &event.route {
            Route::Server => continue,
            Route::Channel(route) => context.catalogue.channels[route.channel.as_str()].pattern.clone(),
            Route::Everybody => "everybody".to_owned(),
            Route::Connection => "the connection that asked".to_owned(),
        };
        match stations.iter_mut().find(|(station, _)| *station == label) {
            Some((_, events)) => events.push(event),
            None => stations.push((label, vec![event])),
        }
    }
    stations
}

fn consumer_node(picture: &mut Picture, name: &str) -> usize {
    let known = picture.nodes.iter().position(|node| node.kind == NodeKind::Consumer && node.label == name);
    known.unwrap_or_else(|| picture.node(NodeKind::Consumer, name))
}

fn arrow(picture: &mut Picture, from: usize, to: usize, mut labels: Vec<String>) {
    if labels.is_empty() {
        return;
    }
    if labels.len() > NAMES {
        let more = labels.len() - (NAMES - 1);
        labels.truncate(NAMES - 1);
        labels.push(format!("and {more} more"));
    }
    picture.arrow(from, to, labels);
}

fn once_each(labels: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = Vec::new();
    for label in labels {
        if !seen.contains(&label) {
            seen.push(label);
        }
    }
    seen
}

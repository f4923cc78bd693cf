//! A catalogue as a page.
//!
//! In: a checked catalogue. Out: a [`Page`], its sections in the order in which a reader asks: what is this, who sends
//! what, how do I connect, where may I enter; then every event in full, and what to look things up in.

mod channels;
mod connecting;
mod consumers;
mod events;
mod names;
mod overview;
mod picture;
mod priorities;
mod quantity;
mod reference;
mod routes;
mod rules;
mod sections;
mod shapes;
mod types;
mod usage;
mod wire;

use std::collections::HashMap;

use event_spec::catalogue::Catalogue;

use super::page::Page;
use crate::rust::Names;
use sections::Sections;

pub use overview::{holdings, transport_name};

/// What the parts of a page look things up in.
struct Context<'a> {
    catalogue: &'a Catalogue,
    sections: Sections<'a>,
    /// What events and types are called in Rust.
    rust: Names,
    /// The consumers that listen to an event, by its name.
    listeners: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Context<'a> {
    fn new(catalogue: &'a Catalogue) -> Self {
        let mut listeners: HashMap<&str, Vec<&str>> = HashMap::new();
        for (name, consumer) in &catalogue.consumers {
            for event in &consumer.listens {
                listeners.entry(event.as_str()).or_default().push(name);
            }
        }
        Self { catalogue, sections: Sections::new(&catalogue.types), rust: Names::new(catalogue), listeners }
    }
}

/// The page of a catalogue.
pub fn lower(catalogue: &Catalogue, source: &str) -> Page {
    let context = Context::new(catalogue);
    let sections = [
        picture::section(&context),
        events::section(&context),
        Some(connecting::section(&context)),
        channels::section(&context),
        priorities::section(&context),
        reference::section(&context),
        types::section(&context),
        consumers::section(&context),
        names::section(&context),
    ];
    Page {
        name: catalogue.name.to_string(),
        source: source.to_owned(),
        title: catalogue.name.to_string(),
        blocks: overview::blocks(catalogue),
        sections: sections.into_iter().flatten().collect(),
    }
}

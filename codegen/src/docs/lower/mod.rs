//! A catalogue as a page.
//!
//! In: a checked catalogue. Out: a [`Page`], its sections in the order in which a reader asks: what is this, who sends
//! what, how do I connect, where may I enter; then every event in full, and what to look things up in.

mod channels;
mod connecting;
mod consumers;
mod context;
mod entries;
mod events;
mod flows;
mod history;
mod names;
mod overview;
mod picture;
mod priorities;
mod quantity;
mod reference;
mod routes;
mod rules;
mod sample;
mod sections;
mod shapes;
mod types;
mod usage;
mod wire;

use event_spec::catalogue::Catalogue;

use super::Options;
use super::page::Page;
use context::Context;

pub use overview::{holdings, transport_name};

/// The page of a catalogue.
pub fn lower(catalogue: &Catalogue, options: &Options) -> Page {
    let context = Context::new(catalogue, &options.history);
    let sections = [
        picture::section(&context),
        events::section(&context),
        flows::section(&context),
        Some(connecting::section(&context)),
        channels::section(&context),
        priorities::section(&context),
        reference::section(&context),
        types::section(&context),
        consumers::section(&context),
        names::section(&context),
        history::section(&context),
    ];
    Page {
        name: catalogue.name.to_string(),
        source: options.source.clone(),
        title: catalogue.name.to_string(),
        blocks: overview::blocks(catalogue),
        sections: sections.into_iter().flatten().collect(),
        entries: entries::of(&context),
    }
}

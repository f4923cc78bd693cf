//! The views of front ends: what each must handle and what it reads.

use event_spec::catalogue::{Consumer, Route};

use super::context::Context;
use super::usage;
use crate::docs::author;
use crate::docs::page::{Anchor, Block, Inline, Part, Section, Table, code, event_link, joined, text};

/// The section, if there are consumers.
pub fn section(context: &Context) -> Option<Section> {
    let catalogue = context.catalogue;
    if catalogue.consumers.is_empty() {
        return None;
    }
    let unheard = catalogue
        .events
        .values()
        .filter(|event| !matches!(event.route, Route::Server) && context.listeners(&event.name).is_empty());
    let unheard = joined(unheard.map(|event| vec![event_link(&event.name)]));
    let mut blocks = vec![Block::Paragraph(vec![text(
        "What front ends must handle. A view may listen to more; it must not listen to less.",
    )])];
    if !unheard.is_empty() {
        blocks.push(Block::Paragraph([vec![text("No view here has to handle ")], unheard, vec![text(".")]].concat()));
    }
    Some(Section {
        anchor: Anchor::Part(Part::Consumers),
        title: text("Consumers"),
        blocks,
        sections: catalogue.consumers.iter().map(|(name, consumer)| described(context, name, consumer)).collect(),
    })
}

fn described(context: &Context, name: &str, consumer: &Consumer) -> Section {
    let mut blocks: Vec<Block> = author::paragraph(consumer.summary.as_deref()).into_iter().collect();
    let mut table = Table::new(&["listens to", "reads"]);
    for event in &consumer.listens {
        table.rows.push(vec![vec![event_link(event)], fields_read(consumer, event)]);
    }
    blocks.push(Block::Table(table));
    blocks.push(usage::consumer(context.catalogue, consumer));
    Section { anchor: Anchor::Consumer(name.to_owned()), title: code(name), blocks, sections: Vec::new() }
}

/// The fields that a consumer reads of an event.
pub fn fields_read(consumer: &Consumer, event: &str) -> Vec<Inline> {
    match consumer.reads.get(event) {
        None => vec![text("everything")],
        Some(paths) if paths.is_empty() => vec![text("nothing: that it came is enough")],
        Some(paths) => joined(paths.iter().map(|path| vec![code(path.to_string())])),
    }
}

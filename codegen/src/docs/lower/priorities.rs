//! The priorities as what they are: policies of delivery.

use event_spec::catalogue::{Delivery, Priority, Storage, WhenSlow};

use super::context::Context;
use super::quantity;
use crate::docs::author;
use crate::docs::page::{Anchor, Block, Part, Section, Table, event_link, joined, text};

/// The section, if there are priorities.
pub fn section(context: &Context) -> Option<Section> {
    let catalogue = context.catalogue;
    if catalogue.priorities.is_empty() {
        return None;
    }
    let columns =
        ["priority", "for", "leaves", "while it waits", "worth delivering for", "when a reader is slow", "events"];
    let mut table = Table::new(&columns);
    for (name, priority) in &catalogue.priorities {
        let events =
            catalogue.events.values().filter(|event| event.priority.as_ref().is_some_and(|given| given.value == *name));
        table.rows.push(vec![
            vec![text(name.clone())],
            author::line(priority.summary.as_deref()),
            vec![text(leaves(priority))],
            if priority.coalesce { vec![text("a newer one replaces it")] } else { Vec::new() },
            priority.time_to_live.map(|time| vec![text(quantity::duration(time))]).unwrap_or_default(),
            vec![text(when_slow(priority.when_slow))],
            joined(events.map(|event| vec![event_link(&event.name)])),
        ]);
    }
    let order = "The most urgent first. Stored events are never dropped: a client that reads too slowly for them is \
                 disconnected, and gets what it missed when it comes back.";
    Some(Section {
        anchor: Anchor::Part(Part::Priorities),
        title: text("Priorities"),
        blocks: vec![Block::Paragraph(vec![text(order)]), Block::Table(table.without_empty_columns())],
        sections: Vec::new(),
    })
}

/// When an event of this priority leaves.
pub fn leaves(priority: &Priority) -> String {
    match priority.delivery {
        Delivery::Immediate => "at once".to_owned(),
        Delivery::Batched(window) => format!("every {}, together with others", quantity::duration(window)),
    }
}

/// All that a priority means for an event, as in `at once; a newer one replaces it while it waits; worth delivering for 5 s`.
pub fn meaning(priority: &Priority, storage: Storage) -> String {
    let transient = storage == Storage::Transient;
    let replaced = (priority.coalesce && transient).then(|| "a newer one replaces it while it waits".to_owned());
    let worth = priority.time_to_live.filter(|_| transient);
    let worth = worth.map(|time| format!("worth delivering for {}", quantity::duration(time)));
    let dropped = priority.when_slow == WhenSlow::Drop && transient;
    let dropped = dropped.then(|| "dropped when a reader is slow".to_owned());
    let said = [Some(leaves(priority)), replaced, worth, dropped];
    said.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn when_slow(when_slow: WhenSlow) -> &'static str {
    match when_slow {
        WhenSlow::Keep => "it waits",
        WhenSlow::Drop => "it is dropped if transient",
    }
}

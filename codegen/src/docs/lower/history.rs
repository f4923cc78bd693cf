//! What became of the catalogue and of each event, where the caller knows.

use event_spec::compare::Verdict;

use super::context::Context;
use crate::docs::author;
use crate::docs::history::{Change, Revision};
use crate::docs::page::{Anchor, Block, Inline, Part, Section, Table, code, event_link, joined, text};

/// The section, if there is a history.
pub fn section(context: &Context) -> Option<Section> {
    let revisions = &context.history.revisions;
    let mut table = Table::new(&["day", "version", "what", "change", "events", "verdict"]);
    for revision in revisions {
        for change in &revision.changes {
            let here = |name: &&String| context.catalogue.events.contains_key(name.as_str());
            let (known, gone): (Vec<&String>, Vec<&String>) = change.events.iter().partition(here);
            let known = known.into_iter().map(|name| vec![event_link(name)]);
            let events = joined(known.chain(gone.into_iter().map(|name| vec![code(name)])));
            let [day, version, what, became, verdict] = cells(revision, change);
            table.rows.push(vec![day, version, what, became, events, verdict]);
        }
    }
    (!table.rows.is_empty()).then(|| Section {
        anchor: Anchor::Part(Part::History),
        title: text("History"),
        blocks: vec![
            Block::Paragraph(vec![text("What changed for whoever sends or reads events, the newest first.")]),
            Block::Table(table.without_empty_columns()),
        ],
        sections: Vec::new(),
    })
}

/// The history of one event, if there is one.
pub fn blocks(context: &Context, event: &str) -> Vec<Block> {
    let mut table = Table::new(&["day", "version", "what", "change", "verdict"]);
    table.rows.extend(context.history.of_event(event).map(|(revision, change)| cells(revision, change).into()));
    if table.rows.is_empty() {
        return Vec::new();
    }
    vec![Block::Label("History".to_owned()), Block::Table(table.without_empty_columns())]
}

fn cells(revision: &Revision, change: &Change) -> [Vec<Inline>; 5] {
    [
        vec![text(revision.date.clone())],
        vec![text(revision.version.clone())],
        vec![code(&change.subject)],
        author::line_of(&change.what),
        vec![text(verdict(change.verdict))],
    ]
}

/// What a change means for who deploys.
fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Breaking => "breaking",
        Verdict::Unclear => "unclear",
        Verdict::ClientsFirst => "clients first",
        Verdict::ServerFirst => "server first",
        Verdict::Safe => "safe",
    }
}

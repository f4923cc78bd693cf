//! What a catalogue is, before the first section.

use event_spec::catalogue::{Catalogue, NamingPattern, Transport};

use crate::docs::author;
use crate::docs::page::{Block, Fact, Inline, code, text};

/// The head of the page.
pub fn blocks(catalogue: &Catalogue) -> Vec<Block> {
    let mut blocks: Vec<Block> = author::paragraph(catalogue.summary.as_deref()).into_iter().collect();
    blocks.push(Block::Facts(facts(catalogue)));
    blocks.extend(catalogue.description.as_deref().map(author::blocks).unwrap_or_default());
    blocks
}

/// How much a catalogue holds, as in `13 events on 3 channels`.
pub fn holdings(catalogue: &Catalogue) -> String {
    let events = counted(catalogue.events.len(), "event");
    let channels = counted(catalogue.channels.len(), "channel");
    format!("{events} on {channels}")
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// What carries the events.
pub fn transport_name(transport: &Transport) -> &'static str {
    match transport {
        Transport::SocketIo { .. } => "Socket.IO",
        Transport::WebSocket { .. } => "plain WebSocket",
    }
}

fn facts(catalogue: &Catalogue) -> Vec<Fact> {
    let mut facts = vec![
        Fact { label: "Version", text: vec![text(catalogue.version.value.clone())] },
        Fact { label: "Transport", text: transport(&catalogue.transport) },
    ];
    if !catalogue.naming.is_empty() {
        facts.push(Fact { label: "Names of events", text: naming(&catalogue.naming) });
    }
    facts.push(Fact { label: "Holds", text: vec![text(holdings(catalogue))] });
    facts.push(Fact { label: "Fingerprint", text: vec![code(&catalogue.fingerprint)] });
    facts
}

fn transport(transport: &Transport) -> Vec<Inline> {
    let mut line = vec![text(transport_name(transport))];
    match transport {
        Transport::SocketIo { namespace } => line.extend([text(", namespace "), code(namespace)]),
        Transport::WebSocket { path: Some(path) } => line.extend([text(" at "), code(path)]),
        Transport::WebSocket { path: None } => {}
    }
    line
}

/// The patterns of names, those of one style together.
fn naming(patterns: &[NamingPattern]) -> Vec<Inline> {
    let mut line = Vec::new();
    for (at, pattern) in patterns.iter().enumerate() {
        if at > 0 {
            line.push(text(" or "));
        }
        line.push(code(pattern.pattern.as_str()));
        if patterns.get(at + 1).is_none_or(|next| next.style != pattern.style) {
            line.extend([text(", words in "), code(pattern.style.as_str())]);
        }
    }
    line
}

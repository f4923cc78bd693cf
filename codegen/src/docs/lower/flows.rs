//! The courses of events, each with its sequence picture.

use event_spec::catalogue::{Answer, Catalogue, Flow, Party, Role, Route, SERVER, Step, StepKind};

use super::context::Context;
use crate::docs::author;
use crate::docs::page::{
    Anchor, Block, Inline, Lifeline, LifelineKind, Message, MessageKind, Moment, Note, Part, Section, Sequence, Target,
    code, text,
};

/// The section, if there are flows.
pub fn section(context: &Context) -> Option<Section> {
    let flows = &context.catalogue.flows;
    (!flows.is_empty()).then(|| Section {
        anchor: Anchor::Part(Part::Flows),
        title: text("Flows"),
        blocks: vec![Block::Paragraph(vec![text("What happens, step by step.")])],
        sections: flows.values().map(|flow| described(context.catalogue, flow)).collect(),
    })
}

/// A link to a flow, by its name.
pub fn flow_link(name: &str) -> Inline {
    Inline::Link(vec![text(name.to_owned())], Target::Here(Anchor::Flow(name.to_owned())))
}

fn described(catalogue: &Catalogue, flow: &Flow) -> Section {
    let mut blocks: Vec<Block> = author::paragraph(flow.summary.as_deref()).into_iter().collect();
    blocks.extend(flow.description.as_deref().map(author::blocks).unwrap_or_default());
    let parties = flow.parties.iter().filter_map(|(name, party)| {
        let summary = author::line(party.summary.as_deref());
        (!summary.is_empty()).then(|| [vec![Inline::Strong(vec![text(name.clone())]), text(": ")], summary].concat())
    });
    let parties: Vec<_> = parties.collect();
    if !parties.is_empty() {
        blocks.push(Block::List(parties));
    }
    blocks.push(Block::Sequence(sequence(catalogue, flow)));
    Section {
        anchor: Anchor::Flow(flow.name.value.clone()),
        title: code(flow.name.as_str()),
        blocks,
        sections: Vec::new(),
    }
}

fn sequence(catalogue: &Catalogue, flow: &Flow) -> Sequence {
    let lifelines = flow.parties.iter().map(|(name, party)| lifeline(catalogue, name, party)).collect();
    let moments = flow.steps.iter().enumerate().map(|(at, step)| moment(catalogue, flow, at, step));
    // A note without words says nothing.
    let moments = moments.filter(|moment| !matches!(moment, Moment::Note(note) if note.text.is_empty())).collect();
    let title = flow.summary.as_deref().map_or_else(|| flow.name.value.clone(), author::plain);
    Sequence { title, lifelines, moments }
}

fn lifeline(catalogue: &Catalogue, name: &str, party: &Party) -> Lifeline {
    let kind = match party.role {
        Role::Server => LifelineKind::Server,
        Role::Client => LifelineKind::Client,
        Role::Other => LifelineKind::Other,
    };
    let target = catalogue.consumers.contains_key(name).then(|| Anchor::Consumer(name.to_owned()));
    Lifeline { kind, label: name.to_owned(), target }
}

fn moment(catalogue: &Catalogue, flow: &Flow, at: usize, step: &Step) -> Moment {
    let place = |name: &str| flow.parties.get_index_of(name).unwrap_or_default();
    let message = |kind: MessageKind, from: &str, to: &[&str], label: &str| Message {
        kind,
        from: place(from),
        to: to.iter().map(|name| place(name)).collect(),
        label: label.to_owned(),
        target: None,
        channel: None,
        words: step.summary.as_deref().map(author::plain),
    };
    Moment::Message(match &step.kind {
        StepKind::Event { event, from, to } => {
            let to: Vec<&str> = to.iter().map(String::as_str).collect();
            let kind = if answers(catalogue, flow, at, event) { MessageKind::Answer } else { MessageKind::Event };
            let sent = message(kind, from, &to, event);
            let channel = (from == SERVER).then(|| channel(catalogue, event)).flatten();
            Message { target: Some(Anchor::Event(event.value.clone())), channel, ..sent }
        }
        StepKind::Ack { event, from, to } => {
            let sent = message(MessageKind::Answer, from, &[to], event);
            let words = sent.words.or_else(|| Some("acknowledged".to_owned()));
            Message { target: Some(Anchor::Event(event.value.clone())), words, ..sent }
        }
        StepKind::Request { request, from } => message(MessageKind::Request, from, &[SERVER], request),
        StepKind::Response { text, to } => message(MessageKind::Answer, SERVER, &[to], &author::plain(text)),
        StepKind::Call { text, from, to } => message(MessageKind::Request, from, &[to], &author::plain(text)),
        StepKind::Note { text, at } => return Moment::Note(note(flow, text, at)),
    })
}

/// Whether an event answers one that a client sent before.
fn answers(catalogue: &Catalogue, flow: &Flow, at: usize, event: &str) -> bool {
    flow.steps.iter().take(at).any(|step| {
        let StepKind::Event { event: asked, .. } = &step.kind else { return false };
        let answer = catalogue.events.get(asked.as_str()).map(|asked| &asked.answer);
        matches!(answer, Some(Answer::Event(answer)) if answer.as_str() == event)
    })
}

/// Where the server sends an event, as a picture has it.
fn channel(catalogue: &Catalogue, event: &str) -> Option<String> {
    match &catalogue.events.get(event)?.route {
        Route::Channel(route) => Some(catalogue.channels.get(route.channel.as_str())?.pattern.clone()),
        Route::Everybody => Some("everybody".to_owned()),
        Route::Server | Route::Connection => None,
    }
}

fn note(flow: &Flow, text: &str, at: &[String]) -> Note {
    let places = at.iter().filter_map(|name| flow.parties.get_index_of(name));
    let (first, last) = (places.clone().min(), places.max());
    let end = flow.parties.len().saturating_sub(1);
    Note { first: first.unwrap_or(0), last: last.unwrap_or(end), text: author::plain(text) }
}

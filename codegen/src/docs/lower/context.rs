//! What the parts of a page look things up in, gathered in one walk over the catalogue.

use std::collections::HashMap;

use event_spec::catalogue::{Answer, Catalogue, Event, Membership, MembershipTarget, Route, Step};

use super::sections::Sections;
use crate::docs::history::History;
use crate::rust::{Engine, Names};

/// Names of events or consumers, by what they are gathered under.
type Index<'a> = HashMap<&'a str, Vec<&'a str>>;

/// A catalogue with its cross-references.
pub struct Context<'a> {
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// What became of it in the course of time.
    pub history: &'a History,
    /// Which types have a section.
    pub sections: Sections<'a>,
    /// What events and types are called in Rust.
    pub rust: Names,
    listeners: Index<'a>,
    answered: Index<'a>,
    told: Index<'a>,
    sent: Index<'a>,
    joins: Memberships<'a>,
    leaves: Memberships<'a>,
}

/// The events that are about the membership of a channel: of one, or of any.
#[derive(Default)]
struct Memberships<'a> {
    of_one: Index<'a>,
    of_any: Vec<&'a str>,
}

impl<'a> Context<'a> {
    /// Walks a catalogue.
    pub fn new(catalogue: &'a Catalogue, history: &'a History) -> Self {
        let mut context = Self {
            catalogue,
            history,
            sections: Sections::new(&catalogue.types),
            rust: Names::new(catalogue, &Engine::Native),
            listeners: Index::new(),
            answered: Index::new(),
            told: Index::new(),
            sent: Index::new(),
            joins: Memberships::default(),
            leaves: Memberships::default(),
        };
        for (name, consumer) in &catalogue.consumers {
            for event in &consumer.listens {
                context.listeners.entry(event.as_str()).or_default().push(name);
            }
        }
        for event in catalogue.events.values() {
            context.add(event);
        }
        for (name, flow) in &catalogue.flows {
            for event in flow.steps.iter().filter_map(Step::event) {
                let flows = context.told.entry(event).or_default();
                if !flows.contains(&name.as_str()) {
                    flows.push(name);
                }
            }
        }
        context
    }

    /// The consumers that listen to an event.
    pub fn listeners(&self, event: &str) -> &[&'a str] {
        of(&self.listeners, event)
    }

    /// The client events that an event answers.
    pub fn answered(&self, event: &str) -> &[&'a str] {
        of(&self.answered, event)
    }

    /// The flows that tell of an event.
    pub fn flows(&self, event: &str) -> &[&'a str] {
        of(&self.told, event)
    }

    /// The events that the server sends to a channel.
    pub fn sent(&self, channel: &str) -> &[&'a str] {
        of(&self.sent, channel)
    }

    /// The client events that ask to enter a channel.
    pub fn joins(&self, channel: &str) -> impl Iterator<Item = &'a str> {
        self.joins.of(channel)
    }

    /// The client events that leave a channel.
    pub fn leaves(&self, channel: &str) -> impl Iterator<Item = &'a str> {
        self.leaves.of(channel)
    }

    fn add(&mut self, event: &'a Event) {
        let name = event.name.as_str();
        if let Route::Channel(route) = &event.route {
            self.sent.entry(route.channel.as_str()).or_default().push(name);
        }
        if let Answer::Event(answer) = &event.answer {
            self.answered.entry(answer.as_str()).or_default().push(name);
        }
        match &event.membership {
            Some(Membership::Joins(target)) => self.joins.add(target, name),
            Some(Membership::Leaves(target)) => self.leaves.add(target, name),
            None => {}
        }
    }
}

impl<'a> Memberships<'a> {
    fn add(&mut self, target: &'a MembershipTarget, event: &'a str) {
        match target {
            MembershipTarget::Channel(route) => self.of_one.entry(route.channel.as_str()).or_default().push(event),
            MembershipTarget::Any => self.of_any.push(event),
        }
    }

    fn of(&self, channel: &str) -> impl Iterator<Item = &'a str> {
        of(&self.of_one, channel).iter().chain(&self.of_any).copied()
    }
}

fn of<'i, 'a>(index: &'i Index<'a>, key: &str) -> &'i [&'a str] {
    index.get(key).map(Vec::as_slice).unwrap_or_default()
}

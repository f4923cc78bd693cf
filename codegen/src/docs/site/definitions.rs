//! What the payloads of events are in Rust and in TypeScript, as the backends print them.

use std::collections::HashMap;

use event_spec::Catalogue;
use event_spec::catalogue::{Answer, Event, Message, Payload};
use event_spec::types::{Type, TypeId};

use crate::docs::page::{Language, Sample};
use crate::rust::{Definitions as RustDefinitions, Engine, Names};
use crate::{rust, typescript};

/// The definitions of a catalogue.
pub struct Definitions<'a> {
    catalogue: &'a Catalogue,
    names: Names,
    rust: RustDefinitions,
    typescript: HashMap<TypeId, String>,
}

impl<'a> Definitions<'a> {
    /// Asks both backends.
    pub fn of(catalogue: &'a Catalogue) -> Self {
        Self {
            catalogue,
            names: Names::new(catalogue, &Engine::Native),
            rust: rust::definitions(catalogue),
            typescript: typescript::definitions(catalogue),
        }
    }

    /// What an event carries, and what answers it.
    pub fn of_event(&self, name: &str) -> Vec<Sample> {
        let Some(event) = self.catalogue.events.get(name) else { return Vec::new() };
        let names = self.names.event(name);
        let mut samples = Vec::new();
        let client = event.client.as_ref().filter(|_| !event.same_both_ways || event.server.is_none());
        let client_type = names.client.as_ref().unwrap_or(&names.main);
        for (message, ty) in [(event.server.as_ref(), &names.main), (client, client_type)] {
            if let Some(message) = message {
                self.add(&mut samples, label(event, message), message, Some(ty));
            }
        }
        if let Answer::Ack(ack) = &event.answer {
            self.add(&mut samples, "Its acknowledgement", ack, names.ack.as_ref());
        }
        samples
    }

    fn add(&self, samples: &mut Vec<Sample>, label: &'static str, message: &Message, ty: Option<&String>) {
        let shared = match &message.payload {
            Payload::One(ty) => named(ty),
            Payload::Empty | Payload::Args(_) => None,
        };
        let of_shared = shared.map(|id| self.names.ty(id).1).and_then(|name| self.rust.types.get(name));
        let own = ty.and_then(|name| self.rust.events.get(name));
        let code: Vec<&str> = own.into_iter().chain(of_shared).map(String::as_str).collect();
        if !code.is_empty() {
            samples.push(Sample { label, language: Language::Rust, code: code.join("\n\n") });
        }
        if let Some(code) = shared.and_then(|id| self.typescript.get(&id)) {
            samples.push(Sample { label, language: Language::TypeScript, code: code.clone() });
        }
    }
}

/// The named type that a payload is, or holds several of.
fn named(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::List(list) => named(&list.items),
        Type::Map(map) => named(&map.values),
        Type::Nullable(inner) => named(inner),
        _ => None,
    }
}

/// What a message is called where an event may carry two.
fn label(event: &Event, message: &Message) -> &'static str {
    match (&event.server, &event.client) {
        (Some(server), Some(_)) if !event.same_both_ways => {
            if std::ptr::eq(server, message) {
                "What the server sends"
            } else {
                "What clients send"
            }
        }
        _ => "Its payload",
    }
}

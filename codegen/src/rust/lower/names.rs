//! What everything is called.
//!
//! In: the catalogue. Out: a Rust name for each event, payload, acknowledgement, type and channel, and the module that
//! it lives in. Nothing later invents a name.

use std::collections::HashMap;

use event_spec::Catalogue;
use event_spec::catalogue::{Answer, Event, Message, ParamType, Payload};
use event_spec::types::{Origin, Type, TypeId};

use crate::rust::Engine;
use crate::rust::ident::{self, Namer};

/// What the root of every module names besides its contract.
const IN_ROOT: [&str; 14] = [
    "ClientEvent",
    "Contract",
    "Duration",
    "ErrorCode",
    "Limits",
    "Meta",
    "NoEnvelope",
    "Priority",
    "Rate",
    "Raw",
    "Reconnect",
    "ServerEvent",
    "Transport",
    "Unknown",
];

/// Where a type lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// `events`: it is a payload written in place, and named after its event.
    Events,
    /// `types`
    Types,
}

impl Home {
    /// The module's name.
    pub fn module(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Types => "types",
        }
    }
}

/// The names of a module.
#[derive(Debug)]
pub struct Names {
    /// The type of the contract.
    pub contract: String,
    /// Each type's name and home, by its id.
    types: Vec<(Home, String)>,
    /// What each event's types are called.
    events: HashMap<String, EventNames>,
    /// The type of each channel.
    channels: HashMap<String, String>,
    /// The enum of each parameter that holds one of several texts, by channel and parameter.
    params: HashMap<(String, String), String>,
    /// The constant of each priority.
    priorities: HashMap<String, String>,
}

/// What an event's types are called.
#[derive(Clone, Debug)]
pub struct EventNames {
    /// What the server sends, or what anybody sends where there is one payload.
    pub main: String,
    /// What clients send, where it differs.
    pub client: Option<String>,
    /// The acknowledgement, where it has a type of its own.
    pub ack: Option<String>,
}

impl Names {
    /// Names everything in a catalogue whose types this engine prints.
    pub fn new(catalogue: &Catalogue, engine: &Engine) -> Self {
        let mut namer = Namer::with(&["Unknown"]);
        let mut events: HashMap<String, EventNames> = HashMap::new();
        for event in catalogue.events.values() {
            let main = namer.take_type(&ident::pascal(&event.name), "Event");
            events.insert(event.name.value.clone(), EventNames { main, client: None, ack: None });
        }
        // Only after all events have their own names: an acknowledgement never takes one from an event.
        for event in catalogue.events.values() {
            let Some(names) = events.get_mut(&event.name.value) else { continue };
            let base = ident::pascal(&event.name);
            if has_client_payload(event) {
                names.client = Some(namer.take_type(&format!("Client{base}"), "Payload"));
            }
            if let Answer::Ack(ack) = &event.answer
                && shared_type(catalogue, ack).is_none()
            {
                names.ack = Some(namer.take_type(&format!("{base}Ack"), "nowledgement"));
            }
        }
        let types = match engine {
            Engine::Native => name_types(catalogue, &events),
            Engine::Printed(_) => catalogue.types.iter().map(|(_, def)| (Home::Types, def.name.clone())).collect(),
        };
        let mut namer = Namer::with(&["AnyChannel"]);
        let channels: HashMap<_, _> = catalogue
            .channels
            .keys()
            .map(|name| (name.clone(), namer.take_type(&ident::pascal(name), "Channel")))
            .collect();
        let mut params = HashMap::new();
        for (name, channel) in &catalogue.channels {
            for (param, declared) in &channel.params {
                if matches!(declared.ty, ParamType::OneOf(_)) {
                    let set = format!("{}{}", channels[name], ident::pascal(param));
                    params.insert((name.clone(), param.clone()), namer.take_type(&set, "Param"));
                }
            }
        }
        let mut namer = Namer::default();
        let priorities = catalogue.priorities.keys();
        let priorities =
            priorities.map(|name| (name.clone(), namer.take(&ident::screaming(name), "_PRIORITY"))).collect();
        let mut namer = Namer::with(&IN_ROOT);
        let contract = namer.take_type(&ident::pascal(&catalogue.name), "Contract");
        Self { contract, types, events, channels, params, priorities }
    }

    /// A type's home and name.
    pub fn ty(&self, id: TypeId) -> (Home, &str) {
        let (home, name) = &self.types[id.0 as usize];
        (*home, name)
    }

    /// The types of an event of the catalogue.
    pub fn event(&self, name: &str) -> &EventNames {
        &self.events[name]
    }

    /// The type of a channel of the catalogue.
    pub fn channel(&self, name: &str) -> &str {
        &self.channels[name]
    }

    /// The enum of a channel's parameter that holds one of several texts.
    pub fn param(&self, channel: &str, param: &str) -> &str {
        &self.params[&(channel.to_owned(), param.to_owned())]
    }

    /// The constant of a priority.
    pub fn priority(&self, name: &str) -> &str {
        &self.priorities[name]
    }

    /// Every name that `events` declares.
    pub fn in_events(&self) -> impl Iterator<Item = &str> {
        self.events
            .values()
            .flat_map(|names| std::iter::once(&names.main).chain(&names.client).chain(&names.ack).map(String::as_str))
    }

    /// Every name that `types` declares.
    pub fn in_types(&self) -> impl Iterator<Item = &str> {
        self.types.iter().filter(|(home, _)| *home == Home::Types).map(|(_, name)| name.as_str())
    }

    /// Every name that `channels` declares.
    pub fn in_channels(&self) -> impl Iterator<Item = &str> {
        let own = self.channels.values().chain(self.params.values()).map(String::as_str);
        own.chain(std::iter::once("AnyChannel"))
    }
}

/// Whether clients send something else under the event's name than the server does.
pub fn has_client_payload(event: &Event) -> bool {
    event.server.is_some() && event.client.is_some() && !event.same_both_ways
}

/// The payload's type where it was written in place for just this message: it becomes the message's own type.
pub fn own_type(catalogue: &Catalogue, message: &Message) -> Option<TypeId> {
    let Payload::One(Type::Named(id)) = &message.payload else { return None };
    let own =
        matches!(catalogue.types.get(*id).origin, Origin::ServerPayload(_) | Origin::ClientPayload(_) | Origin::Ack(_));
    own.then_some(*id)
}

/// The payload's type where it is a type that others may share.
pub fn shared_type(catalogue: &Catalogue, message: &Message) -> Option<TypeId> {
    match &message.payload {
        Payload::One(Type::Named(id)) if own_type(catalogue, message).is_none() => Some(*id),
        _ => None,
    }
}

fn name_types(catalogue: &Catalogue, events: &HashMap<String, EventNames>) -> Vec<(Home, String)> {
    let mut of_events: HashMap<TypeId, String> = HashMap::new();
    for event in catalogue.events.values() {
        let names = &events[&event.name.value];
        let client = names.client.as_ref().unwrap_or(&names.main);
        let ack = match &event.answer {
            Answer::Ack(ack) => Some(ack),
            _ => None,
        };
        let messages = [
            (event.server.as_ref(), Some(&names.main)),
            (event.client.as_ref(), Some(client)),
            (ack, names.ack.as_ref()),
        ];
        for (message, name) in messages {
            if let (Some(message), Some(name)) = (message, name)
                && let Some(id) = own_type(catalogue, message)
            {
                of_events.entry(id).or_insert_with(|| name.clone());
            }
        }
    }
    let mut namer = Namer::default();
    catalogue
        .types
        .iter()
        .map(|(id, def)| match of_events.remove(&id) {
            Some(name) => (Home::Events, name),
            None => (Home::Types, namer.take_type(&ident::type_name(&def.name), "Type")),
        })
        .collect()
}

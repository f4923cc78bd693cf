//! What a reader may look for: every event, channel, flow, type, consumer and error code, with the words that lead to it.

use std::collections::BTreeSet;

use event_spec::catalogue::{Answer, Event, Message, Payload, Route, Step};
use event_spec::types::{Object, Rest, Type, TypeId, TypeKind, Types};

use super::context::Context;
use super::{priorities, routes};
use crate::docs::author;
use crate::docs::page::{Anchor, Entry, Glance, Part, Sender, Urgency};

/// The entries, events first, each kind in the order of the catalogue.
pub fn of(context: &Context) -> Vec<Entry> {
    let catalogue = context.catalogue;
    let plain = |anchor: Anchor, name: &str, summary: Option<&str>| Entry {
        anchor,
        name: name.to_owned(),
        summary: author::line(summary),
        aliases: Vec::new(),
        words: Vec::new(),
        event: None,
    };
    let by_tags = catalogue.events.values().all(|event| !event.tags.is_empty());
    let events = catalogue.events.values().map(|event| of_event(context, event, by_tags));
    let channels = catalogue.channels.values().map(|channel| Entry {
        aliases: vec![channel.name.value.clone()],
        words: channel.params.keys().cloned().collect(),
        ..plain(Anchor::Channel(channel.name.value.clone()), &channel.pattern, channel.summary.as_deref())
    });
    let types = catalogue.types.iter().filter(|(id, _)| context.sections.has(*id)).map(|(id, def)| {
        let docs = def.docs.as_deref().map(crate::prose::first_paragraph);
        let mut words = Words::new(&catalogue.types);
        words.definition(id);
        Entry { words: words.names(), ..plain(Anchor::Type(def.name.clone()), &def.name, docs.as_deref()) }
    });
    let consumers = catalogue.consumers.iter();
    let consumers =
        consumers.map(|(name, consumer)| plain(Anchor::Consumer(name.clone()), name, consumer.summary.as_deref()));
    let errors = catalogue.errors.iter();
    let errors = errors.map(|(name, error)| plain(Anchor::Part(Part::Errors), name, error.summary.as_deref()));
    let flows = catalogue.flows.iter().map(|(name, flow)| {
        let told: BTreeSet<&str> = flow.steps.iter().filter_map(Step::event).collect();
        let words = flow.parties.keys().map(String::as_str).chain(told).map(str::to_owned).collect();
        Entry { words, ..plain(Anchor::Flow(name.clone()), name, flow.summary.as_deref()) }
    });
    events.chain(channels).chain(flows).chain(types).chain(consumers).chain(errors).collect()
}

fn of_event(context: &Context, event: &Event, by_tags: bool) -> Entry {
    let catalogue = context.catalogue;
    let mut words = Words::new(&catalogue.types);
    let ack = match &event.answer {
        Answer::Ack(ack) => Some(ack),
        Answer::None | Answer::Event(_) => None,
    };
    [&event.server, &event.client].into_iter().flatten().chain(ack).for_each(|message| words.message(message));
    let mut words = words.names();
    words.extend(event.tags.iter().cloned());
    words.extend(event.rest.iter().map(|request| request.value.clone()));
    Entry {
        anchor: Anchor::Event(event.name.value.clone()),
        name: event.name.value.clone(),
        summary: author::line(event.summary.as_deref()),
        aliases: event.aliases.iter().map(|alias| alias.name.value.clone()).collect(),
        words,
        event: Some(Glance {
            group: group(event, by_tags).to_owned(),
            sender: match (&event.server, event.client_sends()) {
                (Some(_), true) => Sender::Both,
                (Some(_), false) => Sender::Server,
                (None, true) => Sender::Clients,
                (None, false) => Sender::Request,
            },
            target: match (&event.route, &event.membership) {
                (Route::Server, Some(membership)) => routes::short_membership(catalogue, membership),
                (route, _) => routes::short(catalogue, route),
            },
            priority: event.priority.as_ref().map(|name| Urgency {
                name: name.value.clone(),
                leaves: priorities::leaves(&catalogue.priorities[name.as_str()]),
                rank: catalogue.priorities.get_index_of(name.as_str()).unwrap_or_default(),
            }),
            stored: event.storage.as_ref().map(|_| event.storage() == event_spec::catalogue::Storage::Stored),
            deprecated: event.deprecated.is_some(),
        }),
    }
}

/// Under which heading an event is listed: its first tag where all events have tags, else the first word of its name.
fn group(event: &Event, by_tags: bool) -> &str {
    let tag = event.tags.first().filter(|_| by_tags);
    tag.map_or_else(|| event.name.split(['.', ':', '/', '_', '-', ' ']).next().unwrap_or_default(), String::as_str)
}

/// The names of fields, gathered through everything that is written in place or shared.
struct Words<'a> {
    types: &'a Types,
    seen: BTreeSet<TypeId>,
    names: Vec<&'a str>,
}

impl<'a> Words<'a> {
    fn new(types: &'a Types) -> Self {
        Self { types, seen: BTreeSet::new(), names: Vec::new() }
    }

    /// Each name once, in the order of their first use.
    fn names(self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        self.names.into_iter().filter(|name| !name.is_empty() && seen.insert(*name)).map(str::to_owned).collect()
    }

    fn message(&mut self, message: &'a Message) {
        match &message.payload {
            Payload::Empty => {}
            Payload::One(ty) => self.ty(ty),
            Payload::Args(args) => {
                for arg in args {
                    self.names.push(&arg.name);
                    self.ty(&arg.ty);
                }
            }
        }
    }

    fn ty(&mut self, ty: &'a Type) {
        match ty {
            Type::Named(id) => self.definition(*id),
            Type::List(list) => self.ty(&list.items),
            Type::Map(map) => self.ty(&map.values),
            Type::Nullable(inner) => self.ty(inner),
            Type::Tuple(items) => items.iter().for_each(|item| self.ty(item)),
            _ => {}
        }
    }

    fn definition(&mut self, id: TypeId) {
        if !self.seen.insert(id) {
            return;
        }
        match &self.types.get(id).kind {
            TypeKind::Object(object) => self.object(object),
            TypeKind::Union(union) => union.variants.iter().for_each(|variant| self.ty(&variant.ty)),
            TypeKind::Alias(ty) => self.ty(ty),
            TypeKind::Enum(_) => {}
        }
    }

    fn object(&mut self, object: &'a Object) {
        for field in &object.fields {
            self.names.push(&field.wire);
            self.ty(&field.ty);
        }
        if let Rest::Kept(ty) = &object.rest {
            self.ty(ty);
        }
    }
}

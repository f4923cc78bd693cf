//! A digest of everything that a peer can observe on the wire.
//!
//! The catalogue is written down in one canonical form: maps sorted, words for people and internal policies left out,
//! named types numbered in the order in which the sorted events first reach them. So neither the order of the sources
//! nor the name of a shared schema changes it. Every text goes with its length and every list with its count, so that no
//! two catalogues are written alike.

use std::fmt::Write;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use super::path::describe;
use crate::catalogue::{
    Answer, Binding, Catalogue, Channel, ChannelRoute, Envelope, Event, Membership, MembershipTarget, Message,
    ParamType, Payload, Route, Segment, Transport,
};
use crate::types::{Discrimination, Literal, Object, Rest, Type, TypeId, TypeKind, Types};

/// The first 16 hexadecimal digits of the SHA-256 of a catalogue's canonical form.
pub(super) fn fingerprint(catalogue: &Catalogue) -> String {
    let mut writer = Writer::new(&catalogue.types);
    writer.catalogue(catalogue);
    writer.digest.finalize().iter().take(8).fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes whatever is written to it");
        hex
    })
}

/// A digest of what a message carries: the same for two messages whose payloads have one structure, however their types are
/// named.
pub(crate) fn payload(message: &Message, types: &Types) -> [u8; 32] {
    let mut writer = Writer::new(types);
    writer.message(message);
    writer.digest.finalize().into()
}

struct Writer<'a> {
    types: &'a Types,
    /// The number of each type that was reached.
    numbers: FxHashMap<TypeId, usize>,
    digest: Sha256,
}

impl<'a> Writer<'a> {
    fn new(types: &'a Types) -> Self {
        Self { types, numbers: FxHashMap::default(), digest: Sha256::new() }
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.digest.update(text);
    }

    fn count(&mut self, count: usize) {
        self.digest.update((count as u64).to_le_bytes());
    }

    fn flag(&mut self, flag: bool) {
        self.digest.update([u8::from(flag)]);
    }

    /// A number or another value that `Display` writes in one way.
    fn number(&mut self, number: Option<impl ToString>) {
        self.option(number, |writer, number| writer.text(&number.to_string()));
    }

    fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.flag(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.count(items.len());
        for item in items {
            write(self, item);
        }
    }

    /// Texts whose order says nothing.
    fn set<'t>(&mut self, texts: impl Iterator<Item = &'t str>) {
        let mut texts: Vec<_> = texts.collect();
        texts.sort_unstable();
        self.list(&texts, |writer, text| writer.text(text));
    }

    fn catalogue(&mut self, catalogue: &Catalogue) {
        let mut events: Vec<_> = catalogue.events.values().collect();
        events.sort_by(|one, other| one.name.value.cmp(&other.name.value));
        let mut channels: Vec<_> = catalogue.channels.values().collect();
        channels.sort_by(|one, other| one.name.value.cmp(&other.name.value));
        let (kind, place) = match &catalogue.transport {
            Transport::SocketIo { namespace } => ("socket.io", Some(namespace)),
            Transport::WebSocket { path } => ("websocket", path.as_ref()),
        };
        self.text(kind);
        self.option(place, |writer, place| writer.text(place));
        self.option(catalogue.handshake.auth.as_ref(), |writer, ty| writer.ty(ty));
        self.option(catalogue.handshake.query.as_ref(), |writer, ty| writer.ty(ty));
        self.option(catalogue.envelope.as_ref(), |writer, envelope| writer.envelope(envelope));
        self.list(&channels, |writer, channel| writer.channel(channel));
        self.list(&events, |writer, event| writer.event(event, catalogue));
        self.set(catalogue.errors.keys().map(String::as_str));
    }

    fn envelope(&mut self, envelope: &Envelope) {
        self.text(&envelope.name);
        self.text(&envelope.payload);
        self.flag(envelope.clients);
        self.option(envelope.channel.as_ref(), |writer, key| writer.text(key));
        self.option(envelope.priority.as_ref(), |writer, key| writer.text(key));
        self.object(&envelope.meta);
        self.option(envelope.error.as_ref(), |writer, error| writer.text(&error.key));
    }

    fn channel(&mut self, channel: &Channel) {
        self.address(channel);
        let params: Vec<_> = channel.params.values().collect();
        self.list(&params, |writer, param| match &param.ty {
            ParamType::String => writer.text("string"),
            ParamType::Integer => writer.text("integer"),
            ParamType::OneOf(values) => {
                writer.text("one of");
                writer.set(values.iter().map(String::as_str));
            }
        });
    }

    /// An address with its parameters unnamed: their names are not printed.
    fn address(&mut self, channel: &Channel) {
        self.list(&channel.address, |writer, segment| match segment {
            Segment::Literal(text) => writer.option(Some(text), |writer, text| writer.text(text)),
            Segment::Named(_) => writer.flag(false),
        });
    }

    fn event(&mut self, event: &Event, catalogue: &Catalogue) {
        self.text(&event.name.value);
        self.text(event.direction.as_str());
        match &event.route {
            Route::Server => self.text("server"),
            Route::Everybody => self.text("everybody"),
            Route::Connection => self.text("connection"),
            Route::Channel(route) => self.route(route, catalogue),
        }
        let named = catalogue.envelope.as_ref().is_some_and(|envelope| envelope.priority.is_some());
        self.option(event.priority.as_ref().filter(|_| named), |writer, priority| writer.text(&priority.value));
        self.option(event.server.as_ref(), Self::message);
        self.option(event.client.as_ref().filter(|_| !event.same_both_ways), Self::message);
        self.option(event.membership.as_ref(), |writer, membership| {
            let (verb, target) = match membership {
                Membership::Joins(target) => ("joins", target),
                Membership::Leaves(target) => ("leaves", target),
            };
            writer.text(verb);
            match target {
                MembershipTarget::Any => writer.text("any"),
                MembershipTarget::Channel(route) => writer.route(route, catalogue),
            }
        });
        self.flag(event.client.is_some() && event.rest.is_some());
        match &event.answer {
            Answer::None => self.text("none"),
            Answer::Ack(message) => {
                self.text("ack");
                self.message(message);
            }
            Answer::Event(name) => {
                self.text("event");
                self.text(&name.value);
            }
        }
        let served = event.aliases.iter().filter(|alias| alias.sunset.is_some());
        self.set(served.map(|alias| alias.name.value.as_str()));
    }

    fn route(&mut self, route: &ChannelRoute, catalogue: &Catalogue) {
        self.text("channel");
        self.option(catalogue.channels.get(&route.channel.value), Self::address);
        let bindings: Vec<_> = route.bindings.values().collect();
        self.list(&bindings, |writer, binding| match binding {
            Binding::Field(path) => writer.option(Some(&path.keys), |writer, keys| {
                writer.list(keys, |writer, key| writer.text(key));
            }),
            Binding::Given(_) => writer.flag(false),
        });
    }

    fn message(&mut self, message: &Message) {
        match &message.payload {
            Payload::Empty => self.count(0),
            Payload::One(ty) => {
                self.count(1);
                self.ty(ty);
            }
            Payload::Args(args) => {
                self.text("args");
                self.list(args, |writer, arg| writer.ty(&arg.ty));
            }
        }
    }

    fn ty(&mut self, ty: &Type) {
        match ty {
            Type::Any => self.text("any"),
            Type::Null => self.text("null"),
            Type::Boolean => self.text("boolean"),
            Type::Timestamp => self.text("timestamp"),
            Type::Date => self.text("date"),
            Type::Integer(rules) => {
                self.text("integer");
                self.number(rules.minimum);
                self.number(rules.maximum);
                self.number(rules.multiple_of);
            }
            Type::Number(rules) => {
                self.text("number");
                self.number(rules.minimum);
                self.number(rules.maximum);
                self.number(rules.exclusive_minimum);
                self.number(rules.exclusive_maximum);
                self.number(rules.multiple_of);
            }
            Type::String(rules) => {
                self.text("string");
                self.number(rules.min_length);
                self.number(rules.max_length);
                self.option(rules.pattern.as_ref(), |writer, pattern| writer.text(pattern));
                self.flag(rules.format.is_some());
            }
            Type::Literal(literal) => {
                self.text("literal");
                match literal {
                    Literal::String(text) => self.text(&format!("{text:?}")),
                    Literal::Integer(number) => self.text(&number.to_string()),
                    Literal::Boolean(value) => self.text(&value.to_string()),
                }
            }
            Type::Integers(values) => {
                let mut values = values.clone();
                values.sort_unstable();
                self.text("integers");
                self.list(&values, |writer, value| writer.text(&value.to_string()));
            }
            Type::List(list) => {
                self.text("list");
                self.ty(&list.items);
                self.number(list.min_items);
                self.number(list.max_items);
                self.flag(list.unique);
            }
            Type::Tuple(items) => {
                self.text("tuple");
                self.list(items, Self::ty);
            }
            Type::Map(map) => {
                self.text("map");
                self.ty(&map.values);
                self.number(map.min_properties);
                self.number(map.max_properties);
            }
            Type::Nullable(inner) => {
                self.text("nullable");
                self.ty(inner);
            }
            Type::Named(id) => self.named(*id),
        }
    }

    /// A named type: whole where it is first reached, and by its number from then on. The name of a simple type leaves
    /// no trace; a list, say, may hold itself, and is numbered.
    fn named(&mut self, id: TypeId) {
        let kind = &self.types.get(id).kind;
        if let TypeKind::Alias(ty) = kind
            && !matches!(ty, Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_))
        {
            return self.ty(ty);
        }
        if let Some(number) = self.numbers.get(&id).copied() {
            self.text("type");
            return self.count(number);
        }
        self.numbers.insert(id, self.numbers.len());
        match kind {
            TypeKind::Object(object) => self.object(object),
            TypeKind::Enum(set) => {
                self.text("enum");
                self.flag(set.open);
                self.set(set.values.iter().map(|value| value.wire.as_str()));
            }
            TypeKind::Union(union) => {
                self.text("union");
                let tag = match &union.discrimination {
                    Discrimination::Tag(key) => Some(key),
                    Discrimination::JsonType => None,
                };
                self.option(tag, |writer, key| writer.text(key));
                let mut variants: Vec<_> = union.variants.iter().collect();
                // Where no tag tells variants apart, each has a JSON type of its own.
                variants.sort_by_key(|variant| (&variant.tag, describe(&variant.ty, self.types)));
                self.list(&variants, |writer, variant| {
                    writer.option(variant.tag.as_ref(), |writer, tag| writer.text(tag));
                    writer.ty(&variant.ty);
                });
            }
            TypeKind::Alias(ty) => self.ty(ty),
        }
    }

    fn object(&mut self, object: &Object) {
        self.text("object");
        let mut fields: Vec<_> = object.fields.iter().collect();
        fields.sort_by(|one, other| one.wire.cmp(&other.wire));
        self.list(&fields, |writer, field| {
            writer.text(&field.wire);
            writer.flag(field.optional);
            writer.ty(&field.ty);
        });
        match &object.rest {
            Rest::Ignored => self.text("ignored"),
            Rest::Refused => self.text("refused"),
            Rest::Kept(ty) => {
                self.text("kept");
                self.ty(ty);
            }
        }
    }
}

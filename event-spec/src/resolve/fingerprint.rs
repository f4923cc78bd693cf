//! A digest of everything that a peer can observe on the wire.
//!
//! The catalogue is written down as canonical JSON: maps sorted, words for people and internal policies left out, named
//! types numbered in the order in which the sorted events first reach them. So neither the order of the sources nor
//! the name of a shared schema changes it.

use std::fmt::Write;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::catalogue::{
    Answer, Binding, Catalogue, Channel, ChannelRoute, Envelope, Event, Membership, MembershipTarget, Message,
    ParamType, Payload, Route, Segment, Transport,
};
use crate::types::{Discrimination, Literal, Object, Rest, Type, TypeId, TypeKind, Types};

/// The first 16 hexadecimal digits of the SHA-256 of a catalogue's canonical form.
pub(super) fn fingerprint(catalogue: &Catalogue) -> String {
    let mut writer = Writer { types: &catalogue.types, numbers: vec![None; catalogue.types.list.len()], next: 0 };
    let text = writer.catalogue(catalogue).to_string();
    Sha256::digest(text).iter().take(8).fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes whatever is written to it");
        hex
    })
}

struct Writer<'a> {
    types: &'a Types,
    /// The number of each type that was reached.
    numbers: Vec<Option<usize>>,
    next: usize,
}

impl Writer<'_> {
    fn catalogue(&mut self, catalogue: &Catalogue) -> Value {
        let mut events: Vec<_> = catalogue.events.values().collect();
        events.sort_by(|one, other| one.name.value.cmp(&other.name.value));
        let mut channels: Vec<_> = catalogue.channels.values().collect();
        channels.sort_by(|one, other| one.name.value.cmp(&other.name.value));
        let mut errors: Vec<_> = catalogue.errors.keys().collect();
        errors.sort();
        let names_priority = catalogue.envelope.as_ref().is_some_and(|envelope| envelope.priority.is_some());
        json!([
            match &catalogue.transport {
                Transport::SocketIo { namespace } => json!(["socket.io", namespace]),
                Transport::WebSocket { path } => json!(["websocket", path]),
            },
            catalogue.handshake.auth.as_ref().map(|ty| self.ty(ty)),
            catalogue.handshake.query.as_ref().map(|ty| self.ty(ty)),
            catalogue.envelope.as_ref().map(|envelope| self.envelope(envelope)),
            channels.into_iter().map(channel).collect::<Value>(),
            events.into_iter().map(|event| self.event(event, names_priority, catalogue)).collect::<Value>(),
            errors,
        ])
    }

    fn envelope(&mut self, envelope: &Envelope) -> Value {
        let Envelope { name, payload, channel, priority, meta, error } = envelope;
        json!([name, payload, channel, priority, self.object(meta), error.as_ref().map(|error| &error.key)])
    }

    fn event(&mut self, event: &Event, names_priority: bool, catalogue: &Catalogue) -> Value {
        let mut served: Vec<_> = event
            .aliases
            .iter()
            .filter(|alias| alias.sunset.is_some())
            .map(|alias| alias.name.value.as_str())
            .collect();
        served.sort_unstable();
        let priority = event.priority.as_ref().filter(|_| names_priority).map(|priority| &priority.value);
        json!([
            event.name.value,
            event.direction.as_str(),
            match &event.route {
                Route::Server => json!("server"),
                Route::Everybody => json!("everybody"),
                Route::Connection => json!("connection"),
                Route::Channel(route) => channel_route(route, catalogue),
            },
            priority,
            event.server.as_ref().map(|message| self.message(message)),
            event.client.as_ref().filter(|_| !event.same_both_ways).map(|message| self.message(message)),
            match &event.membership {
                None => Value::Null,
                Some(Membership::Joins(target)) => json!(["joins", membership(target, catalogue)]),
                Some(Membership::Leaves(target)) => json!(["leaves", membership(target, catalogue)]),
            },
            event.client.is_some() && event.rest.is_some(),
            match &event.answer {
                Answer::None => Value::Null,
                Answer::Ack(message) => json!(["ack", self.message(message)]),
                Answer::Event(name) => json!(["event", name.value]),
            },
            served,
        ])
    }

    fn message(&mut self, message: &Message) -> Value {
        match &message.payload {
            Payload::Empty => json!([]),
            Payload::One(ty) => json!([self.ty(ty)]),
            Payload::Args(args) => args.iter().map(|arg| self.ty(&arg.ty)).collect(),
        }
    }

    fn ty(&mut self, ty: &Type) -> Value {
        match ty {
            Type::Any => json!("any"),
            Type::Null => json!("null"),
            Type::Boolean => json!("boolean"),
            Type::Timestamp => json!("timestamp"),
            Type::Date => json!("date"),
            Type::Integer(rules) => json!(["integer", rules.minimum, rules.maximum, rules.multiple_of]),
            Type::Number(rules) => json!([
                "number",
                rules.minimum,
                rules.maximum,
                rules.exclusive_minimum,
                rules.exclusive_maximum,
                rules.multiple_of
            ]),
            Type::String(rules) => {
                json!(["string", rules.min_length, rules.max_length, rules.pattern, rules.format.is_some()])
            }
            Type::Literal(Literal::String(text)) => json!(["literal", text]),
            Type::Literal(Literal::Integer(number)) => json!(["literal", number]),
            Type::Literal(Literal::Boolean(value)) => json!(["literal", value]),
            Type::Integers(values) => {
                let mut values = values.clone();
                values.sort_unstable();
                json!(["integers", values])
            }
            Type::List(list) => json!(["list", self.ty(&list.items), list.min_items, list.max_items, list.unique]),
            Type::Tuple(items) => json!(["tuple", items.iter().map(|item| self.ty(item)).collect::<Value>()]),
            Type::Map(map) => json!(["map", self.ty(&map.values), map.min_properties, map.max_properties]),
            Type::Nullable(inner) => json!(["nullable", self.ty(inner)]),
            Type::Named(id) => self.named(*id),
        }
    }

    /// A named type: whole where it is first reached, and by its number from then on. The name of a simple type leaves
    /// no trace; a list, say, may hold itself, and is numbered.
    fn named(&mut self, id: TypeId) -> Value {
        if let TypeKind::Alias(ty) = &self.types.get(id).kind
            && !matches!(ty, Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_))
        {
            return self.ty(ty);
        }
        let at = id.0 as usize;
        if let Some(number) = self.numbers[at] {
            return json!(["type", number]);
        }
        self.numbers[at] = Some(self.next);
        self.next += 1;
        match &self.types.get(id).kind {
            TypeKind::Object(object) => self.object(object),
            TypeKind::Enum(set) => {
                let mut values: Vec<_> = set.values.iter().map(|value| value.wire.as_str()).collect();
                values.sort_unstable();
                json!(["enum", set.open, values])
            }
            TypeKind::Union(union) => {
                let mut variants: Vec<_> = union.variants.iter().collect();
                variants.sort_by(|one, other| one.tag.cmp(&other.tag));
                let tag = match &union.discrimination {
                    Discrimination::Tag(key) => Some(key),
                    Discrimination::JsonType => None,
                };
                let variants: Value =
                    variants.iter().map(|variant| json!([variant.tag, self.ty(&variant.ty)])).collect();
                json!(["union", tag, variants])
            }
            TypeKind::Alias(ty) => self.ty(ty),
        }
    }

    fn object(&mut self, object: &Object) -> Value {
        let mut fields: Vec<_> = object.fields.iter().collect();
        fields.sort_by(|one, other| one.wire.cmp(&other.wire));
        let fields: Value =
            fields.iter().map(|field| json!([field.wire, field.optional, self.ty(&field.ty)])).collect();
        let rest = match &object.rest {
            Rest::Ignored => json!("ignored"),
            Rest::Refused => json!("refused"),
            Rest::Kept(ty) => json!(["kept", self.ty(ty)]),
        };
        json!(["object", fields, rest])
    }
}

fn channel(channel: &Channel) -> Value {
    let params = channel.params.values().map(|param| match &param.ty {
        ParamType::String => json!("string"),
        ParamType::Integer => json!("integer"),
        ParamType::OneOf(values) => {
            let mut values = values.clone();
            values.sort_unstable();
            json!(values)
        }
    });
    json!([address(channel), params.collect::<Value>()])
}

/// An address with its parameters unnamed: their names are not printed.
fn address(channel: &Channel) -> String {
    let parts = channel.address.iter().map(|segment| match segment {
        Segment::Literal(text) => text.as_str(),
        Segment::Named(_) => "{}",
    });
    parts.collect()
}

fn channel_route(route: &ChannelRoute, catalogue: &Catalogue) -> Value {
    let bindings = route.bindings.values().map(|binding| match binding {
        Binding::Field(path) => json!(path.keys),
        Binding::Given(_) => Value::Null,
    });
    json!([catalogue.channels.get(&route.channel.value).map(address), bindings.collect::<Value>()])
}

fn membership(target: &MembershipTarget, catalogue: &Catalogue) -> Value {
    match target {
        MembershipTarget::Any => json!("any"),
        MembershipTarget::Channel(route) => channel_route(route, catalogue),
    }
}

//! Writing a frame, once for all its recipients.

use serde_core::Serialize;
use serde_core::ser::{SerializeMap, SerializeSeq, Serializer};

use super::read::MetaOf;
use crate::event_set::Sink;
use crate::object::{Entries, WriteObject};
use crate::{
    Bare, Contract, Encoded, Envelope, EnvelopeKeys, Event, EventSet, Payload, Raw, Transport, WriteEvents, direction,
};

/// The frame of one event that travels without an envelope. One of both directions is written as the server sends it.
///
/// # Panics
/// If the event cannot be written as JSON. Generated events always can.
pub fn encode<E, M>(event: &E) -> Encoded
where
    E: Event<Direction: direction::Kind<E::Contract, Meta = M>> + Payload + Serialize,
    M: Bare,
{
    write::<E::Contract, _, _>(&M::NONE, None, &Sent { name: E::NAME, event })
}

/// The frame of one event, with what lies beside it. One of both directions is written as the server sends it.
///
/// # Panics
/// If the event or its metadata cannot be written as JSON. Generated ones always can.
pub fn encode_in<E, M>(event: &E, meta: &M, channel: Option<&str>) -> Encoded
where
    E: Event<Direction: direction::Kind<E::Contract, Meta = M>> + Payload + Serialize,
    M: Envelope + WriteObject,
{
    write::<E::Contract, _, _>(meta, channel, &Sent { name: E::NAME, event })
}

/// The frame of one event as the server sends it, under its own name or one of its aliases.
///
/// # Panics
/// If the event or its metadata cannot be written as JSON. Generated ones always can.
pub fn encode_as<E, M>(name: &str, event: &E, meta: &M, channel: Option<&str>) -> Encoded
where
    E: Event<Contract: Contract<Meta = M>> + Payload + Serialize,
    M: Envelope + WriteObject,
{
    write::<E::Contract, _, _>(meta, channel, &Sent { name, event })
}

/// The frame of any event of a set, with what lies beside it.
///
/// # Panics
/// If the event or its metadata cannot be written as JSON. Generated ones always can.
pub fn encode_any<S: WriteEvents>(event: &S, meta: &MetaOf<S>, channel: Option<&str>) -> Encoded
where
    MetaOf<S>: WriteObject,
{
    event.write(Frames::<S> { meta, channel })
}

struct Frames<'a, S: EventSet> {
    meta: &'a S::Meta,
    channel: Option<&'a str>,
}

impl<S: EventSet<Meta: WriteObject>> Sink for Frames<'_, S> {
    type Output = Encoded;

    fn event<E: Event + Payload + Serialize>(self, event: &E) -> Encoded {
        write::<S::Contract, _, _>(self.meta, self.channel, &Sent { name: E::NAME, event })
    }

    fn raw(self, raw: &Raw) -> Encoded {
        write::<S::Contract, _, _>(self.meta, self.channel, raw)
    }
}

fn write<C: Contract, M: Envelope + WriteObject, I: Item>(meta: &M, channel: Option<&str>, item: &I) -> Encoded {
    match (C::TRANSPORT, M::KEYS) {
        (_, None) => Encoded::of(&Packet { item }),
        (Transport::SocketIo { .. }, Some(keys)) => Encoded::of(&(item.name(), Wrapped { item, meta, channel, keys })),
        (Transport::WebSocket { .. }, Some(keys)) => Encoded::of(&Wrapped { item, meta, channel, keys }),
    }
}

/// What a frame is written from.
trait Item {
    fn name(&self) -> &str;

    fn priority(&self) -> Option<&str>;

    fn write_arguments<S: SerializeSeq>(&self, arguments: &mut S) -> Result<(), S::Error>;

    fn write_payload<M: SerializeMap>(&self, key: &str, entries: &mut Entries<M>);
}

/// An event of the contract.
struct Sent<'a, E> {
    name: &'a str,
    event: &'a E,
}

impl<E: Event + Payload + Serialize> Item for Sent<'_, E> {
    fn name(&self) -> &str {
        self.name
    }

    fn priority(&self) -> Option<&str> {
        E::PRIORITY.map(|priority| priority.name)
    }

    fn write_arguments<S: SerializeSeq>(&self, arguments: &mut S) -> Result<(), S::Error> {
        self.event.write_arguments(arguments)
    }

    fn write_payload<M: SerializeMap>(&self, key: &str, entries: &mut Entries<M>) {
        if !E::IS_EMPTY {
            entries.field(key, self.event);
        }
    }
}

impl Item for Raw {
    fn name(&self) -> &str {
        &self.name
    }

    fn priority(&self) -> Option<&str> {
        None
    }

    fn write_arguments<S: SerializeSeq>(&self, arguments: &mut S) -> Result<(), S::Error> {
        self.arguments.iter().try_for_each(|argument| arguments.serialize_element(argument))
    }

    fn write_payload<M: SerializeMap>(&self, key: &str, entries: &mut Entries<M>) {
        if let Some(payload) = self.payload() {
            entries.field(key, payload);
        }
    }
}

/// A frame without an envelope.
struct Packet<'a, I> {
    item: &'a I,
}

impl<I: Item> Serialize for Packet<'_, I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut items = serializer.serialize_seq(None)?;
        items.serialize_element(self.item.name())?;
        self.item.write_arguments(&mut items)?;
        items.end()
    }
}

/// An event in an envelope. The name comes first, so that the reader never has to wait for it.
struct Wrapped<'a, I, M> {
    item: &'a I,
    meta: &'a M,
    channel: Option<&'a str>,
    keys: EnvelopeKeys,
}

impl<I: Item, M: WriteObject> Serialize for Wrapped<'_, I, M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entries = Entries::new(serializer.serialize_map(None)?);
        entries.field(self.keys.name, self.item.name());
        self.meta.write(&mut entries);
        if let (Some(key), Some(channel)) = (self.keys.channel, self.channel) {
            entries.field(key, channel);
        }
        if let (Some(key), Some(priority)) = (self.keys.priority, self.item.priority()) {
            entries.field(key, priority);
        }
        self.item.write_payload(self.keys.payload, &mut entries);
        entries.end()
    }
}

//! Reading an envelope: one pass over its keys.
//!
//! The metadata reads itself, as any object does, from entries out of which name, payload, channel and priority have been
//! taken. The payload is read where it stands if the name came before it, and else kept as borrowed text until the end.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::value::BorrowedStrDeserializer;
use serde_core::de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::Frame;
use super::read::MetaOf;
use super::source::{Fault, Late, Value};
use crate::object::{Key, KeySeed, Keys, ReadObject, within};
use crate::{EnvelopeKeys, Raw, ReadEvents};

/// Reads an envelope. On Socket.IO the packet has named the event before.
pub(super) struct EnvelopeSeed<'f, 'n, E> {
    pub(super) keys: EnvelopeKeys,
    pub(super) name: Option<&'n str>,
    pub(super) fault: &'f mut Fault,
    pub(super) events: PhantomData<E>,
}

impl<'de, E: ReadEvents> DeserializeSeed<'de> for EnvelopeSeed<'_, '_, E>
where
    MetaOf<E>: ReadObject,
{
    type Value = Frame<MetaOf<E>, E>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, E: ReadEvents> Visitor<'de> for EnvelopeSeed<'_, '_, E>
where
    MetaOf<E>: ReadObject,
{
    type Value = Frame<MetaOf<E>, E>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with `{}` and `{}`", self.keys.name, self.keys.payload)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let Self { keys, name: outer, fault, .. } = self;
        let mut found = Found { outer, ..Found::default() };
        let meta = MetaOf::<E>::read(&mut Keys::new(Beside { map, keys, found: &mut found, fault: &mut *fault }));
        let meta = match meta {
            Ok(meta) => meta,
            Err(_) if found.ended && found.name.is_none() => return Err(A::Error::missing_field(keys.name)),
            Err(error) => {
                if matches!(fault, Fault::Frame) && !found.broken {
                    *fault = Fault::Meta;
                }
                return Err(error);
            }
        };
        let Some(name) = found.name else { return Err(A::Error::missing_field(keys.name)) };
        let event = match found.payload {
            Payload::Read(event) => event,
            Payload::Text(text) => E::read(&name, Late { payload: Some(text), fault, error: PhantomData })?,
            Payload::Null => read_nothing(&name, Some(RawValue::NULL), found.failed, fault)?,
            Payload::Absent => read_nothing(&name, None, found.failed, fault)?,
        };
        Ok(Frame { meta, channel: found.channel, event })
    }
}

/// Reads an event whose payload is null or absent. A frame that reports a failure may do without one.
fn read_nothing<E: ReadEvents, X: Error>(
    name: &str,
    payload: Option<&'static RawValue>,
    failed: bool,
    fault: &mut Fault,
) -> Result<E, X> {
    match E::read(name, Late { payload, fault, error: PhantomData }) {
        Err(_) if failed => {
            *fault = Fault::Frame;
            Ok(E::from(Raw { name: name.to_owned(), arguments: Vec::new() }))
        }
        read => read,
    }
}

/// What was found of the envelope beside its metadata.
struct Found<'n, 'de, E> {
    /// The name in the packet around the envelope, where there is one.
    outer: Option<&'n str>,
    name: Option<Key<'de>>,
    payload: Payload<'de, E>,
    channel: Option<String>,
    priority: bool,
    /// Whether the frame reports a failure.
    failed: bool,
    /// Whether the last key was read.
    ended: bool,
    /// Whether the frame, and not its metadata, is at fault.
    broken: bool,
}

impl<E> Default for Found<'_, '_, E> {
    fn default() -> Self {
        Self {
            outer: None,
            name: None,
            payload: Payload::Absent,
            channel: None,
            priority: false,
            failed: false,
            ended: false,
            broken: false,
        }
    }
}

enum Payload<'de, E> {
    Absent,
    Null,
    /// It came before the name.
    Text(&'de RawValue),
    Read(E),
}

/// The entries of an envelope without those that are not metadata.
struct Beside<'a, 'n, 'de, A, E> {
    map: A,
    keys: EnvelopeKeys,
    found: &'a mut Found<'n, 'de, E>,
    fault: &'a mut Fault,
}

impl<'de, A: MapAccess<'de>, E: ReadEvents> MapAccess<'de> for Beside<'_, '_, 'de, A, E> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.next_meta_key() {
            Ok(Some(Key::Borrowed(key))) => seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some),
            Ok(Some(Key::Owned(key))) => seed.deserialize(key.into_deserializer()).map(Some),
            Ok(None) => {
                self.found.ended = true;
                Ok(None)
            }
            Err(error) => {
                self.found.broken = true;
                Err(error)
            }
        }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

impl<'de, A: MapAccess<'de>, E: ReadEvents> Beside<'_, '_, 'de, A, E> {
    #[inline]
    fn next_meta_key(&mut self) -> Result<Option<Key<'de>>, A::Error> {
        loop {
            let Some(key) = self.map.next_key_seed(KeySeed)? else { return Ok(None) };
            if key == self.keys.name {
                self.read_name()?;
            } else if key == self.keys.payload {
                self.read_payload()?;
            } else if self.keys.channel.is_some_and(|channel| key == channel) {
                once(&key, self.found.channel.is_some())?;
                self.found.channel = Some(self.map.next_value().map_err(|error| within(&key, error))?);
            } else if self.keys.priority.is_some_and(|priority| key == priority) {
                once(&key, self.found.priority)?;
                self.map.next_value_seed(KeySeed).map_err(|error| within(&key, error))?;
                self.found.priority = true;
            } else {
                self.found.failed |= self.keys.error.is_some_and(|error| key == error);
                return Ok(Some(key));
            }
        }
    }

    #[inline]
    fn read_name(&mut self) -> Result<(), A::Error> {
        let key = self.keys.name;
        once(key, self.found.name.is_some())?;
        let name = self.map.next_value_seed(KeySeed).map_err(|error| within(key, error))?;
        if let Some(outer) = self.found.outer
            && outer != name
        {
            return Err(A::Error::custom(format_args!("`{key}`: must be `{outer}` as in the packet around it")));
        }
        self.found.name = Some(name);
        Ok(())
    }

    #[inline]
    fn read_payload(&mut self) -> Result<(), A::Error> {
        once(self.keys.payload, !matches!(self.found.payload, Payload::Absent))?;
        self.found.payload = match self.found.outer.or(self.found.name.as_deref()) {
            Some(name) => self.map.next_value_seed(PayloadSeed { name, fault: self.fault, events: PhantomData })?,
            None => Payload::Text(self.map.next_value()?),
        };
        Ok(())
    }
}

fn once<E: Error>(key: &str, found: bool) -> Result<(), E> {
    if found { Err(E::custom(format_args!("duplicate field `{key}`"))) } else { Ok(()) }
}

/// Reads a payload where it stands. A null waits until it is known whether the frame reports a failure.
struct PayloadSeed<'a, E> {
    name: &'a str,
    fault: &'a mut Fault,
    events: PhantomData<E>,
}

impl<'de, E: ReadEvents> DeserializeSeed<'de> for PayloadSeed<'_, E> {
    type Value = Payload<'de, E>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, E: ReadEvents> Visitor<'de> for PayloadSeed<'_, E> {
    type Value = Payload<'de, E>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a payload")
    }

    fn visit_none<X: Error>(self) -> Result<Self::Value, X> {
        Ok(Payload::Null)
    }

    fn visit_unit<X: Error>(self) -> Result<Self::Value, X> {
        Ok(Payload::Null)
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        E::read(self.name, Value { deserializer, fault: self.fault }).map(Payload::Read)
    }
}

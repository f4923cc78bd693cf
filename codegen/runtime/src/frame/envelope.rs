//! Reading an envelope: one pass over its keys.
//!
//! The metadata reads itself, as any object does, from entries out of which name, payload, channel and priority have been
//! taken; the payload is read where it stands, after a look ahead for the name if that has not come yet. What is found goes to
//! its place at once, so that nothing large is handed from function to function.

use std::fmt;

use serde_core::de::value::BorrowedStrDeserializer;
use serde_core::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess, Visitor};

use super::read::MetaOf;
use super::source::{Fault, Nothing, Value};
use super::{Frame, name};
use crate::object::{Key, KeySeed, Keys, ReadObject, within};
use crate::{Envelope, EnvelopeKeys, Raw, ReadEvents};

/// What was found of an envelope.
pub(super) struct Found<'de, M, E> {
    meta: Option<M>,
    name: Option<Key<'de>>,
    payload: Payload<E>,
    channel: Option<String>,
    prioritised: bool,
    /// Whether the frame reports a failure.
    failed: bool,
    /// Whether the last key was read.
    ended: bool,
    /// Whether the frame, and not its metadata, is at fault.
    broken: bool,
}

enum Payload<E> {
    Absent,
    Null,
    Read(E),
    /// There is no name to read it by.
    Skipped,
}

impl<M, E> Found<'_, M, E> {
    pub(super) fn nothing() -> Self {
        Self {
            meta: None,
            name: None,
            payload: Payload::Absent,
            channel: None,
            prioritised: false,
            failed: false,
            ended: false,
            broken: false,
        }
    }
}

impl<E: ReadEvents> Found<'_, MetaOf<E>, E> {
    /// Puts together what was found.
    ///
    /// # Errors
    /// Whatever is missing.
    #[inline]
    pub(super) fn into_frame<X: Error>(self, fault: &mut Fault) -> Result<Frame<MetaOf<E>, E>, X> {
        let (Some(name), Some(meta)) = (self.name, self.meta) else {
            return Err(X::missing_field(keys_of::<E>().name));
        };
        let null = matches!(self.payload, Payload::Null);
        let event = match self.payload {
            Payload::Read(event) => event,
            Payload::Null | Payload::Absent | Payload::Skipped => match E::read(&name, Nothing::new(null, fault)) {
                // A failure may do without a payload.
                Err(_) if self.failed => {
                    *fault = Fault::Frame;
                    E::from(Raw { name: name.clone().into_owned(), arguments: Vec::new() })
                }
                read => read?,
            },
        };
        Ok(Frame::named(&name, meta, self.channel, event))
    }
}

/// The keys of the envelope that holds the events of a set. A contract without one never asks.
pub(super) const fn keys_of<E: ReadEvents>() -> EnvelopeKeys {
    match MetaOf::<E>::KEYS {
        Some(keys) => keys,
        None => EnvelopeKeys { name: "", payload: "", channel: None, priority: None, error: None },
    }
}

/// Where the name of an event can be learnt before it is read.
#[derive(Clone, Copy)]
pub(super) enum Ahead<'a> {
    /// From the packet around the envelope.
    Packet(&'a str),
    /// From the text of the envelope.
    Text(&'a str),
}

/// Reads an envelope.
pub(super) struct EnvelopeSeed<'a, 'de, E: ReadEvents> {
    pub(super) ahead: Ahead<'a>,
    pub(super) found: &'a mut Found<'de, MetaOf<E>, E>,
    pub(super) fault: &'a mut Fault,
}

impl<'de, E: ReadEvents> DeserializeSeed<'de> for EnvelopeSeed<'_, 'de, E>
where
    MetaOf<E>: ReadObject,
{
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, E: ReadEvents> Visitor<'de> for EnvelopeSeed<'_, 'de, E>
where
    MetaOf<E>: ReadObject,
{
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = keys_of::<E>();
        write!(f, "an object with `{}` and `{}`", keys.name, keys.payload)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let Self { ahead, found, fault } = self;
        match MetaOf::<E>::read(&mut Keys::new(Beside { map, ahead, found: &mut *found, fault: &mut *fault })) {
            Ok(meta) => {
                found.meta = Some(meta);
                Ok(())
            }
            Err(_) if found.ended && found.name.is_none() => Err(A::Error::missing_field(keys_of::<E>().name)),
            Err(error) => {
                if matches!(fault, Fault::Frame) && !found.broken {
                    *fault = Fault::Meta;
                }
                Err(error)
            }
        }
    }
}

/// The entries of an envelope without those that are not metadata.
struct Beside<'a, 'de, A, E: ReadEvents> {
    map: A,
    ahead: Ahead<'a>,
    found: &'a mut Found<'de, MetaOf<E>, E>,
    fault: &'a mut Fault,
}

impl<'de, A: MapAccess<'de>, E: ReadEvents> MapAccess<'de> for Beside<'_, 'de, A, E> {
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

impl<'de, A: MapAccess<'de>, E: ReadEvents> Beside<'_, 'de, A, E> {
    #[inline]
    fn next_meta_key(&mut self) -> Result<Option<Key<'de>>, A::Error> {
        let keys = const { keys_of::<E>() };
        loop {
            let Some(key) = self.map.next_key_seed(KeySeed)? else { return Ok(None) };
            if key == keys.name {
                self.read_name(keys.name)?;
            } else if key == keys.payload {
                self.read_payload(keys.payload)?;
            } else if keys.channel.is_some_and(|channel| key == channel) {
                once(&key, self.found.channel.is_some())?;
                self.found.channel = Some(self.map.next_value().map_err(|error| within(&key, error))?);
            } else if keys.priority.is_some_and(|priority| key == priority) {
                once(&key, self.found.prioritised)?;
                self.map.next_value_seed(KeySeed).map_err(|error| within(&key, error))?;
                self.found.prioritised = true;
            } else {
                self.found.failed |= keys.error.is_some_and(|error| key == error);
                return Ok(Some(key));
            }
        }
    }

    #[inline]
    fn read_name(&mut self, key: &str) -> Result<(), A::Error> {
        once(key, self.found.name.is_some())?;
        let name = self.map.next_value_seed(KeySeed).map_err(|error| within(key, error))?;
        if let Ahead::Packet(outer) = self.ahead
            && outer != name
        {
            return Err(A::Error::custom(format_args!("`{key}`: must be `{outer}`, as in the packet around it")));
        }
        self.found.name = Some(name);
        Ok(())
    }

    #[inline]
    fn read_payload(&mut self, key: &str) -> Result<(), A::Error> {
        once(key, !matches!(self.found.payload, Payload::Absent))?;
        let looked_up;
        let name = match (&self.found.name, self.ahead) {
            (Some(name), _) => Some(&**name),
            (None, Ahead::Packet(name)) => Some(name),
            (None, Ahead::Text(text)) => {
                looked_up = name::find(text, const { keys_of::<E>().name });
                looked_up.as_deref()
            }
        };
        match name {
            Some(name) => {
                let seed = PayloadSeed { name, slot: &mut self.found.payload, fault: self.fault };
                self.map.next_value_seed(seed)
            }
            // It is missing, as the end will show.
            None => {
                self.found.payload = Payload::Skipped;
                self.map.next_value::<IgnoredAny>().map(drop)
            }
        }
    }
}

fn once<E: Error>(key: &str, found: bool) -> Result<(), E> {
    if found { Err(E::custom(format_args!("duplicate field `{key}`"))) } else { Ok(()) }
}

/// Reads a payload where it stands. A null waits until it is known whether the frame reports a failure.
struct PayloadSeed<'a, E> {
    name: &'a str,
    slot: &'a mut Payload<E>,
    fault: &'a mut Fault,
}

impl<'de, E: ReadEvents> DeserializeSeed<'de> for PayloadSeed<'_, E> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, E: ReadEvents> Visitor<'de> for PayloadSeed<'_, E> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a payload")
    }

    fn visit_none<X: Error>(self) -> Result<(), X> {
        *self.slot = Payload::Null;
        Ok(())
    }

    fn visit_unit<X: Error>(self) -> Result<(), X> {
        self.visit_none()
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match E::read(self.name, Value { deserializer, fault: self.fault }) {
            Ok(event) => {
                *self.slot = Payload::Read(event);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}

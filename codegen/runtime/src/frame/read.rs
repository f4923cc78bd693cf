//! Reading a frame.

use std::fmt;
use std::marker::PhantomData;
use std::str;

use serde_core::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};
use serde_json::Error as JsonError;

use super::Frame;
use super::envelope::EnvelopeSeed;
use super::source::{Arguments, Fault, Texts};
use crate::object::{KeySeed, ReadObject};
use crate::{Contract, DecodeError, Envelope, EventSet, Layout, ReadEvents, Transport, args};

/// The metadata of the frames that hold an event of a set.
pub(super) type MetaOf<E> = <<E as EventSet>::Contract as Contract>::Meta;

/// Reads a frame, in UTF-8.
///
/// # Errors
/// A frame that the contract refuses.
pub fn decode<E: ReadEvents>(frame: &[u8]) -> Result<Frame<MetaOf<E>, E>, DecodeError>
where
    MetaOf<E>: ReadObject,
{
    decode_text(text_of(frame)?)
}

/// Reads a frame that is known to be text.
///
/// # Errors
/// A frame that the contract refuses.
pub fn decode_text<E: ReadEvents>(frame: &str) -> Result<Frame<MetaOf<E>, E>, DecodeError>
where
    MetaOf<E>: ReadObject,
{
    let mut fault = Fault::Frame;
    read_json(frame, FrameSeed { fault: &mut fault, events: PhantomData }).map_err(|source| fault.explain(source))
}

/// Reads an event whose name and arguments (JSON texts, in UTF-8) a host has taken out of their packet.
///
/// # Errors
/// Arguments that the contract refuses.
pub fn decode_parts<E: ReadEvents>(name: &str, arguments: &[&[u8]]) -> Result<Frame<MetaOf<E>, E>, DecodeError>
where
    MetaOf<E>: ReadObject,
{
    let texts = arguments.iter().map(|argument| text_of(argument)).collect::<Result<Vec<&str>, _>>()?;
    let mut fault = Fault::Frame;
    read_after_name(name, Texts(texts.iter()), &mut fault).map_err(|source| fault.explain(source))
}

fn text_of(bytes: &[u8]) -> Result<&str, DecodeError> {
    str::from_utf8(bytes).map_err(|error| DecodeError::NotAFrame { source: JsonError::custom(error) })
}

/// Reads a whole JSON text.
pub(super) fn read_json<'de, S: DeserializeSeed<'de>>(text: &'de str, seed: S) -> Result<S::Value, JsonError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = seed.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

struct FrameSeed<'f, E> {
    fault: &'f mut Fault,
    events: PhantomData<E>,
}

impl<'de, E: ReadEvents> DeserializeSeed<'de> for FrameSeed<'_, E>
where
    MetaOf<E>: ReadObject,
{
    type Value = Frame<MetaOf<E>, E>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        match (<E::Contract as Contract>::TRANSPORT, MetaOf::<E>::LAYOUT) {
            (Transport::WebSocket { .. }, Layout::Envelope(keys)) => {
                EnvelopeSeed { keys, name: None, fault: self.fault, events: self.events }.deserialize(deserializer)
            }
            _ => deserializer.deserialize_seq(self),
        }
    }
}

impl<'de, E: ReadEvents> Visitor<'de> for FrameSeed<'_, E>
where
    MetaOf<E>: ReadObject,
{
    type Value = Frame<MetaOf<E>, E>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of an event's name and arguments")
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let Some(name) = items.next_element_seed(KeySeed)? else {
            return Err(A::Error::invalid_length(0, &"an event's name"));
        };
        read_after_name(&name, items, self.fault)
    }
}

/// Reads what follows the name in a Socket.IO packet.
#[inline]
fn read_after_name<'de, E: ReadEvents, A: SeqAccess<'de>>(
    name: &str,
    mut arguments: A,
    fault: &mut Fault,
) -> Result<Frame<MetaOf<E>, E>, A::Error>
where
    MetaOf<E>: ReadObject,
{
    match MetaOf::<E>::LAYOUT {
        Layout::Envelope(keys) => {
            let seed = EnvelopeSeed { keys, name: Some(name), fault, events: PhantomData };
            let Some(frame) = arguments.next_element_seed(seed)? else {
                return Err(A::Error::invalid_length(1, &"an envelope after the event's name"));
            };
            args::end(&mut arguments, 1)?;
            Ok(frame)
        }
        Layout::Bare(meta) => {
            let event = E::read(name, Arguments { arguments: &mut arguments, fault })?;
            Ok(Frame { meta, channel: None, event })
        }
    }
}

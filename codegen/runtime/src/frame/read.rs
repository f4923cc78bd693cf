//! Reading a frame.

use std::fmt;
use std::str;

use serde_core::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};
use serde_json::Error as JsonError;

use super::Frame;
use super::envelope::{Ahead, EnvelopeSeed, Found};
use super::source::{Arguments, Fault, Texts};
use crate::object::{KeySeed, ReadObject};
use crate::{Contract, DecodeError, Envelope, EventSet, ReadEvents, Transport, args};

/// The metadata of the frames that hold an event of a set.
pub(super) type MetaOf<E> = <E as EventSet>::Meta;

/// Reads a frame, in UTF-8.
///
/// # Errors
/// A frame that the contract refuses.
#[inline]
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
#[inline]
pub fn decode_text<E: ReadEvents>(frame: &str) -> Result<Frame<MetaOf<E>, E>, DecodeError>
where
    MetaOf<E>: ReadObject,
{
    let mut fault = Fault::Frame;
    if let (Transport::WebSocket { .. }, Some(_)) = (<E::Contract as Contract>::TRANSPORT, MetaOf::<E>::KEYS) {
        let mut found = Found::nothing();
        let seed = EnvelopeSeed { ahead: Ahead::Text(frame), found: &mut found, fault: &mut fault };
        return match read_json(frame, seed) {
            Ok(()) => found.into_frame(&mut fault).map_err(|source| fault.explain(source)),
            Err(source) => Err(fault.explain(source)),
        };
    }
    let mut slot = None;
    match read_json(frame, PacketSeed { slot: &mut slot, fault: &mut fault }) {
        Ok(()) => slot.ok_or_else(|| fault.explain(JsonError::custom("no packet"))),
        Err(source) => Err(fault.explain(source)),
    }
}

/// Holds the text of a frame to the contract.
///
/// # Errors
/// What is wrong with it, in one line that names the event and the field.
pub fn judge<E: ReadEvents>(frame: &str) -> Result<(), String>
where
    MetaOf<E>: ReadObject,
{
    let frame = decode_text::<E>(frame).map_err(|error| error.to_string())?;
    match frame.event.unknown() {
        Some(raw) => Err(format!("`{}`: the contract does not name this event", raw.name.escape_debug())),
        None => Ok(()),
    }
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
#[inline]
pub(super) fn read_json<'de, S: DeserializeSeed<'de>>(text: &'de str, seed: S) -> Result<S::Value, JsonError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = seed.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// Reads the data of a Socket.IO packet into its slot.
struct PacketSeed<'a, E: ReadEvents> {
    slot: &'a mut Option<Frame<MetaOf<E>, E>>,
    fault: &'a mut Fault,
}

impl<'de, E: ReadEvents> DeserializeSeed<'de> for PacketSeed<'_, E>
where
    MetaOf<E>: ReadObject,
{
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, E: ReadEvents> Visitor<'de> for PacketSeed<'_, E>
where
    MetaOf<E>: ReadObject,
{
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of an event's name and arguments")
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Some(name) = items.next_element_seed(KeySeed)? else {
            return Err(A::Error::custom("missing the event's name"));
        };
        *self.slot = Some(read_after_name(&name, items, self.fault)?);
        Ok(())
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
    if let Some(meta) = MetaOf::<E>::absent() {
        let event = E::read(name, Arguments { arguments: &mut arguments, fault })?;
        return Ok(Frame::named(name, meta, None, event));
    }
    let mut found = Found::nothing();
    let seed = EnvelopeSeed { ahead: Ahead::Packet(name), found: &mut found, fault: &mut *fault };
    if arguments.next_element_seed(seed)?.is_none() {
        return Err(A::Error::custom("missing the envelope after the event's name"));
    }
    args::end(&mut arguments, 1)?;
    found.into_frame(fault)
}

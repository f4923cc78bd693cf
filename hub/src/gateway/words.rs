//! Frames of clients that are the hub's own, whatever the contract: those whose names begin with `hub:`.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

use crate::message::Wire;

/// The payload of a frame of this name, which may have none; nothing where the frame has another name. `keys` are those of a plain
/// frame's name and payload.
pub(super) fn payload_of<'a>(
    own: &str,
    text: &'a str,
    wire: &Wire,
    keys: (&str, &str),
) -> Option<Option<&'a RawValue>> {
    if !text.contains(own) {
        return None;
    }
    match wire {
        Wire::SocketIo { .. } => in_packet(own, text),
        Wire::Plain => in_envelope(own, text, keys),
    }
}

fn in_packet<'a>(own: &str, text: &'a str) -> Option<Option<&'a RawValue>> {
    let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
    let (name, arguments) = items.split_first()?;
    is(own, name).then(|| arguments.first().copied())
}

fn in_envelope<'a>(own: &str, text: &'a str, (name, payload): (&str, &str)) -> Option<Option<&'a RawValue>> {
    let mut entries: HashMap<Cow<'a, str>, &'a RawValue> = serde_json::from_str(text).ok()?;
    is(own, entries.get(name)?).then(|| entries.remove(payload))
}

fn is(own: &str, name: &RawValue) -> bool {
    serde_json::from_str::<Cow<'_, str>>(name.get()).is_ok_and(|name| name == own)
}

//! What one writes by hand for the same frames.

use std::fmt;

use event_contracts_runtime::Timestamp;
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// serde's flattened tagged enum.
#[derive(Deserialize)]
pub struct Flattened {
    pub timestamp: Timestamp,
    pub user_id: i64,
    pub channel: Option<String>,
    pub priority: Option<String>,
    pub request_id: String,
    #[serde(flatten)]
    pub event: Tagged,
}

/// The same frame, read by a visitor.
pub struct Visited {
    pub timestamp: Timestamp,
    pub user_id: i64,
    pub channel: Option<String>,
    pub priority: Option<String>,
    pub request_id: String,
    pub event: Tagged,
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Key {
    Event,
    Data,
    Timestamp,
    UserId,
    Channel,
    Priority,
    RequestId,
    #[serde(other)]
    Other,
}

impl<'de> Deserialize<'de> for Visited {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FrameVisitor)
    }
}

struct FrameVisitor;

impl<'de> Visitor<'de> for FrameVisitor {
    type Value = Visited;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a frame")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Visited, A::Error> {
        let (mut name, mut event, mut late): (Option<&'de str>, Option<Tagged>, Option<&'de RawValue>) = (None, None, None);
        let (mut timestamp, mut user_id, mut channel, mut priority, mut request_id) = (None, None, None, None, None);
        while let Some(key) = map.next_key()? {
            match key {
                Key::Event => name = Some(map.next_value()?),
                Key::Data => match name {
                    Some(name) => event = Some(read(name, &mut map)?),
                    None => late = Some(map.next_value()?),
                },
                Key::Timestamp => timestamp = Some(map.next_value()?),
                Key::UserId => user_id = Some(map.next_value()?),
                Key::Channel => channel = map.next_value()?,
                Key::Priority => priority = map.next_value()?,
                Key::RequestId => request_id = Some(map.next_value()?),
                Key::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let name = name.ok_or_else(|| A::Error::missing_field("event"))?;
        let event = match (event, late) {
            (Some(event), _) => event,
            (None, Some(raw)) => read_raw(name, raw.get()).map_err(A::Error::custom)?,
            (None, None) => return Err(A::Error::missing_field("data")),
        };
        Ok(Visited {
            timestamp: timestamp.ok_or_else(|| A::Error::missing_field("timestamp"))?,
            user_id: user_id.ok_or_else(|| A::Error::missing_field("user_id"))?,
            channel,
            priority,
            request_id: request_id.ok_or_else(|| A::Error::missing_field("request_id"))?,
            event,
        })
    }
}


//! Frames of the server, encoded: the contract's envelope around arguments that were made.

use event_contracts_runtime::Encoded;
use event_spec::catalogue::{Catalogue, Envelope, Event, Transport};
use serde_json::{Map, Value, json};

/// What lies beside an event.
pub struct Beside<'a> {
    /// The metadata of the envelope; nothing where there is none.
    pub meta: Map<String, Value>,
    /// The address of the channel that it goes to.
    pub channel: Option<&'a str>,
}

/// The JSON text of an event's frame, under one of its names.
pub fn encode(catalogue: &Catalogue, event: &Event, name: &str, arguments: &[Value], beside: &Beside<'_>) -> Encoded {
    let Some(envelope) = &catalogue.envelope else {
        let items: Vec<Value> = std::iter::once(Value::from(name)).chain(arguments.iter().cloned()).collect();
        return Encoded::of(&items);
    };
    let envelope = wrapped(envelope, event, name, arguments.first(), beside);
    match catalogue.transport {
        Transport::SocketIo { .. } => Encoded::of(&json!([name, envelope])),
        Transport::WebSocket { .. } => Encoded::of(&envelope),
    }
}

fn wrapped(envelope: &Envelope, event: &Event, name: &str, payload: Option<&Value>, beside: &Beside<'_>) -> Value {
    let mut frame = Map::new();
    frame.insert(envelope.name.clone(), name.into());
    frame.extend(beside.meta.clone());
    if let (Some(key), Some(channel)) = (&envelope.channel, beside.channel) {
        frame.insert(key.clone(), channel.into());
    }
    if let (Some(key), Some(priority)) = (&envelope.priority, &event.priority) {
        frame.insert(key.clone(), priority.value.as_str().into());
    }
    if let Some(payload) = payload {
        frame.insert(envelope.payload.clone(), payload.clone());
    }
    Value::Object(frame)
}

/// The arguments of a client's frame, which the judge found to be one.
pub fn arguments(catalogue: &Catalogue, text: &str) -> Vec<Value> {
    let read = serde_json::from_str::<Value>(text).unwrap_or_default();
    let payload_of = |frame: &Value, envelope: &Envelope| frame.get(&envelope.payload).cloned();
    match (read, catalogue.client_envelope()) {
        (Value::Array(items), Some(envelope)) => {
            items.get(1).and_then(|frame| payload_of(frame, envelope)).into_iter().collect()
        }
        (Value::Array(mut items), None) => items.drain(1.min(items.len())..).collect(),
        (frame, Some(envelope)) => payload_of(&frame, envelope).into_iter().collect(),
        (_, None) => Vec::new(),
    }
}

//! Examples as they lie on the wire.
//!
//! In: an event with an example payload. Out: the JSON text that travels: Socket.IO's array of name and arguments, or
//! the frame of a plain WebSocket. What an envelope carries beside name and payload is shown where it must be there, and
//! where its schema has an example or a default.

use event_spec::catalogue::{
    Binding, Catalogue, Channel, ChannelRoute, Envelope, Event, FieldPath, ParamType, Payload, Route, Segment,
    Transport,
};
use event_spec::types::{Field, Type};
use serde_json::{Map, Value};

use super::sample;
use crate::json;

/// Who sends an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// The server.
    Server,
    /// A client.
    Client,
}

/// The text of an event that carries this example, or nothing.
pub fn frame(
    catalogue: &Catalogue,
    event: &Event,
    sender: Sender,
    payload: &Payload,
    example: Option<&Value>,
) -> String {
    let name = Value::from(event.name.as_str());
    let envelope = match sender {
        Sender::Server => catalogue.envelope.as_ref(),
        Sender::Client => catalogue.client_envelope(),
    };
    let value = match (envelope, payload) {
        (Some(envelope), _) => {
            let object = enveloped(catalogue, envelope, event, sender, example);
            match catalogue.transport {
                Transport::SocketIo { .. } => Value::Array(vec![name, object]),
                Transport::WebSocket { .. } => object,
            }
        }
        (None, Payload::Args(_)) => {
            let arguments = example.and_then(Value::as_array).cloned().unwrap_or_default();
            Value::Array(std::iter::once(name).chain(arguments).collect())
        }
        (None, _) => Value::Array(std::iter::once(name).chain(example.cloned()).collect()),
    };
    json::pretty(&value)
}

/// The text of an acknowledgement that carries this example.
pub fn acknowledgement(payload: &Payload, example: &Value) -> String {
    match payload {
        Payload::Args(_) => json::pretty(example),
        _ => json::pretty(&Value::Array(vec![example.clone()])),
    }
}

/// The keys in the order in which generated code writes them: the name first, so that a reader knows what follows.
fn enveloped(
    catalogue: &Catalogue,
    envelope: &Envelope,
    event: &Event,
    sender: Sender,
    example: Option<&Value>,
) -> Value {
    let mut object = Map::new();
    object.insert(envelope.name.clone(), Value::from(event.name.as_str()));
    let failing = sender == Sender::Server && reports_failure(catalogue, event);
    for field in &envelope.meta.fields {
        let is_error = is_error(envelope, field);
        let value = if failing && says_success(field) {
            Some(Value::from(false))
        } else if (failing && is_error) || !field.optional {
            Some(sample::of_field(&catalogue.types, field))
        } else if sender == Sender::Server && !is_error {
            sample::given(field)
        } else {
            None
        };
        if let Some(value) = value {
            object.insert(field.wire.clone(), value);
        }
    }
    if sender == Sender::Server {
        if let (Some(key), Route::Channel(route)) = (&envelope.channel, &event.route) {
            object.insert(key.clone(), Value::from(address(catalogue, route, example)));
        }
        if let (Some(key), Some(priority)) = (&envelope.priority, &event.priority) {
            object.insert(key.clone(), Value::from(priority.as_str()));
        }
    }
    if let Some(payload) = example {
        object.insert(envelope.payload.clone(), payload.clone());
    }
    Value::Object(object)
}

/// Whether an event of the server is there for failures: it is called as the envelope's key for them, and has nothing
/// else to say.
pub fn reports_failure(catalogue: &Catalogue, event: &Event) -> bool {
    let error = catalogue.envelope.as_ref().and_then(|envelope| envelope.error.as_ref());
    let is_empty = event.server.as_ref().is_some_and(|server| matches!(server.payload, Payload::Empty));
    is_empty && error.is_some_and(|error| error.key == event.name.as_str())
}

fn is_error(envelope: &Envelope, field: &Field) -> bool {
    envelope.error.as_ref().is_some_and(|error| error.key == field.wire)
}

/// Whether a field is the usual flag that is false in frames that report a failure.
fn says_success(field: &Field) -> bool {
    matches!(field.ty, Type::Boolean) && matches!(field.wire.as_str(), "success" | "ok")
}

/// The printed address of the channel that an example goes to.
fn address(catalogue: &Catalogue, route: &ChannelRoute, example: Option<&Value>) -> String {
    let channel = &catalogue.channels[route.channel.as_str()];
    let parameter = |name: &str| match &route.bindings[name] {
        Binding::Field(path) => example.and_then(|example| at(example, path)).unwrap_or_else(|| given(channel, name)),
        Binding::Given(_) => given(channel, name),
    };
    channel
        .address
        .iter()
        .map(|segment| match segment {
            Segment::Literal(words) => words.clone(),
            Segment::Named(name) => percent_encoded(&parameter(name)),
        })
        .collect()
}

fn at(example: &Value, path: &FieldPath) -> Option<String> {
    let value = path.keys.iter().try_fold(example, |value, key| value.get(key))?;
    Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// A placeholder for a parameter that the payload does not carry.
fn given(channel: &Channel, name: &str) -> String {
    match &channel.params[name].ty {
        ParamType::Integer => "1".to_owned(),
        ParamType::String => name.to_owned(),
        ParamType::OneOf(values) => values.first().cloned().unwrap_or_default(),
    }
}

/// A parameter as addresses print it.
fn percent_encoded(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'~' | b'@' | b'+' | b'=' | b'-' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

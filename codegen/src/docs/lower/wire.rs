//! Examples as they lie on the wire.
//!
//! In: an event with an example payload. Out: the JSON text that travels: Socket.IO's array of name and arguments, or
//! the frame of a plain WebSocket. What an envelope carries beside name and payload has no examples of its own: its
//! values are defaults where the schema has them, else placeholders of the right type.

use event_spec::catalogue::{
    Binding, Catalogue, Channel, ChannelRoute, Envelope, Event, FieldPath, ParamType, Payload, Route, Segment,
    Transport,
};
use event_spec::types::{Field, Format, Literal, Object, StringRules, Type, TypeKind, Types};
use serde_json::{Map, Value};

use crate::docs::json;

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
    for field in meta_fields(envelope, sender) {
        object.insert(field.wire.clone(), sample_field(&catalogue.types, field));
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

/// The fields of the envelope that a frame shows: a client's carries what it must, and no success reports a failure.
fn meta_fields(envelope: &Envelope, sender: Sender) -> impl Iterator<Item = &Field> {
    let error = envelope.error.as_ref().map(|error| error.key.as_str());
    let shown = move |field: &&Field| sender == Sender::Server || !field.optional;
    envelope.meta.fields.iter().filter(move |field| Some(field.wire.as_str()) != error).filter(shown)
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

fn sample_field(types: &Types, field: &Field) -> Value {
    field.default.clone().filter(|default| !default.is_null()).unwrap_or_else(|| sample(types, &field.ty, &field.wire))
}

/// A value that fits a type; texts are named after the field that they stand in. (A `pattern` is not searched for a text
/// that fits.)
fn sample(types: &Types, ty: &Type, name: &str) -> Value {
    match ty {
        Type::Any | Type::String(_) => Value::from(sample_text(ty, name)),
        Type::Null => Value::Null,
        Type::Boolean => Value::from(true),
        Type::Integer(rules) => {
            let least = rules.minimum.unwrap_or(1).max(rules.multiple_of.unwrap_or(1));
            Value::from(rules.maximum.map_or(least, |most| least.min(most)))
        }
        Type::Number(rules) => {
            let least = rules.minimum.or(rules.exclusive_minimum.map(|bound| bound + 1.0)).unwrap_or(1.0);
            Value::from(rules.maximum.map_or(least, |most| least.min(most)))
        }
        Type::Timestamp => Value::from("2026-01-31T12:00:00Z"),
        Type::Date => Value::from("2026-01-31"),
        Type::Literal(Literal::String(words)) => Value::from(words.as_str()),
        Type::Literal(Literal::Integer(number)) => Value::from(*number),
        Type::Literal(Literal::Boolean(flag)) => Value::from(*flag),
        Type::Integers(values) => values.first().copied().map_or(Value::Null, Value::from),
        Type::List(_) => Value::Array(Vec::new()),
        Type::Tuple(items) => items.iter().map(|item| sample(types, item, name)).collect(),
        Type::Map(_) => Value::Object(Map::new()),
        Type::Nullable(inner) => sample(types, inner, name),
        Type::Named(id) => match &types.get(*id).kind {
            TypeKind::Object(object) => sample_object(types, object),
            TypeKind::Enum(set) => Value::from(set.values.first().map_or(name, |value| value.wire.as_str())),
            TypeKind::Union(union) => {
                union.variants.first().map_or(Value::Null, |variant| sample(types, &variant.ty, name))
            }
            TypeKind::Alias(inner) => sample(types, inner, name),
        },
    }
}

/// An object with its required fields: an optional one might hold the object itself.
fn sample_object(types: &Types, object: &Object) -> Value {
    let required = object.fields.iter().filter(|field| !field.optional);
    Value::Object(required.map(|field| (field.wire.clone(), sample_field(types, field))).collect())
}

fn sample_text(ty: &Type, name: &str) -> String {
    match ty {
        Type::String(StringRules { format: Some(Format::Uuid), .. }) => {
            "00000000-0000-4000-8000-000000000000".to_owned()
        }
        Type::String(rules) => {
            let least = rules.min_length.map_or(0, |least| usize::try_from(least).unwrap_or(usize::MAX).min(64));
            let most = rules.max_length.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
            format!("{name:x<least$}").chars().take(most).collect()
        }
        _ => name.to_owned(),
    }
}

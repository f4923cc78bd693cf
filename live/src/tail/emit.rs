//! Events that a client sends to a server, made from what a person writes.

use event_spec::address::{decode, read};
use event_spec::catalogue::{Binding, Channel, ChannelRoute, Event, Membership, MembershipTarget, ParamType, Payload};
use serde_json::{Map, Value, json};

use super::contracts::Contract;
use super::trouble::Trouble;

/// An event to send.
#[derive(Clone, Debug, PartialEq)]
pub struct Emit {
    /// Its name.
    pub name: String,
    /// Its arguments; one for a plain WebSocket.
    pub arguments: Vec<Value>,
}

impl Emit {
    /// Reads `NAME` or `NAME JSON`: the payload, or an array of several arguments where the event has several.
    ///
    /// # Errors
    /// What is no JSON.
    pub fn parse(text: &str, contract: &Contract) -> Result<Self, Trouble> {
        let (name, json) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
        let name = name.to_owned();
        if json.trim().is_empty() {
            return Ok(Self { name, arguments: Vec::new() });
        }
        let value: Value = serde_json::from_str(json).map_err(|error| {
            Trouble::new(format!("the payload of `{name}` is no JSON: {error}"))
                .help(format!("write it as in `--send '{name} {{\"id\": 7}}'`"))
        })?;
        let event = contract.judge.catalogue().events.get(&name);
        let several = event
            .and_then(|event| event.client.as_ref())
            .is_some_and(|message| matches!(message.payload, Payload::Args(_)));
        let arguments = match value {
            Value::Array(items) if several => items,
            value => vec![value],
        };
        Ok(Self { name, arguments })
    }
}

/// The event with which a client of a contract enters the channel of an address; none where it is in from the start.
///
/// # Errors
/// What is no address; a channel that no event of clients enters; an event that needs more than the address says.
pub fn join(contract: &Contract, address: &str) -> Result<Option<Emit>, Trouble> {
    let catalogue = contract.judge.catalogue();
    let found =
        catalogue.channels.values().find_map(|channel| Some(Address { channel, params: read(channel, address)? }));
    let Some(found) = found else {
        let patterns: Vec<_> = catalogue.channels.values().map(|channel| format!("`{}`", channel.pattern)).collect();
        let trouble = Trouble::new(format!("`{address}` is no address of a channel of `{}`", contract.name()));
        return Err(match patterns.as_slice() {
            [] => trouble.help("it has no channels"),
            patterns => trouble.help(format!("its addresses are {}", patterns.join(", "))),
        });
    };
    let mut short = None;
    for event in catalogue.events.values().filter(|event| event.client_sends()) {
        let Some(payload) = payload(event, &found, address) else { continue };
        let emit = Emit { name: event.name.value.clone(), arguments: vec![payload] };
        let Some(Payload::One(ty)) = event.client.as_ref().map(|message| &message.payload) else { continue };
        let problem = emit.arguments.iter().find_map(|payload| contract.judge.value(ty, payload).into_iter().next());
        match problem {
            None => return Ok(Some(emit)),
            Some(problem) => short = short.or_else(|| Some((emit, problem.message))),
        }
    }
    match short {
        Some((emit, why)) => {
            let payload = emit.arguments.first().cloned().unwrap_or_default();
            Err(Trouble::new(format!(
                "`{address}` is entered with `{}`, which needs more than the address: {why}",
                emit.name
            ))
            .help(format!("send it yourself, as in `--send '{} {payload}'`", emit.name)))
        }
        None if found.channel.auto_join.is_some() => Ok(None),
        None => Err(Trouble::new(format!("no event of clients enters `{}`", found.channel.pattern))
            .help("the server decides who hears it: leave `--join` out")),
    }
}

/// An address, taken apart.
struct Address<'a> {
    channel: &'a Channel,
    /// Its parameters as they are printed.
    params: Vec<(&'a str, &'a str)>,
}

/// The payload with which an event enters the channel of an address, where it does.
fn payload(event: &Event, found: &Address<'_>, address: &str) -> Option<Value> {
    match event.membership.as_ref()? {
        Membership::Joins(MembershipTarget::Any) => Some(json!(address)),
        Membership::Joins(MembershipTarget::Channel(route)) if route.channel.value == found.channel.name.value => {
            Some(bound(route, found))
        }
        Membership::Joins(_) | Membership::Leaves(_) => None,
    }
}

/// The fields that an address says.
fn bound(route: &ChannelRoute, found: &Address<'_>) -> Value {
    let mut payload = Map::new();
    for (param, printed) in &found.params {
        let text = decode(printed).unwrap_or_default();
        let Some(Binding::Field(path)) = route.bindings.get(*param) else { continue };
        let integer = matches!(found.channel.params.get(*param).map(|param| &param.ty), Some(ParamType::Integer));
        let value = if integer {
            text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number))
        } else {
            json!(text)
        };
        put(&mut payload, &path.keys, value);
    }
    Value::Object(payload)
}

/// Puts a value at the end of a path.
fn put(object: &mut Map<String, Value>, path: &[String], value: Value) {
    match path {
        [] => {}
        [key] => drop(object.insert(key.clone(), value)),
        [key, rest @ ..] => {
            let inner = object.entry(key.clone()).or_insert_with(|| json!({}));
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

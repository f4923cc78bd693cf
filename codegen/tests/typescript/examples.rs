//! Every example of a catalogue as a constant of its payload's type.

use std::fmt::Write as _;

use event_spec::Catalogue;
use event_spec::catalogue::{Event, Message, Payload};
use event_spec::types::Type;
use serde_json::Value;

/// A program that is right if every example is.
pub fn program(catalogue: &Catalogue) -> String {
    let mut text = format!("import * as contract from \"@event-contracts/generated/{}\";\n", catalogue.name.value);
    text.push_str("void contract;\n");
    text.push_str("type Last<List> = List extends [...unknown[], infer Item] ? Item : never;\n");
    let mut count = 0;
    for event in catalogue.events.values() {
        for (ty, message) in messages(event, catalogue) {
            for example in &message.examples {
                count += 1;
                let _ = writeln!(text, "export const example{count}: {ty} = {};", literal(&example.value));
            }
        }
    }
    text
}

/// What an event carries, with the type that it must have.
fn messages<'a>(event: &'a Event, catalogue: &Catalogue) -> Vec<(String, &'a Message)> {
    let name = literal(&Value::from(event.name.value.as_str()));
    let of_side = |side: &str, message: &Message| match message.payload {
        Payload::One(_) => format!("contract.{side}Payloads[{name}]"),
        Payload::Empty | Payload::Args(_) => format!("contract.{side}Arguments[{name}]"),
    };
    let mut found = Vec::new();
    found.extend(event.server.as_ref().map(|message| (of_side("Server", message), message)));
    if event.client_sends() {
        found.extend(event.client.as_ref().map(|message| (of_side("Client", message), message)));
    } else if let Some(message) = &event.client
        && let Payload::One(Type::Named(id)) = message.payload
    {
        found.push((format!("contract.{}", catalogue.types.get(id).name), message));
    }
    // An acknowledgement is what the callback takes that stands last in the listener.
    let mut add = |map: &str, acks: &str, ack: Option<&'a Message>| {
        let listener = format!("Last<Parameters<contract.{map}[{name}]>>");
        found.extend(ack.map(|ack| (format!("Parameters<{listener}>[0]"), ack)));
        found.extend(ack.map(|ack| (format!("Parameters<contract.{acks}[{name}]>[0]"), ack)));
    };
    add("ClientToServerEvents", "ClientAcks", event.server_ack().filter(|_| event.client_sends()));
    add("ServerToClientEvents", "ServerAcks", event.client_ack());
    found
}

/// JSON as an expression. `__proto__` would set the prototype, unless it is computed.
fn literal(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            let field =
                |(key, value): (&String, &Value)| format!("[{}]: {}", Value::from(key.as_str()), literal(value));
            format!("{{ {} }}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
        }
        _ => value.to_string(),
    }
}

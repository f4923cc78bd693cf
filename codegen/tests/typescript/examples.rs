//! Every example of a catalogue as a constant of its payload's type.

use std::fmt::Write as _;

use event_spec::Catalogue;
use event_spec::catalogue::{Event, Message, Payload, Transport};
use event_spec::types::Type;
use serde_json::Value;

/// A program that is right if every example is.
pub fn program(catalogue: &Catalogue) -> String {
    let entry = format!("@event-contracts/generated/{}", catalogue.name.value);
    let mut text =
        format!("import * as contract from \"{entry}\";\nimport * as validators from \"{entry}/validators\";\n");
    text.push_str("void contract;\nvoid validators;\n");
    if has_client(catalogue) {
        let _ = writeln!(text, "import * as client from \"{entry}/client\";\nvoid client;");
    }
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

/// Whether the package has a client for the catalogue.
pub fn has_client(catalogue: &Catalogue) -> bool {
    matches!(catalogue.transport, Transport::WebSocket { .. })
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

/// A script that fails unless the validators take every example.
pub fn validation(catalogue: &Catalogue) -> String {
    let name = &catalogue.name.value;
    let mut text = format!(
        "const {{ fromServer, fromClient, describe, ...own }} = await import(\"@event-contracts/generated/{name}/validators\");\n"
    );
    text.push_str("const take = (validator, example) => {\n  const { issues } = validator.validate(example);\n");
    text.push_str(
        "  if (issues !== undefined) throw new Error(`${JSON.stringify(example)}: ${describe(issues)}`);\n};\n",
    );
    for event in catalogue.events.values() {
        let name = literal(&Value::from(event.name.value.as_str()));
        let mut take = |validator: &str, message: &Message| {
            for example in &message.examples {
                let _ = writeln!(text, "take({validator}, {});", literal(&example.value));
            }
        };
        if let Some(message) = &event.server {
            take(&format!("fromServer[{name}]"), message);
        }
        if let Some(message) = event.client.as_ref().filter(|_| event.client_sends()) {
            take(&format!("fromClient[{name}]"), message);
        }
        let acks = event.server_ack().filter(|_| event.client_sends()).or_else(|| event.client_ack());
        if let Some(message) = acks {
            take(&format!("own.{}Ack", event_spec::words::camel(&event.name)), message);
        }
    }
    text
}

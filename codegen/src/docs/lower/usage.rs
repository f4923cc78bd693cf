//! How to send an event and how to take it, in a few lines of what is generated.
//!
//! The lines stand for themselves: a comment says what the names in them are, and everything else is as it is written in
//! a program that uses the generated crate or package.

use event_spec::catalogue::{
    Answer, Binding, Catalogue, ChannelRoute, Consumer, Envelope, Event, Message, Payload, Route, Transport,
};
use event_spec::types::Type;
use event_spec::words;
use serde_json::Value;

use super::context::Context;
use super::wire;
use crate::docs::page::{Block, Language, Sample};
use crate::rust::ident;

/// The lines for each way in which an event travels, if it does.
pub fn block(context: &Context, event: &Event) -> Option<Block> {
    let catalogue = context.catalogue;
    let mut samples = Vec::new();
    if let Some(server) = &event.server {
        samples.push(sample("Sending it", Language::Rust, emit(context, event)));
        samples.push(sample("Taking it", Language::TypeScript, listen(catalogue, event, server)));
    }
    if let Some(client) = event.client.as_ref().filter(|_| event.client_sends()) {
        samples.push(sample("Sending it", Language::TypeScript, send(catalogue, event, client)));
        samples.push(sample("Taking it", Language::Rust, handle(context, event)));
    }
    (!samples.is_empty()).then_some(Block::Samples(samples))
}

fn sample(label: &'static str, language: Language, code: String) -> Sample {
    Sample { label, language, code }
}

/// A consumer that listens to everything that it must.
pub fn consumer(catalogue: &Catalogue, consumer: &Consumer) -> Block {
    let socket = match catalogue.transport {
        Transport::SocketIo { .. } => "socket",
        Transport::WebSocket { .. } => "client",
    };
    let mut lines = vec![format!("const stop = listen({socket}, {}, {{", words::camel(&consumer.name))];
    for name in &consumer.listens {
        let message = catalogue.events[name.as_str()].server.as_ref();
        let parameters = message.map(|message| parameters(&message.payload)).unwrap_or_default();
        lines.push(format!("  {}: ({parameters}) => {{}},", literal(name)));
    }
    lines.push("});".to_owned());
    Block::Code(Language::TypeScript, lines.join("\n"))
}

fn emit(context: &Context, event: &Event) -> String {
    let mut lines = vec![format!("// event: events::{}", context.rust.event(&event.name).main)];
    let channel = if let Route::Channel(route) = &event.route {
        lines.push(format!("let channel = event.to({});", given(route)));
        "Some(&channel.address())"
    } else {
        "None"
    };
    lines.push(match context.catalogue.envelope {
        None => "let frame = frame::encode(&event);".to_owned(),
        Some(_) => format!("let frame = frame::encode_in(&event, &meta, {channel});"),
    });
    lines.join("\n")
}

/// What the payload does not carry of a channel's parameters.
fn given(route: &ChannelRoute) -> String {
    let names = route.bindings.values().filter_map(|binding| match binding {
        Binding::Given(name) => Some(ident::snake(name)),
        Binding::Field(_) => None,
    });
    names.collect::<Vec<_>>().join(", ")
}

fn listen(catalogue: &Catalogue, event: &Event, server: &Message) -> String {
    let name = literal(&event.name);
    match (&catalogue.transport, &catalogue.envelope) {
        (Transport::SocketIo { .. }, None) => {
            let parameters = parameters(&server.payload);
            let shown = parameters.trim_start_matches('.');
            match (event.client_ack(), parameters) {
                (None, _) => format!("socket.on({name}, ({parameters}) => console.log({shown}));"),
                (Some(_), "") => format!("socket.on({name}, (ack) => ack(answer));"),
                (Some(_), "payload") => format!("socket.on({name}, (payload, ack) => ack(answer));"),
                (Some(_), _) => format!("socket.on({name}, (...args) => args.at(-1)(answer));"),
            }
        }
        (Transport::SocketIo { .. }, Some(_)) if event.client_ack().is_some() => {
            format!("socket.on({name}, (envelope, ack) => ack(answer));")
        }
        (Transport::SocketIo { .. }, Some(envelope)) => match &server.payload {
            Payload::Empty => format!("socket.on({name}, (envelope) => console.log(envelope));"),
            _ => format!("socket.on({name}, (envelope) => console.log(envelope{}));", member(&envelope.payload)),
        },
        // A failure lies beside the payload, where there is one.
        (Transport::WebSocket { .. }, Some(Envelope { error: Some(error), .. }))
            if wire::reports_failure(catalogue, event) =>
        {
            let (parameters, failure) = (parameters(&server.payload), member(&error.key));
            let before = if parameters.is_empty() { String::new() } else { format!("{parameters}, ") };
            format!("client.on({name}, ({before}meta) => console.log(meta{failure}));")
        }
        (Transport::WebSocket { .. }, _) => match parameters(&server.payload) {
            "" => format!("client.on({name}, () => console.log({name}));"),
            parameters => format!("client.on({name}, ({parameters}) => console.log({parameters}));"),
        },
    }
}

fn send(catalogue: &Catalogue, event: &Event, client: &Message) -> String {
    let name = literal(&event.name);
    let parameters = match (&catalogue.transport, catalogue.client_envelope()) {
        (Transport::SocketIo { .. }, Some(_)) => "envelope",
        _ => parameters(&client.payload),
    };
    let arguments = if parameters.is_empty() { name } else { format!("{name}, {parameters}") };
    match (&catalogue.transport, &event.answer) {
        (Transport::WebSocket { .. }, Answer::Event(answer)) => {
            let answer = catalogue.events.get(answer.as_str()).and_then(|event| event.server.as_ref());
            let is_empty = answer.is_none_or(|message| matches!(message.payload, Payload::Empty));
            let taken = if is_empty { "" } else { "const answer = " };
            format!("{taken}await client.request({arguments});")
        }
        (Transport::WebSocket { .. }, _) => format!("client.emit({arguments});"),
        (_, Answer::Ack(_)) => format!("const ack = await socket.emitWithAck({arguments});"),
        _ => format!("socket.emit({arguments});"),
    }
}

/// The method to write in `impl ClientHandler`.
fn handle(context: &Context, event: &Event) -> String {
    let names = context.rust.event(&event.name);
    let taken = names.client.as_ref().unwrap_or(&names.main);
    let answer = match &event.answer {
        Answer::Ack(ack) => match (&names.ack, &ack.payload) {
            (Some(own), _) => own,
            (None, Payload::One(Type::Named(id))) => context.rust.ty(*id).1,
            (None, _) => "()",
        },
        Answer::None | Answer::Event(_) => "()",
    };
    let method = ident::snake(&event.name);
    format!(
        "async fn {method}(&self, from: &Self::Connection, event: {taken}) -> Result<{answer}, Self::Error> {{ .. }}"
    )
}

/// The names that a listener gives to an event's arguments.
fn parameters(payload: &Payload) -> &'static str {
    match payload {
        Payload::Empty => "",
        Payload::One(_) => "payload",
        Payload::Args(_) => "...args",
    }
}

/// A string literal of JavaScript.
fn literal(words: &str) -> String {
    Value::from(words).to_string()
}

/// The access of a property.
fn member(key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|ch| ch.is_ascii_alphabetic() || ch == '_');
    if plain { format!(".{key}") } else { format!("[{}]", literal(key)) }
}

//! What waits, asks, enters and leaves: written by hand in `internal/`, bound here to the contract.

use std::collections::HashSet;

use super::{Doc, interface, syntax};
use crate::output::Text;
use crate::typescript::model::{Carried, Former, Member, Module, Move, Way, Wire};

/// A helper: its name, the type that `internal/helpers.d.ts` gives it, and what it is for.
struct Helper {
    name: &'static str,
    ty: &'static str,
    doc: &'static str,
}

const ON: Helper = Helper {
    name: "on",
    ty: "On<EventContract>",
    doc: "Listens to an event; the handler gets what that of `listen` gets. The function that it gives ends that.",
};

const ONCE: Helper = Helper {
    name: "once",
    ty: "On<EventContract>",
    doc: "Listens to an event once. The function that it gives ends that before.",
};

const WAIT_FOR: Helper = Helper {
    name: "waitFor",
    ty: "WaitFor<EventContract>",
    doc: "The payload of the next event that fits. Rejects with a `TimeoutError` where none comes in time.",
};

const EVENTS: Helper = Helper {
    name: "events",
    ty: "Events<EventContract>",
    doc: "The payloads of an event one after the other, for `for await`. What comes between two of them waits; if too \
          much waits, the reader gets that and then an `OverflowError`.",
};

const REQUEST: Helper = Helper {
    name: "request",
    ty: "Request<EventContract>",
    doc: "Sends an event and waits for its answer. Rejects with a `RefusedError` where the server refuses, with a \
          `TimeoutError`, or with a `DisconnectedError` where the connection is lost meanwhile.",
};

const JOIN: Helper = Helper {
    name: "join",
    ty: "Move<EventContract, \"join\">",
    doc: "Enters a channel by the event that the contract has for it. Rejects like `request`, also where the answer \
          says `success: false`.",
};

const LEAVE: Helper = Helper {
    name: "leave",
    ty: "Move<EventContract, \"leave\">",
    doc: "Leaves a channel by the event that the contract has for it. It is not recovered any more.",
};

const WARNINGS: Helper = Helper {
    name: "warnings",
    ty: "Warnings",
    doc: "Says on the console what a compiler would have said: names that are not in the contract, names that end, and \
          a server of another version. For development. The function that it gives ends that.",
};

/// Stands for any channel: no channel can have this name.
const ANY: &str = "*";

/// Declares what the contract has of them.
pub fn declare(text: &mut Text, module: &Module) {
    declare_answers(text, module);
    declare_memberships(text, module);
    declare_contract(text, module);
    for Helper { name, ty, doc } in helpers(module) {
        Doc::new(*doc).emit(text);
        text.line(format!("export declare const {name}: helpers.{ty};"));
        text.blank();
    }
    if module.is_socket_io() {
        text.line("export { recoverable, type Recovery, type RecoveryOptions } from \"./internal/recovery.js\";");
    }
    text.line(format!("export {{ {} }} from \"./internal/errors.js\";", errors(module)));
    text.blank();
}

fn helpers(module: &Module) -> impl Iterator<Item = &'static Helper> {
    let asks = asks(module);
    let joins = module.moves.iter().any(|one| one.join.is_some());
    let leaves = module.moves.iter().any(|one| one.leave.is_some());
    [
        (&ON, true),
        (&ONCE, true),
        (&WAIT_FOR, true),
        (&EVENTS, true),
        (&REQUEST, asks),
        (&JOIN, joins),
        (&LEAVE, leaves),
        (&WARNINGS, true),
    ]
    .into_iter()
    .filter_map(|(helper, is_there)| is_there.then_some(helper))
}

/// Whether any event of clients is answered.
fn asks(module: &Module) -> bool {
    !module.client.acks.is_empty() || !module.client.answers.is_empty()
}

fn errors(module: &Module) -> &'static str {
    if asks(module) || !module.moves.is_empty() {
        "DisconnectedError, OverflowError, RefusedError, TimeoutError"
    } else {
        "OverflowError, TimeoutError"
    }
}

fn declare_answers(text: &mut Text, module: &Module) {
    if module.client.answers.is_empty() {
        return;
    }
    let answer =
        |(event, ty): &(String, Option<String>)| member(event, ty.clone().unwrap_or_else(|| "void".to_owned()));
    let members: Vec<Member> = module.client.answers.iter().map(answer).collect();
    let doc = Doc::new("What comes as the answer to each event of clients that is answered.");
    interface(text, &doc, "ClientAnswers", &members, None);
}

fn declare_memberships(text: &mut Text, module: &Module) {
    if module.moves.is_empty() {
        return;
    }
    let one = |one: &Move| {
        let mut parts = vec![format!("address: {}", one.address)];
        for (name, way) in [("join", &one.join), ("leave", &one.leave)] {
            parts.extend(way.as_ref().map(|way| format!("{name}: {}", syntax::string(&way.event))));
        }
        member(one.channel.as_deref().unwrap_or(ANY), format!("{{ {} }}", parts.join("; ")))
    };
    let members: Vec<Member> = module.moves.iter().map(one).collect();
    let doc = Doc::new("By which events clients enter and leave each channel.");
    interface(text, &doc, "ChannelMemberships", &members, None);
}

fn declare_contract(text: &mut Text, module: &Module) {
    let when = |is: bool, ty: &str| if is { ty.to_owned() } else { "{}".to_owned() };
    let (server, client) = (&module.server, &module.client);
    let handlers = match &module.wire {
        Wire::Bare | Wire::Frames(_) => "ServerToClientEvents".to_owned(),
        Wire::Enveloped(envelope) => {
            format!("helpers.Opened<ServerToClientEvents, {}>", syntax::string(&envelope.payload))
        }
    };
    let sends = match &module.wire {
        Wire::Enveloped(envelope) if envelope.clients && !client.payloads.is_empty() => {
            "{ [E in keyof ClientPayloads]: ClientEnvelope<E> }".to_owned()
        }
        _ => when(!client.payloads.is_empty(), "ClientPayloads"),
    };
    let answers = if client.answers.is_empty() {
        when(!client.acks.is_empty(), "helpers.Answers<ClientAcks>")
    } else {
        "ClientAnswers".to_owned()
    };
    let transport = if module.is_socket_io() { "\"socket.io\"" } else { "\"websocket\"" };
    let members = [
        member("transport", transport.to_owned()),
        member("handlers", handlers),
        member("payloads", when(!server.payloads.is_empty(), "ServerPayloads")),
        member("arguments", when(!server.arguments.is_empty(), "ServerArguments")),
        member("sends", sends),
        member("sendsArguments", when(!client.arguments.is_empty(), "ClientArguments")),
        member("answers", answers),
        member("memberships", when(!module.moves.is_empty(), "ChannelMemberships")),
        member("consumers", when(!module.consumers.is_empty(), "ConsumerHandlers")),
    ];
    interface(text, &Doc::new("The contract, as its helpers take it."), "EventContract", &members, None);
}

fn member(key: &str, ty: String) -> Member {
    Member { doc: Doc::default(), key: key.to_owned(), optional: false, ty }
}

/// Defines the same.
pub fn script(text: &mut Text, module: &Module) {
    bind(text, "on", "event, handler");
    bind(text, "once", "event, handler");
    bind(text, "waitFor", "event, options");
    bind(text, "events", "event, options");
    let ask = if module.is_socket_io() { "request" } else { "ask" };
    if asks(module) {
        text.line("export const request = (socket, event, payload, options) =>");
        text.line(format!("  helpers.{ask}(wire, socket, event, payload, options);"));
    }
    text.blank();
    moves(text, module, ask);
    warnings(text, module);
    if module.is_socket_io() {
        text.line("export { recoverable } from \"./internal/recovery.js\";");
    }
    text.line(format!("export {{ {} }} from \"./internal/errors.js\";", errors(module)));
    text.blank();
}

fn bind(text: &mut Text, name: &str, args: &str) {
    text.line(format!("export const {name} = (socket, {args}) => helpers.{name}(wire, socket, {args});"));
}

fn moves(text: &mut Text, module: &Module, ask: &str) {
    if module.moves.is_empty() {
        return;
    }
    text.block("const moves = {", "};", |text| {
        for one in &module.moves {
            let channel = one.channel.as_deref().unwrap_or(ANY);
            text.block(format!("{}: {{", syntax::literal_key(channel)), "},", |text| {
                for (name, way) in [("join", &one.join), ("leave", &one.leave)] {
                    if let Some(way) = way {
                        text.line(format!("{name}: {},", self::way(way)));
                    }
                }
            });
        }
    });
    text.blank();
    text.line(format!("const contract = {{ wire, moves, parseChannel, ask: helpers.{ask} }};"));
    text.blank();
    for name in ["join", "leave"] {
        if helpers(module).any(|helper| helper.name == name) {
            text.line(format!("export const {name} = (socket, address, options) =>"));
            text.line(format!("  helpers.{name}(contract, socket, address, options);"));
        }
    }
    text.blank();
}

/// `{ event: "room.join", payload: (params) => ({ room_id: params.room_id }), answered: true }`
fn way(way: &Way) -> String {
    let payload = match &way.carries {
        Carried::Address => "(params, address) => address".to_owned(),
        Carried::Fields(fields) => {
            let field = |(param, field): &(String, String)| {
                format!("{}: params{}", syntax::literal_key(field), syntax::member(param))
            };
            format!("(params) => ({{ {} }})", fields.iter().map(field).collect::<Vec<_>>().join(", "))
        }
    };
    let answered = if way.answered { ", answered: true" } else { "" };
    format!("{{ event: {}, payload: {payload}{answered} }}", syntax::string(&way.event))
}

fn warnings(text: &mut Text, module: &Module) {
    let former: Vec<&Former> = module.server.former.iter().chain(&module.client.former).collect();
    if !former.is_empty() {
        let mut seen = HashSet::new();
        text.block("const former = {", "};", |text| {
            for Former { name, instead, until } in former.iter().filter(|former| seen.insert(&former.name)) {
                let (instead, until) = (syntax::string(instead), syntax::string(until));
                text.line(format!("{}: [{instead}, {until}],", syntax::literal_key(name)));
            }
        });
        text.blank();
    }
    let has_aliases = [&module.server, &module.client].iter().any(|side| !side.aliases.is_empty());
    let mut parts = vec![format!("name: {}", syntax::string(&module.stem))];
    parts.extend(["version", "fingerprint", "serverEvents", "clientEvents"].map(str::to_owned));
    parts.extend(has_aliases.then(|| "aliases".to_owned()));
    parts.extend((!former.is_empty()).then(|| "former".to_owned()));
    text.line("export const warnings = (socket, options) =>");
    text.line(format!("  helpers.warnings({{ {} }}, socket, options);", parts.join(", ")));
    text.blank();
}

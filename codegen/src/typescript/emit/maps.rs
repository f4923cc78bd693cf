//! Payloads by event name, and the listener maps that are made of them.
//!
//! An interface under a mapped type is the form that the compiler checks fastest: it resolves the events that a program
//! uses and no others.

use super::{Doc, alias, interface, syntax};
use crate::output::Text;
use crate::typescript::model::{Member, Module, Side, Wire};

/// Who sends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sender {
    Server,
    Client,
}

impl Sender {
    fn name(self) -> &'static str {
        match self {
            Self::Server => "Server",
            Self::Client => "Client",
        }
    }

    fn sends(self) -> &'static str {
        match self {
            Self::Server => "the server sends",
            Self::Client => "clients send",
        }
    }
}

/// Declares payloads, acknowledgements, wrong names and names of both sides.
pub fn declare_payloads(text: &mut Text, module: &Module) {
    declare_side(text, &module.server, Sender::Server);
    declare_side(text, &module.client, Sender::Client);
    Doc::new("The name of any event that travels over the socket.").emit(text);
    text.line("export type EventName = ServerEventName | ClientEventName;");
    text.blank();
    declare_names(text, module);
}

fn declare_side(text: &mut Text, side: &Side, sender: Sender) {
    let (name, sends) = (sender.name(), sender.sends());
    let mut keys = Vec::new();
    if !side.payloads.is_empty() || side.arguments.is_empty() {
        let doc = Doc::new(format!("The payload of each event that {sends}."));
        interface(text, &doc, &format!("{name}Payloads"), &side.payloads, None);
        keys.push((Doc::default(), format!("keyof {name}Payloads")));
    }
    if !side.arguments.is_empty() {
        let doc = Doc::new(format!("The arguments of each event that {sends} without a payload, or with several."));
        interface(text, &doc, &format!("{name}Arguments"), &side.arguments, None);
        keys.push((Doc::default(), format!("keyof {name}Arguments")));
    }
    if !side.acks.is_empty() {
        let members: Vec<Member> = side.acks.iter().map(|ack| ack.member.clone()).collect();
        let doc = Doc::new(format!("How each event that {sends} is acknowledged."));
        interface(text, &doc, &format!("{name}Acks"), &members, None);
    }
    let hints = [
        (&side.aliases, "Aliases", "Names that are not in the contract, each with the right one."),
        (
            &side.through_rest,
            "ThroughRest",
            "Events that clients cause with a request, and never send over the socket.",
        ),
    ];
    for (hints, suffix, doc) in hints.into_iter().filter(|(hints, ..)| !hints.is_empty()) {
        let member = |hint: &crate::typescript::model::Hint| Member {
            doc: hint.doc.clone(),
            key: hint.name.clone(),
            optional: false,
            ty: syntax::string(&hint.instead),
        };
        let members: Vec<Member> = hints.iter().map(member).collect();
        interface(text, &Doc::new(doc), &format!("{name}{suffix}"), &members, None);
    }
    Doc::new(format!("The name of an event that {sends}.")).emit(text);
    alias(text, &format!("{name}EventName"), '|', &keys);
}

fn declare_names(text: &mut Text, module: &Module) {
    Doc::new("Every name that the server sends.").emit(text);
    text.line("export declare const serverEvents: readonly ServerEventName[];");
    text.blank();
    Doc::new("Every name that clients send.").emit(text);
    text.line("export declare const clientEvents: readonly ClientEventName[];");
    text.blank();
    let sides = [(&module.server, Sender::Server), (&module.client, Sender::Client)];
    let parts: Vec<String> = sides
        .iter()
        .filter(|(side, _)| !side.aliases.is_empty())
        .map(|(_, sender)| format!("{}Aliases", sender.name()))
        .collect();
    if !parts.is_empty() {
        Doc::new("Every wrong name with the right one.").emit(text);
        text.line(format!("export declare const aliases: Readonly<{}>;", parts.join(" & ")));
        text.blank();
    }
}

/// Declares the listener maps of both directions.
pub fn declare_maps(text: &mut Text, module: &Module) {
    let (listen, emit) = if module.is_socket_io() {
        (
            "What clients listen to: `Socket<ServerToClientEvents, ClientToServerEvents>` of socket.io-client.",
            "What clients emit: `Server<ClientToServerEvents, ServerToClientEvents>` of socket.io.",
        )
    } else {
        ("What clients listen to, as functions.", "What clients send, as functions.")
    };
    Doc::new(listen).emit(text);
    alias(text, "ServerToClientEvents", '&', &parts(module, &module.server, Sender::Server));
    Doc::new(emit).emit(text);
    alias(text, "ClientToServerEvents", '&', &parts(module, &module.client, Sender::Client));
}

fn parts(module: &Module, side: &Side, sender: Sender) -> Vec<(Doc, String)> {
    let name = sender.name();
    let mut parts = Vec::new();
    let mut map = |keys: String, parameters: &[&str]| {
        parts.push(format!("{{ [E in {keys}]: ({}) => void }}", parameters.join(", ")));
    };
    let groups = [(true, "Payloads", side.payloads.len()), (false, "Arguments", side.arguments.len())];
    for (of_payload, suffix, count) in groups {
        let acked = side.acks.iter().filter(|ack| ack.of_payload == of_payload).count();
        let keys = format!("keyof {name}{suffix}");
        let own = parameters(module, sender, of_payload);
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        if acked == 0 && count > 0 {
            map(keys, &own);
        } else if acked > 0 {
            if acked < count {
                map(format!("Exclude<{keys}, keyof {name}Acks>"), &own);
            }
            let both = if acked == side.acks.len() {
                format!("keyof {name}Acks")
            } else {
                format!("{keys} & keyof {name}Acks")
            };
            let ack = format!("ack: {name}Acks[E]");
            let spread = format!("...args: [...args: {name}Arguments[E], {ack}]");
            let is_spread = own.first().is_some_and(|first| first.starts_with("..."));
            map(both, &if is_spread { vec![spread.as_str()] } else { own.into_iter().chain([ack.as_str()]).collect() });
        }
    }
    if !side.aliases.is_empty() {
        let hint = format!("`${{A}} is called ${{{name}Aliases[A]}}`");
        parts.push(format!("{{ [A in keyof {name}Aliases]: NotInContract<{hint}> }}"));
    }
    if !side.through_rest.is_empty() {
        let hint =
            format!("`${{E}} goes through ${{{name}ThroughRest[E]}}: what is sent over the socket is not stored`");
        parts.push(format!("{{ [E in keyof {name}ThroughRest]: NotInContract<{hint}> }}"));
    }
    if parts.is_empty() {
        parts.push("{}".to_owned());
    }
    parts.into_iter().map(|part| (Doc::default(), part)).collect()
}

/// The parameters of an event's listener.
fn parameters(module: &Module, sender: Sender, of_payload: bool) -> Vec<String> {
    let name = sender.name();
    let bare = || {
        if of_payload { format!("payload: {name}Payloads[E]") } else { format!("...args: {name}Arguments[E]") }
    };
    match &module.wire {
        Wire::Bare => vec![bare()],
        Wire::Enveloped(_) if sender == Sender::Client && module.clients_are_bare() => vec![bare()],
        Wire::Enveloped(_) if of_payload => vec![format!("envelope: {name}Envelope<E>")],
        Wire::Enveloped(_) => vec![format!("envelope: Header<E{}>", super::frames::route(module, name))],
        Wire::Frames(envelope) => {
            let payload = of_payload.then(|| format!("payload: {name}Payloads[E]"));
            let mark = if sender == Sender::Client && !envelope.needs_meta() { "?" } else { "" };
            let meta = envelope.has_meta().then(|| format!("meta{mark}: Meta"));
            payload.into_iter().chain(meta).collect()
        }
    }
}

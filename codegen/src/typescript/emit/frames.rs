//! Envelopes, and the text frames of a plain WebSocket.

use super::{Doc, alias, interface, syntax};
use crate::output::Text;
use crate::typescript::model::{Envelope, Member, Module, Side, Wire};

/// Declares how an event lies in an object.
pub fn declare_envelope(text: &mut Text, module: &Module, envelope: &Envelope) {
    let optional =
        |key: &String, ty: &str| Member { doc: Doc::default(), key: key.clone(), optional: true, ty: ty.to_owned() };
    let required = |key: &String, ty: &str| Member { optional: false, ..optional(key, ty) };
    let channel_type = if module.channels.is_empty() { "string" } else { "ChannelAddress" };
    let priority_type = if module.priorities.is_empty() { "string" } else { "PriorityName" };
    if envelope.has_meta() {
        let mut meta = envelope.meta.clone();
        meta.extend(envelope.error.clone().map(|error| Member { optional: true, ..error }));
        meta.extend(envelope.channel.as_ref().map(|key| optional(key, channel_type)));
        meta.extend(envelope.priority.as_ref().map(|key| optional(key, priority_type)));
        interface(text, &envelope.doc, "Meta", &meta, envelope.open.then_some("unknown"));
    }
    let extends = if envelope.has_meta() { " extends Meta" } else { "" };
    let mut header = vec![required(&envelope.name, "Name")];
    let mut generics = String::new();
    if module.has_routes() {
        let (route, members) = route_members(envelope, channel_type, priority_type);
        interface(text, &Doc::new("Where an event goes."), "Route", &route, None);
        header.extend(members);
        generics.push_str(", To extends Route = Route");
        declare_routes(text, envelope, &module.server, "Server");
    }
    let doc = Doc::new("An event without a payload, as it lies on the wire.");
    interface(text, &doc, &format!("Header<Name extends string{generics}>{extends}"), &header, None);
    let doc = Doc::new("An event as it lies on the wire.");
    let (generics, to) = if module.has_routes() { (generics.as_str(), ", To") } else { ("", "") };
    let name = format!("Envelope<Name extends string, Payload{generics}> extends Header<Name{to}>");
    interface(text, &doc, &name, &[required(&envelope.payload, "Payload")], None);
    for (side, name, sends) in
        [(&module.server, "Server", "the server sends"), (&module.client, "Client", "clients send")]
    {
        if side.payloads.is_empty() || (name == "Client" && !envelope.clients) {
            continue;
        }
        let route = route(module, name);
        Doc::new(format!("The envelope of an event that {sends}.")).emit(text);
        text.line(format!(
            "export type {name}Envelope<E extends keyof {name}Payloads> = Envelope<E, {name}Payloads[E]{route}>;"
        ));
        text.blank();
    }
}

/// The type argument that says where an event `E` goes, where the wire says so of what this side sends.
pub fn route(module: &Module, side: &str) -> &'static str {
    if module.has_routes() && side == "Server" { ", ServerRoutes[E]" } else { "" }
}

fn route_members(envelope: &Envelope, channel: &str, priority: &str) -> (Vec<Member>, Vec<Member>) {
    let member = |key: &str, optional, ty: String| Member { doc: Doc::default(), key: key.to_owned(), optional, ty };
    let (mut route, mut header) = (Vec::new(), Vec::new());
    for (key, name, ty) in [(&envelope.channel, "channel", channel), (&envelope.priority, "priority", priority)] {
        let Some(key) = key else { continue };
        route.push(member(name, false, ty.to_owned()));
        header.push(member(key, true, format!("To[\"{name}\"]")));
    }
    (route, header)
}

fn declare_routes(text: &mut Text, envelope: &Envelope, side: &Side, name: &str) {
    let member = |route: &crate::typescript::model::Route| {
        let channel = envelope.channel.as_ref().map(|_| format!("channel: {}", route.channel));
        let priority = envelope.priority.as_ref().map(|_| format!("priority: {}", route.priority));
        let parts: Vec<String> = channel.into_iter().chain(priority).collect();
        Member {
            doc: Doc::default(),
            key: route.event.clone(),
            optional: false,
            ty: format!("{{ {} }}", parts.join("; ")),
        }
    };
    let members: Vec<Member> = side.routes.iter().map(member).collect();
    let doc = Doc::new("Where each event of the server goes, and how urgent it is.");
    interface(text, &doc, &format!("{name}Routes"), &members, None);
}

/// Declares the frames of both sides, and what writes and reads them.
pub fn declare_frames(text: &mut Text, module: &Module, envelope: &Envelope) {
    for (side, name, sends) in
        [(&module.server, "Server", "the server sends"), (&module.client, "Client", "clients send")]
    {
        let mut parts = Vec::new();
        if !side.payloads.is_empty() {
            parts.push(format!("{{ [E in keyof {name}Payloads]: {name}Envelope<E> }}[keyof {name}Payloads]"));
        }
        if !side.arguments.is_empty() {
            let route = route(module, name);
            parts.push(format!("{{ [E in keyof {name}Arguments]: Header<E{route}> }}[keyof {name}Arguments]"));
        }
        if parts.is_empty() {
            parts.push("never".to_owned());
        }
        Doc::new(format!("Any frame that {sends}: its `{}` tells which.", envelope.name)).emit(text);
        let parts: Vec<_> = parts.into_iter().map(|part| (Doc::default(), part)).collect();
        alias(text, &format!("{name}Frame"), '|', &parts);
    }
    let payload =
        Member { doc: Doc::default(), key: envelope.payload.clone(), optional: true, ty: "unknown".to_owned() };
    let doc = Doc::new("A frame whose name is not in the contract: newer than this client, or wrong.");
    interface(text, &doc, "UnknownFrame extends Header<string>", std::slice::from_ref(&payload), None);
    let mut kinds = vec![
        "{ readonly kind: \"event\"; readonly frame: ServerFrame }".to_owned(),
        "{ readonly kind: \"unknown\"; readonly frame: UnknownFrame }".to_owned(),
        "{ readonly kind: \"malformed\"; readonly data: unknown }".to_owned(),
    ];
    if let Some(error) = &envelope.error {
        let doc = Doc::new("A frame that reports a failure.");
        interface(text, &doc, "ErrorFrame extends Header<string>", &[error.clone(), payload], None);
        kinds.insert(1, "{ readonly kind: \"error\"; readonly frame: ErrorFrame }".to_owned());
    }
    Doc::new("What came in.").emit(text);
    alias(text, "IncomingFrame", '|', &kinds.into_iter().map(|kind| (Doc::default(), kind)).collect::<Vec<_>>());
    Doc::new("The text of a frame to send.").emit(text);
    text.line("export declare function frame<E extends keyof ClientToServerEvents>(");
    text.line("  name: E,");
    text.line("  ...args: Parameters<ClientToServerEvents[E]>");
    text.line("): string;");
    text.blank();
    Doc::new("Tells what a WebSocket's message is. The payload itself is taken as the contract says.").emit(text);
    text.line("export declare function parseFrame(data: unknown): IncomingFrame;");
    text.blank();
}

/// Defines how events lie on the wire, and what writes and reads frames.
pub fn script(text: &mut Text, module: &Module) {
    wire(text, module);
    if !module.is_socket_io() {
        text.line("export const frame = (name, ...args) => writeFrame(wire, name, args);");
        text.line("export const parseFrame = (data) => readFrame(wire, data);");
        text.blank();
    }
}

/// Defines how events lie on the wire.
pub fn wire(text: &mut Text, module: &Module) {
    let (server, client) = (&module.server, &module.client);
    let mut fields: Vec<(&str, String)> = Vec::new();
    if let Wire::Enveloped(_) = &module.wire {
        fields.push(("enveloped", "true".to_owned()));
    }
    if let Some(envelope) = module.envelope() {
        fields.push(("name", syntax::string(&envelope.name)));
        fields.push(("payload", syntax::string(&envelope.payload)));
        fields.extend(envelope.error.as_ref().map(|error| ("error", syntax::string(&error.key))));
    }
    let frames = !module.is_socket_io();
    fields.extend(frames.then(|| ("names", "/* @__PURE__ */ new Set(serverEvents)".to_owned())));
    let wrapped = module.envelope().is_some();
    fields.extend(set("withoutPayload", names(server, |count| count == 0), wrapped));
    if frames {
        fields.extend(set("sentWithoutPayload", names(client, |count| count == 0), true));
    }
    let several = names(server, |count| count > 1);
    if !several.is_empty() {
        let counts = server.counts.iter().filter(|(_, count)| *count > 1);
        let counts: Vec<String> =
            counts.map(|(name, count)| format!("{}: {count}", syntax::literal_key(name))).collect();
        fields.push(("several", format!("{{ {} }}", counts.join(", "))));
    }
    fields.extend(set("sentSeveral", names(client, |count| count > 1), false));
    if fields.is_empty() {
        text.line("const wire = {};");
    } else {
        text.block("const wire = {", "};", |text| {
            for (name, value) in fields {
                text.line(format!("{name}: {value},"));
            }
        });
    }
    text.blank();
}

/// The names of the events with so many arguments.
fn names(side: &Side, fits: fn(usize) -> bool) -> Vec<String> {
    side.counts.iter().filter(|(_, count)| fits(*count)).map(|(name, _)| syntax::string(name)).collect()
}

fn set(name: &'static str, items: Vec<String>, always: bool) -> Option<(&'static str, String)> {
    (always || !items.is_empty()).then(|| (name, format!("new Set([{}])", items.join(", "))))
}

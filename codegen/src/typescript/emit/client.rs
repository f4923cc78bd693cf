//! `P/<catalogue>/client`: the contract, as the client of a plain WebSocket takes it.

use super::{alias, frames, header, interface, syntax};
use crate::output::Text;
use crate::typescript::entries::Files;
use crate::typescript::model::{Declaration, Dialogue, Envelope, Member, Membership, Module, Place, Shape, Wire};
use crate::typescript::tsdoc::Doc;

/// What all of them share, written by hand.
pub const SHARED: &[(&str, &str)] = &[
    ("internal/client/address.js", include_str!("../internal/client/address.js")),
    ("internal/client/backoff.js", include_str!("../internal/client/backoff.js")),
    ("internal/client/client.js", include_str!("../internal/client/client.js")),
    ("internal/client/heartbeat.js", include_str!("../internal/client/heartbeat.js")),
    ("internal/client/link.js", include_str!("../internal/client/link.js")),
    ("internal/client/listeners.js", include_str!("../internal/client/listeners.js")),
    ("internal/client/names.js", include_str!("../internal/client/names.js")),
    ("internal/client/notices.js", include_str!("../internal/client/notices.js")),
    ("internal/client/outbox.js", include_str!("../internal/client/outbox.js")),
    ("internal/client/pace.js", include_str!("../internal/client/pace.js")),
    ("internal/client/positions.js", include_str!("../internal/client/positions.js")),
    ("internal/client/queue.js", include_str!("../internal/client/queue.js")),
    ("internal/client/requests.js", include_str!("../internal/client/requests.js")),
    ("internal/client/types.d.ts", include_str!("../internal/client/types.d.ts")),
    ("internal/client/world.js", include_str!("../internal/client/world.js")),
];

/// Whether a catalogue has one.
pub fn fits(module: &Module) -> bool {
    matches!(module.wire, Wire::Frames(_))
}

/// Prints the module.
pub fn files(module: &Module) -> Files {
    let Wire::Frames(envelope) = &module.wire else {
        panic!("the table asks for a client of plain WebSocket contracts alone");
    };
    Files { declarations: declarations(module, envelope), script: script(module) }
}

fn declarations(module: &Module, envelope: &Envelope) -> String {
    let mut text = Text::new("  ");
    header(&mut text, module);
    let mut own = vec!["ClientToServerEvents", "IncomingFrame", "ServerToClientEvents"];
    let has_payloads = !module.client.payloads.is_empty() || module.client.arguments.is_empty();
    own.extend(has_payloads.then_some("ClientPayloads"));
    let has_answers = !module.client.answers.is_empty();
    own.extend(has_answers.then_some("ClientAnswers"));
    let asks = module.handshake.as_ref().is_some_and(asks_in_query);
    own.extend(asks.then_some("Handshake"));
    own.extend(envelope.has_meta().then_some("Meta"));
    own.sort_unstable();
    text.line(format!("import type {{ {} }} from \"../{}.js\";", own.join(", "), module.stem));
    text.line("import type * as client from \"../internal/client/types.js\";");
    text.blank();
    text.line("export { NotSentError } from \"../internal/client/types.js\";");
    text.line("export type { Close, ConnectionState, Fate, HubEvents, HubRefusal, Reason } from \"../internal/client/types.js\";");
    text.blank();
    let when = |is: bool, ty: &str| if is { ty.to_owned() } else { "{}".to_owned() };
    let members = [
        member("listen", "ServerToClientEvents"),
        member("emit", "ClientToServerEvents"),
        member("payloads", &when(has_payloads, "ClientPayloads")),
        member("answers", &when(has_answers, "ClientAnswers")),
        member("meta", &when(envelope.has_meta(), "Meta")),
        member("query", &when(asks, "Handshake[\"query\"]")),
        member("incoming", "IncomingFrame"),
    ];
    interface(&mut text, &Doc::new("The contract, as the types of its client take it."), "Contract", &members, None);
    Doc::new("A connection that comes back.").emit(&mut text);
    alias(&mut text, "Client", '&', &[(Doc::default(), "client.Client<Contract>".to_owned())]);
    Doc::new("What can be told of it.").emit(&mut text);
    alias(&mut text, "ConnectOptions", '&', &[(Doc::default(), "client.ConnectOptions<Contract>".to_owned())]);
    let place = match module.contract.iter().find(|constant| constant.name == "path") {
        Some(path) => format!("Connects. A URL without a path gets that of the contract, `{}`.", path.value),
        None => "Connects.".to_owned(),
    };
    Doc::new(place).emit(&mut text);
    let mark = if module.dialogue.asks_for_query { "" } else { "?" };
    text.line(format!("export declare function connect(url: string | URL, options{mark}: ConnectOptions): Client;"));
    text.finish()
}

fn asks_in_query(handshake: &Declaration) -> bool {
    match &handshake.shape {
        Shape::Interface { members, .. } => members.iter().any(|member| member.key == "query"),
        _ => false,
    }
}

fn member(key: &str, ty: &str) -> Member {
    Member { doc: Doc::default(), key: key.to_owned(), optional: false, ty: ty.to_owned() }
}

fn script(module: &Module) -> String {
    let mut text = Text::new("  ");
    header(&mut text, module);
    let dialogue = &module.dialogue;
    let has_aliases = [&module.server, &module.client].iter().any(|side| !side.aliases.is_empty());
    let limits = &module.limits;
    let has_limits = limits.per_user.is_some() || limits.per_connection.is_some() || limits.frame_bytes.is_some();
    let has_path = module.contract.iter().any(|constant| constant.name == "path");
    let has_members = !dialogue.joins.is_empty() || !dialogue.leaves.is_empty();
    let mut own = vec!["clientEvents", "fingerprint", "serverEvents"];
    own.extend(has_aliases.then_some("aliases"));
    own.extend((has_members && !module.channels.is_empty()).then_some("channels"));
    own.extend(has_limits.then_some("limits"));
    own.extend(has_path.then_some("path"));
    own.extend(module.reconnect.is_some().then_some("reconnect"));
    own.sort_unstable();
    text.line(format!("import {{ {} }} from \"../{}.js\";", own.join(", "), module.stem));
    text.line("import { connectTo } from \"../internal/client/client.js\";");
    text.blank();
    text.line("export { NotSentError } from \"../internal/client/requests.js\";");
    text.blank();
    frames::wire(&mut text, module);
    text.block("const contract = {", "};", |text| {
        text.line(format!("name: {},", syntax::string(&module.stem)));
        text.line("wire,");
        text.line("sends: clientEvents,");
        for name in own.iter().filter(|name| !["clientEvents", "serverEvents"].contains(name)) {
            text.line(format!("{name},"));
        }
        self::dialogue(text, dialogue);
    });
    text.blank();
    text.line("export const connect = (url, options) => connectTo(contract, url, options);");
    text.finish()
}

fn dialogue(text: &mut Text, dialogue: &Dialogue) {
    let mut define = |name: &str, entries: Vec<(&str, String)>| {
        if !entries.is_empty() {
            text.block(format!("{name}: {{"), "},", |text| {
                for (key, value) in entries {
                    text.line(format!("{}: {value},", syntax::literal_key(key)));
                }
            });
        }
    };
    let lifetimes = dialogue.lifetimes.iter().map(|(event, life)| (event.as_str(), life.as_millis().to_string()));
    define("answers", dialogue.answers.iter().map(|(event, by)| (event.as_str(), syntax::string(by))).collect());
    define("ttl", lifetimes.collect());
    define("joins", memberships(&dialogue.joins));
    define("leaves", memberships(&dialogue.leaves));
    if let Some(ping) = &dialogue.ping {
        text.line(format!("ping: {},", syntax::string(ping)));
    }
}

fn memberships(list: &[Membership]) -> Vec<(&str, String)> {
    list.iter().map(|member| (member.event.as_str(), membership(member))).collect()
}

/// `["room", { room_id: ["room_id"] }]`
fn membership(member: &Membership) -> String {
    let Some(Place { channel, params }) = &member.channel else { return "[]".to_owned() };
    let way = |keys: &[String]| keys.iter().map(|key| syntax::string(key)).collect::<Vec<_>>().join(", ");
    let params: Vec<String> =
        params.iter().map(|(param, keys)| format!("{}: [{}]", syntax::literal_key(param), way(keys))).collect();
    format!("[{}, {{ {} }}]", syntax::string(channel), params.join(", "))
}

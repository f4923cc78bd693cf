//! What is around the catalogues' modules: the manifest, a page for people, and what the modules share.

use std::collections::BTreeMap;

use event_spec::catalogue::{Event, Message, Payload, Transport};
use event_spec::{Catalogue, Valid};
use serde_json::{Map, Value, json};

use super::emit::client;
use super::model::Module;
use super::{Options, entries, syntax};
use crate::OutputTree;
use crate::output::Text;
use crate::prose;

/// What the modules share, written by hand.
const SHARED: &[(&str, &str)] = &[
    ("internal/ask.js", include_str!("internal/ask.js")),
    ("internal/channel.js", include_str!("internal/channel.js")),
    ("internal/check.js", include_str!("internal/check.js")),
    ("internal/check/containers.js", include_str!("internal/check/containers.js")),
    ("internal/check/dates.js", include_str!("internal/check/dates.js")),
    ("internal/check/refuse.js", include_str!("internal/check/refuse.js")),
    ("internal/check/rules.js", include_str!("internal/check/rules.js")),
    ("internal/check/scalars.js", include_str!("internal/check/scalars.js")),
    ("internal/check/unique.js", include_str!("internal/check/unique.js")),
    ("internal/composables.d.ts", include_str!("internal/composables.d.ts")),
    ("internal/composables.js", include_str!("internal/composables.js")),
    ("internal/connection.js", include_str!("internal/connection.js")),
    ("internal/errors.d.ts", include_str!("internal/errors.d.ts")),
    ("internal/errors.js", include_str!("internal/errors.js")),
    ("internal/events.js", include_str!("internal/events.js")),
    ("internal/frames.js", include_str!("internal/frames.js")),
    ("internal/helpers.d.ts", include_str!("internal/helpers.d.ts")),
    ("internal/helpers.js", include_str!("internal/helpers.js")),
    ("internal/hooks.d.ts", include_str!("internal/hooks.d.ts")),
    ("internal/hooks.js", include_str!("internal/hooks.js")),
    ("internal/join.js", include_str!("internal/join.js")),
    ("internal/listen.js", include_str!("internal/listen.js")),
    ("internal/on.js", include_str!("internal/on.js")),
    ("internal/pending.js", include_str!("internal/pending.js")),
    ("internal/presence.d.ts", include_str!("internal/presence.d.ts")),
    ("internal/presence.js", include_str!("internal/presence.js")),
    ("internal/recoveries.js", include_str!("internal/recoveries.js")),
    ("internal/recovery.d.ts", include_str!("internal/recovery.d.ts")),
    ("internal/recovery.js", include_str!("internal/recovery.js")),
    ("internal/request.js", include_str!("internal/request.js")),
    ("internal/stay.d.ts", include_str!("internal/stay.d.ts")),
    ("internal/stay.js", include_str!("internal/stay.js")),
    ("internal/types.d.ts", include_str!("internal/types.d.ts")),
    ("internal/validated.js", include_str!("internal/validated.js")),
    ("internal/validator.d.ts", include_str!("internal/validator.d.ts")),
    ("internal/validator.js", include_str!("internal/validator.js")),
    ("internal/wait.js", include_str!("internal/wait.js")),
    ("internal/warnings.d.ts", include_str!("internal/warnings.d.ts")),
    ("internal/warnings.js", include_str!("internal/warnings.js")),
    ("internal/wire.js", include_str!("internal/wire.js")),
];

/// Everything but the modules themselves, which were lowered to `modules`.
pub fn package(catalogues: &[&Valid<Catalogue>], modules: &[Module], options: &Options) -> OutputTree {
    let mut tree = OutputTree::default();
    tree.add("package.json", manifest(modules, options));
    tree.add("README.md", readme(catalogues, modules, options));
    let client = if modules.iter().any(client::fits) { client::SHARED } else { &[] };
    for (path, text) in SHARED.iter().chain(client) {
        tree.add(*path, *text);
    }
    tree
}

fn manifest(modules: &[Module], options: &Options) -> String {
    let (mut exports, mut peers) = (Map::new(), BTreeMap::new());
    let mut files = vec!["*.js".to_owned(), "*.d.ts".to_owned(), "internal".to_owned()];
    for module in modules {
        for entry in entries::of(module) {
            let path = entry.path(module);
            // Resolvers take the first condition that fits: types come first.
            let files = json!({ "types": format!("./{path}.d.ts"), "default": format!("./{path}.js") });
            exports.insert(format!("./{path}"), files);
            peers.extend(entry.peers.iter().copied());
        }
        if entries::of(module).any(|entry| entry.name.is_some()) && module.stem != "internal" {
            files.push(module.stem.clone());
        }
    }
    let mut manifest = json!({
        "name": options.package,
        "version": options.version,
        "description": "Contracts of real-time events: payloads, names, channels and listeners, with their types.",
        "type": "module",
        "sideEffects": false,
        "exports": exports,
        "files": files,
    });
    if !peers.is_empty() {
        let optional = |(name, _): (&&str, _)| ((*name).to_owned(), json!({ "optional": true }));
        manifest["peerDependenciesMeta"] = peers.iter().map(optional).collect::<Map<String, Value>>().into();
        manifest["peerDependencies"] = json!(peers);
    }
    format!("{manifest:#}\n")
}

fn readme(catalogues: &[&Valid<Catalogue>], modules: &[Module], options: &Options) -> String {
    let mut text = Text::new("  ");
    let package = &options.package;
    text.line(format!("# {package}"));
    text.blank();
    text.line("<!-- Generated by `eventspec gen`: edits are overwritten. -->");
    text.blank();
    text.line(
        "Contracts of real-time events: payloads, names, channels and listeners, with their types. ES modules, no",
    );
    text.line("build step, no dependency. An entry for each contract:");
    text.blank();
    text.line("| entry | version | what it is for |");
    text.line("|---|---|---|");
    for catalogue in catalogues {
        let summary =
            prose::one_line(catalogue.summary.as_deref().unwrap_or_default()).replace('|', "\\|").replace('<', "&lt;");
        let (name, version) = (&catalogue.name.value, &catalogue.version.value);
        text.line(format!("| `{package}/{name}` | {version} | {summary} |"));
    }
    text.blank();
    beside(&mut text, modules);
    if let Some(catalogue) = catalogues.first() {
        usage(&mut text, catalogue, package);
    }
    text.line(
        "Every entry has the listener maps of both directions, the payload types, `channels` that print and parse",
    );
    text.line(
        "addresses, and for each consumer a constant for `listen`, which asks for a handler of each of its events.",
    );
    text.finish()
}

/// The modules beside the contracts' own.
fn beside(text: &mut Text, modules: &[Module]) {
    let there = |entry: &&entries::Entry| modules.iter().any(|module| (entry.fits)(module));
    let lines = entries::ENTRIES.iter().filter(there).filter_map(|entry| Some((entry.name?, entry)));
    let lines: Vec<(&str, &entries::Entry)> = lines.collect();
    if lines.is_empty() {
        return;
    }
    text.line("And beside each of them, where the contract has a use for it:");
    text.blank();
    text.line("| module | what it has | needs |");
    text.line("|---|---|---|");
    for (name, entry) in lines {
        let peers: Vec<String> = entry.peers.iter().map(|(name, range)| format!("`{name}` {range}")).collect();
        text.line(format!("| `/{name}` | {} | {} |", entry.summary, peers.join(", ").replace('|', "\\|")));
    }
    text.blank();
}

/// How a program listens.
fn usage(text: &mut Text, catalogue: &Catalogue, package: &str) {
    let entry = syntax::string(&format!("{package}/{}", catalogue.name.value));
    let carries_one = |event: &&Event| matches!(&event.server, Some(Message { payload: Payload::One(_), .. }));
    text.line("```ts");
    match catalogue.transport {
        Transport::SocketIo { .. } => {
            text.line("import { io, type Socket } from \"socket.io-client\";");
            text.line(format!("import type {{ ClientToServerEvents, ServerToClientEvents }} from {entry};"));
            text.blank();
            text.line("const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(url);");
            if let Some(event) = catalogue.events.values().find(carries_one) {
                let name = syntax::string(&event.name);
                text.line(format!("socket.on({name}, (payload) => console.log(payload));"));
            }
        }
        Transport::WebSocket { .. } => {
            let entry = syntax::string(&format!("{package}/{}/client", catalogue.name.value));
            text.line(format!("import {{ connect }} from {entry};"));
            text.blank();
            text.line("const client = connect(url, { token });");
            if let Some(event) = catalogue.events.values().find(carries_one) {
                let name = syntax::string(&event.name);
                text.line(format!("client.on({name}, (payload) => console.log(payload));"));
            }
        }
    }
    text.line("```");
    text.blank();
}

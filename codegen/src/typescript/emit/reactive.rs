//! `P/<catalogue>/react` and `P/<catalogue>/vue`: the contract for components.

use super::{Doc, header};
use crate::output::Text;
use crate::typescript::entries::Files;
use crate::typescript::model::Module;

/// A function for components: its name, its type, and what it is for.
struct Function {
    name: &'static str,
    ty: &'static str,
    doc: &'static str,
    /// What of the catalogue's own module it is made of, and its further parameters.
    over: &'static str,
    parameters: &'static str,
}

/// Prints the module over the file of `internal/` that is for the framework.
pub fn files(module: &Module, internal: &str) -> Files {
    Files { declarations: declarations(module, internal), script: script(module, internal) }
}

fn functions(module: &Module) -> Vec<Function> {
    let mut functions = vec![Function {
        name: "useEvent",
        ty: "UseEvent<EventContract>",
        doc: "Listens to an event for as long as the component is there. The newest handler is called.",
        over: "on",
        parameters: "event, handler",
    }];
    if !module.consumers.is_empty() {
        functions.push(Function {
            name: "useListen",
            ty: "UseListen<EventContract>",
            doc: "Listens to every event of a consumer for as long as the component is there.",
            over: "listen",
            parameters: "consumer, handlers",
        });
    }
    if !module.channels.is_empty() {
        functions.push(Function {
            name: "useChannel",
            ty: channel_type(module),
            doc: channel_doc(module),
            over: "ways",
            parameters: "address",
        });
    }
    functions.push(Function {
        name: "usePresence",
        ty: "UsePresence<EventContract>",
        doc: "Who is there, by the events that say so. Nobody, once the connection is lost.",
        over: "on",
        parameters: "plan",
    });
    functions
}

/// Where channels are entered by events, those that are; else all of them.
fn channel_type(module: &Module) -> &'static str {
    if enters(module) { "UseChannel<EventContract>" } else { "UseChannelOf<ChannelAddress>" }
}

fn channel_doc(module: &Module) -> &'static str {
    if enters(module) {
        "Is in a channel for as long as the component is there, and tells how it stands. Several components share it."
    } else {
        "How it stands with a channel, which the server puts its clients in."
    }
}

fn enters(module: &Module) -> bool {
    module.moves.iter().any(|one| one.join.is_some())
}

fn leaves(module: &Module) -> bool {
    module.moves.iter().any(|one| one.leave.is_some())
}

fn declarations(module: &Module, internal: &str) -> String {
    let mut text = Text::new("  ");
    header(&mut text, module);
    let has_channels = !module.channels.is_empty();
    let own = if has_channels && !enters(module) { "ChannelAddress, EventContract" } else { "EventContract" };
    text.line(format!("import type {{ {own} }} from \"../{}.js\";", module.stem));
    text.line(format!("import type * as {internal} from \"../internal/{internal}.js\";"));
    if has_channels {
        text.line("export type { Standing } from \"../internal/stay.js\";");
    }
    text.blank();
    for Function { name, ty, doc, .. } in functions(module) {
        Doc::new(doc).emit(&mut text);
        text.line(format!("export declare const {name}: {internal}.{ty};"));
        text.blank();
    }
    text.finish()
}

fn script(module: &Module, internal: &str) -> String {
    let mut text = Text::new("  ");
    header(&mut text, module);
    let mut own = Vec::new();
    own.extend(enters(module).then_some("join"));
    own.extend(leaves(module).then_some("leave"));
    own.extend((!module.consumers.is_empty()).then_some("listen"));
    own.push("on");
    text.line(format!("import {{ {} }} from \"../{}.js\";", own.join(", "), module.stem));
    text.line(format!("import * as {internal} from \"../internal/{internal}.js\";"));
    text.blank();
    if !module.channels.is_empty() {
        let ways: Vec<&str> = own.iter().copied().filter(|name| ["join", "leave"].contains(name)).collect();
        let ways = if ways.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", ways.join(", ")) };
        text.line(format!("const ways = {ways};"));
        text.blank();
    }
    for Function { name, over, parameters, .. } in functions(module) {
        text.line(format!("export const {name} = (socket, {parameters}) =>"));
        text.line(format!("  {internal}.{name}({over}, socket, {parameters});"));
    }
    text.finish()
}

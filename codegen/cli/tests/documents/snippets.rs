//! The lines of code in generated documents, put together to programs that compile.
//!
//! Each snippet stands for itself, and a comment or its own text says what its names are. Here those names are declared, and
//! then the compilers decide.

use std::fmt::Write;

use crate::blocks::fenced;

/// A program of all Rust snippets of a contract's page: senders as functions, and every method of its handler. `events` is the
/// generated module, which tells what a sender gives.
pub fn rust_program(contract: &str, page: &str, events: &str) -> String {
    let mut senders = String::new();
    let mut methods = String::new();
    for (at, snippet) in fenced(page, "rust").enumerate() {
        match snippet.strip_prefix("// event: ") {
            Some(sender) => {
                let (ty, lines) = sender.split_once('\n').unwrap_or((sender, ""));
                let given = given(lines).map(|name| {
                    let value = if events.contains(&format!("{name}: i64")) { "1" } else { "\"x\"" };
                    format!("    let {name} = {value};\n")
                });
                let mut names: String = given.collect();
                if lines.contains("&meta") {
                    names.push_str("    let meta = meta();\n");
                }
                write(&mut senders, format_args!("fn send_{at}(event: {ty}) {{\n{names}{lines}\n}}\n"));
            }
            None => methods.push_str(&snippet.replace("{ .. }", "{ todo!() }")),
        }
    }
    let mut program = format!(
        "use event_contracts::{contract}::*;\n\
         use event_contracts::{contract}::{{events::*, handlers::*, types::*}};\n\
         use event_contracts::runtime::{{Channel, Raw, Routed, frame}};\n\n\
         fn meta<T>() -> T {{ todo!() }}\n\n{senders}\nfn main() {{}}\n"
    );
    if !methods.is_empty() {
        write(
            &mut program,
            format_args!(
                "struct Server;\nimpl ClientHandler for Server {{\n    type Connection = ();\n    type Error = ();\n{methods}    \
                 async fn unknown(&self, _: &(), _: Raw) -> Result<(), ()> {{ todo!() }}\n}}\n"
            ),
        );
    }
    program
}

/// A program of all TypeScript snippets of a contract's page.
pub fn typescript_program(contract: &str, page: &str) -> String {
    let package = format!("@event-contracts/generated/{contract}");
    let socket = if page.contains("client.on(") {
        format!("import type {{ Client }} from \"{package}/client\";\ndeclare const client: Client;\n")
    } else {
        "import type { Socket } from \"socket.io-client\";\n\
         declare const socket: Socket<contract.ServerToClientEvents, contract.ClientToServerEvents>;\n"
            .to_owned()
    };
    let mut program = format!("import * as contract from \"{package}\";\n{socket}");
    for snippet in fenced(page, "ts") {
        let snippet = ["socket", "client"].iter().fold(snippet.to_owned(), |text, name| {
            text.replace(&format!(" listen({name}, "), &format!(" contract.listen({name}, contract."))
        });
        let event = snippet.split('"').nth(1).unwrap_or_default();
        let declared = [("payload", "ClientPayloads"), ("envelope", "ClientEnvelope"), ("...args", "ClientArguments")];
        let sent = declared.iter().find(|(name, _)| snippet.contains(&format!("\", {name})")));
        let parameters = sent.map_or(String::new(), |(name, ty)| {
            let ty = if *ty == "ClientEnvelope" { format!("{ty}<\"{event}\">") } else { format!("{ty}[\"{event}\"]") };
            format!("{}: contract.{ty}", name.trim_start_matches('.'))
        });
        write(&mut program, format_args!("(async ({parameters}) => {{\n{snippet}}});\n"));
    }
    program
}

/// What a sender names of a channel: the arguments of `to`.
fn given(lines: &str) -> impl Iterator<Item = &str> {
    let arguments =
        lines.split_once("event.to(").and_then(|(_, rest)| rest.split_once(");")).map_or("", |(names, _)| names);
    arguments.split(", ").filter(|name| !name.is_empty())
}

/// Writing to a string cannot fail.
fn write(text: &mut String, part: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(part);
}

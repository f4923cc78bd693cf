//! `<catalogue>/validators`: what validates at run time.

use super::{Doc, header, syntax};
use crate::output::Text;
use crate::typescript::model::validators::{EventValidator, Made, Term, Validator, Validators, entry};
use crate::typescript::model::{Module, Side, Wire};

/// The width that a line should not pass.
const WIDTH: usize = 110;

/// Prints the declarations.
pub fn declarations(module: &Module) -> String {
    let mut text = Text::new("  ");
    let own = syntax::string(&format!("../{}.js", module.stem));
    header(&mut text, module);
    Doc::new(format!(
        "Validators of the contract `{}`, each a schema as Standard Schema (version 1) has them.",
        module.stem
    ))
    .emit(&mut text);
    text.blank();
    text.line(format!("import type * as contract from {own};"));
    text.line("import type { Validate, Validated, Validator } from \"../internal/validator.js\";");
    text.line("export type { Breach, Issue, Result, Validator } from \"../internal/validator.js\";");
    text.blank();
    for validator in all(&module.validators) {
        validator.doc.emit(&mut text);
        text.parts(&["export declare const ", &validator.name, ": Validator<", &validator.ty, ">;"]);
    }
    text.blank();
    declare_map(&mut text, "fromServer", "Server", "the server sends", &module.server);
    declare_map(&mut text, "fromClient", "Client", "clients send", &module.client);
    Doc::new("Holds what came in as an event of the server to the contract.").emit(&mut text);
    text.line("export declare const validate: Validate<typeof fromServer>;");
    text.blank();
    Doc::new("A socket whose listeners get what keeps the contract; the rest goes to `report`, or to the console.")
        .emit(&mut text);
    text.line("export declare const validated: Validated<keyof typeof fromServer>;");
    text.blank();
    text.line("export { describe } from \"../internal/validator.js\";");
    text.finish()
}

fn declare_map(text: &mut Text, constant: &str, side: &str, sends: &str, events: &Side) {
    let map =
        |part: &str| format!("{{ readonly [E in keyof contract.{side}{part}]: Validator<contract.{side}{part}[E]> }}");
    let parts: Vec<String> = [
        (!events.payloads.is_empty() || events.arguments.is_empty()).then(|| map("Payloads")),
        (!events.arguments.is_empty()).then(|| map("Arguments")),
    ]
    .into_iter()
    .flatten()
    .collect();
    Doc::new(format!("What {sends}, by the event's name.")).emit(text);
    match parts.as_slice() {
        [only] => text.line(format!("export declare const {constant}: {only};")),
        parts => {
            text.open(format!("export declare const {constant}:"));
            for part in &parts[..parts.len() - 1] {
                text.line(format!("& {part}"));
            }
            text.close(format!("  & {};", parts[parts.len() - 1]));
        }
    }
    text.blank();
}

/// Prints the script.
pub fn script(module: &Module) -> String {
    let mut text = Text::new("  ");
    let validators = &module.validators;
    header(&mut text, module);
    imports(&mut text, validators);
    for validator in all(validators) {
        define(&mut text, validator);
    }
    text.blank();
    define_map(&mut text, "fromServer", &validators.server);
    define_map(&mut text, "fromClient", &validators.client);
    text.line("export const validate = (event, payload) => validateEvent(fromServer, event, payload);");
    text.blank();
    text.line("export const validated = (socket, report) =>");
    text.indented_line(format!("validatedSocket({}, socket, report);", wire(module)));
    text.blank();
    text.line("export { describe } from \"../internal/validator.js\";");
    text.finish()
}

fn all(validators: &Validators) -> impl Iterator<Item = &Validator> {
    let events = validators.server.iter().chain(&validators.client).map(|event| &event.validator);
    validators.types.iter().chain(events).chain(&validators.acks)
}

fn imports(text: &mut Text, validators: &Validators) {
    let line = format!("import {{ {} }} from \"../internal/check.js\";", validators.imports.join(", "));
    match validators.imports.as_slice() {
        [] => {}
        _ if line.len() <= WIDTH => text.line(line),
        names => text.block("import {", "} from \"../internal/check.js\";", |text| {
            for name in names {
                text.line(format!("{name},"));
            }
        }),
    }
    let makes = |wanted: fn(&Made) -> bool| all(validators).any(|validator| wanted(&validator.made));
    let mut makers = vec!["validateEvent"];
    if makes(|made| matches!(made, Made::Recursive(_))) {
        makers.insert(0, "recursive");
    }
    if makes(|made| matches!(made, Made::Of(_))) {
        makers.push("validator");
    }
    text.line("import { validatedSocket } from \"../internal/validated.js\";");
    text.line(format!("import {{ {} }} from \"../internal/validator.js\";", makers.join(", ")));
    text.blank();
}

/// The annotation lets a bundler leave out what a program does not use.
fn define(text: &mut Text, validator: &Validator) {
    let (maker, term) = match &validator.made {
        Made::Same(other) => return text.parts(&["export const ", &validator.name, " = ", other, ";"]),
        Made::Of(term) => ("validator", term),
        Made::Recursive(term) => ("recursive", term),
    };
    let open = format!("export const {} = /* @__PURE__ */ {maker}(() => ", validator.name);
    let term = wrapped(term, 0, open.chars().count() + 2);
    text.parts(&[&open, &term, ");"]);
}

/// An expression on one line where that is short, else with a line for each entry of its objects; `used` columns of the first
/// line are taken.
fn wrapped(term: &Term, indent: usize, used: usize) -> String {
    let flat = term.flat();
    if used + flat.chars().count() <= WIDTH {
        return flat;
    }
    match term {
        Term::Atom(_) => flat,
        Term::Record(entries) => record(entries, indent),
        Term::Call(function, arguments) => {
            let arguments = arguments.iter().map(|argument| match argument {
                Term::Record(entries) => record(entries, indent),
                argument => wrapped(argument, indent, used + function.len()),
            });
            format!("{function}({})", arguments.collect::<Vec<_>>().join(", "))
        }
    }
}

/// An object with a line for each entry.
fn record(entries: &[(String, Term)], indent: usize) -> String {
    if entries.is_empty() {
        return "{}".to_owned();
    }
    let inner = indent + 2;
    let entries = entries.iter().map(|(key, term)| {
        let used = inner + key.chars().count() + 3;
        format!("{:inner$}{},\n", "", entry(key, &wrapped(term, inner, used)))
    });
    format!("{{\n{}{:indent$}}}", entries.collect::<String>(), "")
}

fn define_map(text: &mut Text, constant: &str, events: &[EventValidator]) {
    if events.is_empty() {
        text.line(format!("export const {constant} = {{}};"));
        return text.blank();
    }
    text.block(format!("export const {constant} = {{"), "};", |text| {
        for event in events {
            for name in &event.names {
                text.line(format!("{}: {},", syntax::literal_key(name), event.validator.name));
            }
        }
    });
    text.blank();
}

/// How the server's events lie in what listeners get.
fn wire(module: &Module) -> String {
    let mut parts = vec!["validators: fromServer".to_owned()];
    let counted = module.validators.server.iter().filter_map(|event| Some((event, event.arguments?)));
    let counts: Vec<String> = counted
        .flat_map(|(event, count)| {
            event.names.iter().map(move |name| format!("{}: {count}", syntax::literal_key(name)))
        })
        .collect();
    if !counts.is_empty() {
        parts.push(format!("counts: {{ {} }}", counts.join(", ")));
    }
    if let Wire::Enveloped(envelope) = &module.wire {
        parts.push(format!("payload: {}", syntax::string(&envelope.payload)));
    }
    format!("{{ {} }}", parts.join(", "))
}

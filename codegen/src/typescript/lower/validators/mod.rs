//! What validates at run time: a check for each type of the catalogue, and for what each event carries.

mod checks;
mod cycles;
mod pattern;

use event_spec::catalogue::{Catalogue, Event, Message, Payload};
use event_spec::types::Type;
use event_spec::words;

use super::names::Settled;
use super::types;
use crate::typescript::model::validators::{EventValidator, Made, Term, Validator, Validators};
use crate::typescript::syntax::{self, Names};
use crate::typescript::tsdoc::Doc;
use checks::Checks;

/// What the module exports itself.
const TAKEN: &[&str] = &[
    "Breach",
    "Issue",
    "Result",
    "Validate",
    "Validated",
    "Validator",
    "contract",
    "describe",
    "fromClient",
    "fromServer",
    "recursive",
    "validate",
    "validateEvent",
    "validated",
    "validatedSocket",
    "validator",
];

/// Every validator of a catalogue.
pub fn lower(catalogue: &Catalogue, names: &Settled) -> Validators {
    let mut lowering =
        Lowering { exports: Names::with(&[TAKEN, checks::FUNCTIONS].concat()), checks: Checks::new(&catalogue.types) };
    lowering.name_types(catalogue, names);
    let types = lowering.types(catalogue, names);
    let (mut server, mut client, mut acks) = (Vec::new(), Vec::new(), Vec::new());
    for event in catalogue.events.values() {
        if let Some(message) = &event.server {
            server.push(lowering.event(event, message, Sender::Server));
        }
        if let Some(message) = event.client.as_ref().filter(|_| event.client_sends()) {
            client.push(lowering.event(event, message, Sender::Client));
        }
        let server_ack = event.server_ack().filter(|_| event.client_sends());
        acks.extend(server_ack.map(|ack| lowering.ack(event, ack, Sender::Client)));
        acks.extend(event.client_ack().map(|ack| lowering.ack(event, ack, Sender::Server)));
    }
    Validators { imports: lowering.checks.imports(), types, server, client, acks }
}

/// Who sends an event.
#[derive(Clone, Copy)]
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
            Self::Server => "What the server sends",
            Self::Client => "What clients send",
        }
    }
}

struct Lowering<'c> {
    exports: Names,
    checks: Checks<'c>,
}

impl Lowering<'_> {
    /// The constants of types have the types' own names.
    fn name_types(&mut self, catalogue: &Catalogue, names: &Settled) {
        for (id, _) in catalogue.types.iter() {
            let name = (!names.is_in_place(id)).then(|| self.exports.take(names.ty(id), "Type"));
            self.checks.constants.push(name);
        }
    }

    fn types(&mut self, catalogue: &Catalogue, names: &Settled) -> Vec<Validator> {
        let cyclic = cycles::cyclic(&catalogue.types);
        let mut all = Vec::new();
        for ((id, def), is_cyclic) in catalogue.types.iter().zip(cyclic) {
            let Some(name) = self.checks.constants[id.0 as usize].clone() else { continue };
            let term = self.checks.kind(&def.kind);
            all.push(Validator {
                doc: types::documented(def, catalogue),
                name,
                ty: format!("contract.{}", names.ty(id)),
                made: if is_cyclic { Made::Recursive(term) } else { Made::Of(term) },
            });
        }
        all
    }

    fn event(&mut self, event: &Event, message: &Message, sender: Sender) -> EventValidator {
        let (name, side) = (syntax::string(&event.name), sender.name());
        let (map, arguments) = match &message.payload {
            Payload::One(_) => ("Payloads", None),
            Payload::Empty => ("Arguments", Some(0)),
            Payload::Args(args) => ("Arguments", Some(args.len())),
        };
        let what = if arguments.is_some() { ": the list of its arguments" } else { "" };
        let served = event.aliases.iter().filter(|alias| alias.sunset.is_some()).map(|alias| alias.name.value.clone());
        let validator = Validator {
            doc: Doc::new(format!("{} as `{}`{what}.", sender.sends(), event.name.value)),
            name: self.exports.take(&format!("{}From{side}", words::camel(&event.name)), "Event"),
            ty: format!("contract.{side}{map}[{name}]"),
            made: self.payload(&message.payload),
        };
        EventValidator {
            validator,
            names: std::iter::once(event.name.value.clone()).chain(served).collect(),
            arguments,
        }
    }

    fn ack(&mut self, event: &Event, ack: &Message, sender: Sender) -> Validator {
        let answers = format!("Parameters<contract.{}Acks[{}]>", sender.name(), syntax::string(&event.name));
        let one = matches!(ack.payload, Payload::One(_));
        Validator {
            doc: Doc::new(format!("What acknowledges `{}`.", event.name.value)),
            name: self.exports.take(&format!("{}Ack", words::camel(&event.name)), "OfEvent"),
            ty: if one { format!("{answers}[0]") } else { answers },
            made: self.payload(&ack.payload),
        }
    }

    fn payload(&mut self, payload: &Payload) -> Made {
        match payload {
            Payload::Empty => Made::Of(self.checks.tuple(&[])),
            Payload::Args(args) => {
                let types: Vec<&Type> = args.iter().map(|arg| &arg.ty).collect();
                Made::Of(self.checks.tuple(&types))
            }
            Payload::One(ty) => match self.checks.ty(ty) {
                Term::Atom(name) if matches!(ty, Type::Named(_)) => Made::Same(name),
                term => Made::Of(term),
            },
        }
    }
}

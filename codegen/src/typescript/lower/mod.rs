//! From a catalogue to the module that is printed for it.

mod channels;
mod consumers;
mod dialogue;
mod moves;
mod names;
mod rules;
mod sides;
mod types;
mod validators;
mod wire;
mod words;

use event_spec::catalogue::{Catalogue, Transport};
use event_spec::types::TypeId;

use super::Options;
use super::model::{Constant, Declaration, Member, Module, Shape};
use super::tsdoc::Doc;
use names::Settled;

/// Settles every name and every type's text.
pub fn lower(catalogue: &Catalogue, options: &Options) -> Module {
    let names = Settled::new(catalogue);
    let name = &catalogue.name.value;
    let source = options.sources.get(name).cloned().unwrap_or_else(|| format!("the catalogue `{name}`"));
    Module {
        stem: name.clone(),
        source,
        doc: Doc::new(format!("The contract `{name}`, version {}.", catalogue.version.value))
            .text(catalogue.summary.clone())
            .text(catalogue.description.clone()),
        contract: contract(catalogue),
        wire: wire::lower(catalogue, &names),
        types: types::lower(catalogue, &names),
        handshake: handshake(catalogue, &names),
        priorities: catalogue.priorities.iter().map(|(name, priority)| (name.clone(), priority.clone())).collect(),
        limits: catalogue.limits.clone(),
        reconnect: catalogue.reconnect.clone(),
        errors: catalogue.errors.iter().map(|(code, error)| (code.clone(), error.summary.clone())).collect(),
        channels: channels::lower(catalogue, &names),
        server: sides::server(catalogue, &names),
        client: sides::client(catalogue, &names),
        moves: moves::lower(catalogue, &names),
        consumers: consumers::lower(catalogue, &names),
        validators: validators::lower(catalogue, &names),
        dialogue: dialogue::lower(catalogue),
    }
}

/// The declaration of each type that has a name in the module.
pub fn declarations(catalogue: &Catalogue) -> Vec<(TypeId, Declaration)> {
    let names = Settled::new(catalogue);
    let named = catalogue.types.iter().map(|(id, _)| id).filter(|id| !names.is_in_place(*id));
    named.zip(types::lower(catalogue, &names)).collect()
}

fn contract(catalogue: &Catalogue) -> Vec<Constant> {
    let constant = |doc, name, value: &str| Constant { doc, name, value: value.to_owned() };
    let mut constants = vec![
        constant("The version of the contract.", "version", &catalogue.version.value),
        constant("A digest of what both sides can observe of the contract.", "fingerprint", &catalogue.fingerprint),
    ];
    match &catalogue.transport {
        Transport::SocketIo { namespace } => {
            constants.push(constant("The namespace of Socket.IO.", "namespace", namespace));
        }
        Transport::WebSocket { path: Some(path) } => {
            constants.push(constant("The path of the endpoint.", "path", path));
        }
        Transport::WebSocket { path: None } => {}
    }
    constants
}

fn handshake(catalogue: &Catalogue, names: &Settled) -> Option<Declaration> {
    let member = |key: &str, doc: &str, ty| Member {
        doc: Doc::new(doc),
        key: key.to_owned(),
        optional: false,
        ty: types::text(ty, names),
    };
    let auth = catalogue.handshake.auth.as_ref().map(|ty| member("auth", "Socket.IO's `auth` option.", ty));
    let query = catalogue.handshake.query.as_ref().map(|ty| member("query", "The query of the URL.", ty));
    let members: Vec<Member> = auth.into_iter().chain(query).collect();
    (!members.is_empty()).then(|| Declaration {
        doc: Doc::new("What a client presents when it connects."),
        name: "Handshake".to_owned(),
        shape: Shape::Interface { members, rest: None },
    })
}

//! Who gets which name: the module's own exports first, then the catalogue's types, channels and consumers.
//!
//! A small set of texts that a schema holds in place needs no name: it is printed where it is used.

use std::collections::HashSet;

use event_spec::catalogue::Catalogue;
use event_spec::types::{Enum, Origin, Type, TypeDef, TypeId, TypeKind, Types};
use event_spec::words;

use crate::typescript::syntax::{self, Names};

/// The types that a module may declare itself, and the global ones that it uses.
const TYPES: &[&str] = &[
    "AnyChannel",
    "Channel",
    "ChannelAddress",
    "ChannelMemberships",
    "ClientAcks",
    "ClientAliases",
    "ClientAnswers",
    "ClientArguments",
    "ClientEnvelope",
    "ClientEventName",
    "ClientFrame",
    "ClientPayloads",
    "ClientRoutes",
    "ClientThroughRest",
    "ClientToServerEvents",
    "Consumer",
    "ConsumerHandlers",
    "DisconnectedError",
    "Envelope",
    "ErrorCode",
    "ErrorFrame",
    "EventContract",
    "EventName",
    "EventSocket",
    "Exclude",
    "Handshake",
    "Header",
    "IncomingFrame",
    "MessageSocket",
    "Meta",
    "NotInContract",
    "OverflowError",
    "Parameters",
    "Pick",
    "PriorityName",
    "Readonly",
    "Recovery",
    "RecoveryOptions",
    "RefusedError",
    "Route",
    "ServerAliases",
    "ServerArguments",
    "ServerEnvelope",
    "ServerEventName",
    "ServerFrame",
    "ServerPayloads",
    "ServerRoutes",
    "ServerToClientEvents",
    "TimeoutError",
    "UnknownFrame",
];

/// The values that a module may export itself.
const VALUES: &[&str] = &[
    "DisconnectedError",
    "OverflowError",
    "RefusedError",
    "TimeoutError",
    "access",
    "aliases",
    "channels",
    "clientEvents",
    "contract",
    "errors",
    "events",
    "fingerprint",
    "former",
    "frame",
    "helpers",
    "join",
    "leave",
    "limits",
    "listen",
    "moves",
    "namespace",
    "on",
    "once",
    "parseChannel",
    "parseFrame",
    "path",
    "priorities",
    "reconnect",
    "recoverable",
    "request",
    "serverEvents",
    "version",
    "waitFor",
    "warnings",
    "wire",
];

/// How a type of the catalogue is referred to.
#[derive(Debug)]
enum Reference {
    /// By its name.
    Name(String),
    /// By its own text.
    Text(String),
}

/// Every name of a module that depends on the catalogue.
#[derive(Debug)]
pub struct Settled {
    types: Vec<Reference>,
    addresses: Vec<String>,
    handlers: Vec<String>,
    constants: Vec<String>,
}

impl Settled {
    /// Settles the names of a catalogue.
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut types = Names::with(TYPES);
        let mut values = Names::with(VALUES);
        let said = said_by_fields(&catalogue.types);
        Self {
            types: catalogue.types.iter().map(|(id, def)| refer(id, def, &said, &mut types)).collect(),
            addresses: catalogue
                .channels
                .keys()
                .map(|name| types.take(&format!("{}Address", words::pascal(name)), "OfChannel"))
                .collect(),
            handlers: catalogue
                .consumers
                .keys()
                .map(|name| types.take(&format!("{}Handlers", words::pascal(name)), "OfConsumer"))
                .collect(),
            constants: catalogue.consumers.keys().map(|name| values.take(&words::camel(name), "View")).collect(),
        }
    }

    /// A type of the catalogue: its name, or its text.
    pub fn ty(&self, id: TypeId) -> &str {
        match &self.types[id.0 as usize] {
            Reference::Name(text) | Reference::Text(text) => text,
        }
    }

    /// Whether a type is printed where it is used, and declared nowhere.
    pub fn is_in_place(&self, id: TypeId) -> bool {
        matches!(self.types[id.0 as usize], Reference::Text(_))
    }

    /// The type of a channel's addresses, by the channel's place in the catalogue.
    pub fn address(&self, channel: usize) -> &str {
        &self.addresses[channel]
    }

    /// The interface of a consumer's handlers, by the consumer's place in the catalogue.
    pub fn handlers(&self, consumer: usize) -> &str {
        &self.handlers[consumer]
    }

    /// The constant that stands for a consumer, by its place in the catalogue.
    pub fn constant(&self, consumer: usize) -> &str {
        &self.constants[consumer]
    }
}

/// How a type is referred to; `said` are the types whose words stand at the fields that hold them.
fn refer(id: TypeId, def: &TypeDef, said: &HashSet<TypeId>, names: &mut Names) -> Reference {
    const SMALL: usize = 60;
    if let (TypeKind::Enum(values), Origin::Inline) = (&def.kind, &def.origin)
        && (def.docs.is_none() || said.contains(&id))
        && is_plain(values)
        && !def.deprecated
    {
        let text = values.values.iter().map(|value| syntax::string(&value.wire)).collect::<Vec<_>>().join(" | ");
        if text.chars().count() <= SMALL {
            return Reference::Text(text);
        }
    }
    Reference::Name(names.take(&def.name, "Data"))
}

/// Whether the set is closed, and nothing is said of its values.
fn is_plain(values: &Enum) -> bool {
    !values.open && values.values.iter().all(|value| value.docs.is_none() && !value.deprecated)
}

/// The types whose words stand at a field, too.
fn said_by_fields(types: &Types) -> HashSet<TypeId> {
    let mut said = HashSet::new();
    for (_, def) in types.iter() {
        let TypeKind::Object(object) = &def.kind else { continue };
        for field in &object.fields {
            let ty = match &field.ty {
                Type::Nullable(inner) => inner,
                ty => ty,
            };
            if let Type::Named(id) = ty
                && types.get(*id).docs == field.docs
            {
                said.insert(*id);
            }
        }
    }
    said
}

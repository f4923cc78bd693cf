//! Who gets which name: the module's own exports first, then the catalogue's types, channels and consumers.

use event_spec::catalogue::Catalogue;
use event_spec::types::TypeId;
use event_spec::words;

use crate::typescript::syntax::Names;

/// The types that a module may declare itself, and the global ones that it uses.
const TYPES: &[&str] = &[
    "AnyChannel",
    "Channel",
    "ChannelAddress",
    "ClientAcks",
    "ClientAliases",
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
    "Envelope",
    "ErrorCode",
    "ErrorFrame",
    "EventName",
    "EventSocket",
    "Exclude",
    "Handshake",
    "Header",
    "IncomingFrame",
    "MessageSocket",
    "Meta",
    "NotInContract",
    "Parameters",
    "Pick",
    "PriorityName",
    "Readonly",
    "Route",
    "ServerAliases",
    "ServerArguments",
    "ServerEnvelope",
    "ServerEventName",
    "ServerFrame",
    "ServerPayloads",
    "ServerRoutes",
    "ServerToClientEvents",
    "UnknownFrame",
];

/// The values that a module may export itself.
const VALUES: &[&str] = &[
    "access",
    "aliases",
    "channels",
    "clientEvents",
    "errors",
    "fingerprint",
    "frame",
    "limits",
    "listen",
    "namespace",
    "parseChannel",
    "parseFrame",
    "path",
    "priorities",
    "reconnect",
    "serverEvents",
    "version",
    "wire",
];

/// Every name of a module that depends on the catalogue.
#[derive(Debug)]
pub struct Settled {
    types: Vec<String>,
    addresses: Vec<String>,
    handlers: Vec<String>,
    constants: Vec<String>,
}

impl Settled {
    /// Settles the names of a catalogue.
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut types = Names::with(TYPES);
        let mut values = Names::with(VALUES);
        Self {
            types: catalogue.types.list.iter().map(|def| types.take(&def.name, "Data")).collect(),
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

    /// A type of the catalogue.
    pub fn ty(&self, id: TypeId) -> &str {
        &self.types[id.0 as usize]
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

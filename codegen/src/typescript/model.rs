//! A module as it will be printed: every name settled, every type a text.

pub mod validators;

use std::time::Duration;

use event_spec::catalogue::{Limits, Priority, Reconnect};

use super::tsdoc::Doc;
use validators::Validators;

/// One catalogue's `.d.ts` and `.js`.
#[derive(Clone, Debug)]
pub struct Module {
    /// The file's name without its ending.
    pub stem: String,
    /// What the header says that the files were made from.
    pub source: String,
    /// What the contract is for.
    pub doc: Doc,
    /// The contract's name, version and fingerprint, and where it is served.
    pub contract: Vec<Constant>,
    /// How frames carry the events.
    pub wire: Wire,
    /// Payload types.
    pub types: Vec<Declaration>,
    /// What a client presents when it connects.
    pub handshake: Option<Declaration>,
    /// Delivery policies, the most urgent first.
    pub priorities: Vec<(String, Priority)>,
    /// What the server holds clients to.
    pub limits: Limits,
    /// What a client does when the connection is lost.
    pub reconnect: Option<Reconnect>,
    /// Error codes with what they mean.
    pub errors: Vec<(String, Option<String>)>,
    /// Channels.
    pub channels: Vec<Channel>,
    /// What the server sends.
    pub server: Side,
    /// What clients send.
    pub client: Side,
    /// Channels that clients enter or leave by events.
    pub moves: Vec<Move>,
    /// Views of a front end.
    pub consumers: Vec<Consumer>,
    /// What validates at run time.
    pub validators: Validators,
    /// What the client of a plain WebSocket knows beside all of that.
    pub dialogue: Dialogue,
}

impl Module {
    /// Whether a socket of socket.io carries the events.
    pub fn is_socket_io(&self) -> bool {
        !matches!(self.wire, Wire::Frames(_))
    }

    /// The envelope, where there is one.
    pub fn envelope(&self) -> Option<&Envelope> {
        match &self.wire {
            Wire::Bare => None,
            Wire::Enveloped(envelope) | Wire::Frames(envelope) => Some(envelope),
        }
    }

    /// Whether clients emit payloads as Socket.IO's own arguments.
    pub fn clients_are_bare(&self) -> bool {
        self.envelope().is_none_or(|envelope| !envelope.clients)
    }

    /// Whether the wire says of each event where it goes and how urgent it is.
    pub fn has_routes(&self) -> bool {
        self.envelope().is_some_and(|envelope| envelope.channel.is_some() || envelope.priority.is_some())
    }
}

/// A text that the module exports.
#[derive(Clone, Debug)]
pub struct Constant {
    /// What it says.
    pub doc: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
}

/// How frames carry events.
#[derive(Clone, Debug)]
pub enum Wire {
    /// As Socket.IO's own name and arguments.
    Bare,
    /// As an object that is Socket.IO's only argument.
    Enveloped(Envelope),
    /// As text frames of a plain WebSocket.
    Frames(Envelope),
}

/// How name, payload and the rest lie in an object. Keys are as on the wire.
#[derive(Clone, Debug)]
pub struct Envelope {
    pub name: String,
    pub payload: String,
    /// Whether what clients send lies in it as well.
    pub clients: bool,
    /// What is said of the other keys.
    pub doc: Doc,
    pub channel: Option<String>,
    pub priority: Option<String>,
    /// The key that is there on failure alone, and the type of what it holds.
    pub error: Option<Member>,
    /// The other keys.
    pub meta: Vec<Member>,
    /// Whether undeclared keys are kept.
    pub open: bool,
}

impl Envelope {
    /// Whether a sender has to give something beside name and payload.
    pub fn needs_meta(&self) -> bool {
        self.meta.iter().any(|member| !member.optional)
    }

    /// Whether there is anything beside name and payload.
    pub fn has_meta(&self) -> bool {
        let routes = self.channel.is_some() || self.priority.is_some();
        !self.meta.is_empty() || self.error.is_some() || self.open || routes
    }
}

/// A named type.
#[derive(Clone, Debug)]
pub struct Declaration {
    pub doc: Doc,
    pub name: String,
    pub shape: Shape,
}

/// What a declaration declares.
#[derive(Clone, Debug)]
pub enum Shape {
    /// An interface, with the type of undeclared keys where they are kept.
    Interface { members: Vec<Member>, rest: Option<String> },
    /// One of several types, each with its comment.
    Union(Vec<(Doc, String)>),
    /// Another name for a type.
    Alias(String),
}

/// A property of an interface.
#[derive(Clone, Debug)]
pub struct Member {
    pub doc: Doc,
    /// The key on the wire.
    pub key: String,
    /// Whether it may be absent.
    pub optional: bool,
    /// Its type.
    pub ty: String,
}

/// What one side sends.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// Events with one payload, by name.
    pub payloads: Vec<Member>,
    /// Events with none or several, as tuples.
    pub arguments: Vec<Member>,
    /// How many arguments each of these has.
    pub counts: Vec<(String, usize)>,
    /// Acknowledgements by the name of the event.
    pub acks: Vec<Ack>,
    /// The types of the events that answer an event, by its name; none where they have no payload.
    pub answers: Vec<(String, Option<String>)>,
    /// Former names that are still served, and events that end.
    pub former: Vec<Former>,
    /// Wrong names, each with the right one.
    pub aliases: Vec<Hint>,
    /// Events that do not travel over the socket, each with the request that does it.
    pub through_rest: Vec<Hint>,
    /// Where each event goes, and how urgent it is, for envelopes that say so.
    pub routes: Vec<Route>,
}

impl Side {
    /// Every name that this side sends.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.payloads.iter().chain(&self.arguments).map(|member| member.key.as_str())
    }

    /// Whether this side sends nothing.
    pub fn is_empty(&self) -> bool {
        self.payloads.is_empty() && self.arguments.is_empty()
    }
}

/// An acknowledgement.
#[derive(Clone, Debug)]
pub struct Ack {
    pub member: Member,
    /// Whether the event that it answers has exactly one payload.
    pub of_payload: bool,
}

/// A name that must not be used, and what to say to whoever does.
#[derive(Clone, Debug)]
pub struct Hint {
    pub name: String,
    pub doc: Doc,
    pub instead: String,
}

/// A name that is served until a date.
#[derive(Clone, Debug)]
pub struct Former {
    pub name: String,
    /// The name to use.
    pub instead: String,
    /// The date (RFC 3339 full-date).
    pub until: String,
}

/// A channel that clients enter or leave by events.
#[derive(Clone, Debug)]
pub struct Move {
    /// Its name in the catalogue; none for any channel.
    pub channel: Option<String>,
    /// The type of its addresses.
    pub address: String,
    /// How to enter it.
    pub join: Option<Way>,
    /// How to leave it.
    pub leave: Option<Way>,
}

/// An event that enters or leaves a channel.
#[derive(Clone, Debug)]
pub struct Way {
    pub event: String,
    pub carries: Carried,
    /// Whether the contract says how it is answered.
    pub answered: bool,
}

/// What names the channel.
#[derive(Clone, Debug)]
pub enum Carried {
    /// Its parameters, each with the field that it stands in.
    Fields(Vec<(String, String)>),
    /// Its printed address, which is the payload.
    Address,
}

/// Where an event goes.
#[derive(Clone, Debug)]
pub struct Route {
    pub event: String,
    /// The type of the printed address; `never` where it goes to no channel.
    pub channel: String,
    /// The type of the priority's name; `never` where it has none.
    pub priority: String,
}

/// What clients' events bring about.
#[derive(Clone, Debug, Default)]
pub struct Dialogue {
    /// Events that another answers, each with that one.
    pub answers: Vec<(String, String)>,
    /// The event that asks whether the connection stands, and says nothing more.
    pub ping: Option<String>,
    /// Events that are out of date after a time.
    pub lifetimes: Vec<(String, Duration)>,
    /// Events that enter a channel.
    pub joins: Vec<Membership>,
    /// Events that leave one.
    pub leaves: Vec<Membership>,
    /// Whether nobody is let in who says nothing in the query of the URL.
    pub asks_for_query: bool,
}

/// An event that enters or leaves a channel.
#[derive(Clone, Debug)]
pub struct Membership {
    /// The event's name.
    pub event: String,
    /// The channel; none where the payload is an address.
    pub channel: Option<Place>,
}

/// A channel whose parameters lie in a payload.
#[derive(Clone, Debug)]
pub struct Place {
    /// The channel's name in the catalogue.
    pub channel: String,
    /// Its parameters, each with the way to it.
    pub params: Vec<(String, Vec<String>)>,
}

/// A channel.
#[derive(Clone, Debug)]
pub struct Channel {
    pub doc: Doc,
    /// Its name in the catalogue.
    pub name: String,
    /// The name of the type of its addresses.
    pub address: String,
    /// The text of that type.
    pub template: String,
    /// The pattern as written.
    pub pattern: String,
    /// Parameters, in the order of the address.
    pub params: Vec<Param>,
    /// Who may enter: `public`, `authenticated` or a class.
    pub access: String,
}

/// A parameter of a channel.
#[derive(Clone, Debug)]
pub struct Param {
    pub name: String,
    /// Its type.
    pub ty: String,
    /// The same for the run time: an expression over `internal/channel.js`.
    pub rule: String,
}

/// A view of a front end.
#[derive(Clone, Debug)]
pub struct Consumer {
    pub doc: Doc,
    /// Its name in the catalogue.
    pub name: String,
    /// The constant that stands for it.
    pub constant: String,
    /// The interface of its handlers.
    pub interface: String,
    /// What it does with each event.
    pub handlers: Vec<Handler>,
}

/// What a consumer does with an event.
#[derive(Clone, Debug)]
pub struct Handler {
    pub doc: Doc,
    /// The event's name.
    pub event: String,
    /// Parameters with their types.
    pub parameters: Vec<String>,
}

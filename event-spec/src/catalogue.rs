//! The resolved catalogue: what every backend, check and comparison reads.
//!
//! In: a [`crate::document::Document`] whose references were followed. Out: names that point at things that exist,
//! payloads as [`Type`]s, channels with their parameters bound. Lists keep the order of the sources.

mod flow;

use std::fmt;
use std::time::Duration;

use indexmap::IndexMap;
use serde_json::Value;

use crate::source::{Span, Spanned};
use crate::types::{Object, Type, Types};

pub use flow::{Flow, Party, Role, SERVER, Step, StepKind};

/// One contract.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// Its name, as in `contracts/<name>`: lower case letters, digits, `_` and `-`.
    pub name: Spanned<String>,
    /// Its version, as in Semantic Versioning 2.0.0.
    pub version: Spanned<String>,
    /// What the contract is for, in a sentence.
    pub summary: Option<String>,
    /// More about it, in Markdown.
    pub description: Option<String>,
    /// What carries the events.
    pub transport: Transport,
    /// The allowed patterns of event names; any pattern allows a name.
    pub naming: Vec<NamingPattern>,
    /// Whether objects may carry keys that no schema names: a policy, which the lint holds the schemas to.
    pub content: Content,
    /// What a client presents when it connects.
    pub handshake: Handshake,
    /// How name, payload and metadata lie in a frame; none where the transport carries the name itself.
    pub envelope: Option<Envelope>,
    /// Delivery policies by name, the most urgent first.
    pub priorities: IndexMap<String, Priority>,
    /// What the server holds its clients to.
    pub limits: Limits,
    /// What a client does when the connection is lost.
    pub reconnect: Option<Reconnect>,
    /// Error codes by their wire text.
    pub errors: IndexMap<String, ErrorCode>,
    /// Channels by name.
    pub channels: IndexMap<String, Channel>,
    /// Events by name.
    pub events: IndexMap<String, Event>,
    /// Front-end views by name.
    pub consumers: IndexMap<String, Consumer>,
    /// Courses of events by name, for people: no peer can observe them.
    pub flows: IndexMap<String, Flow>,
    /// Every named type that a payload, acknowledgement, envelope or handshake uses, and every shared schema.
    pub types: Types,
    /// Where the parts that concern the whole are written.
    pub places: Places,
    /// A digest of everything that a peer can observe on the wire: 16 lower case hexadecimal digits. Words for
    /// people (summaries, examples, tags) and internal policies do not enter it.
    pub fingerprint: String,
}

impl Catalogue {
    /// The envelope of what clients send, where it lies in one.
    pub fn client_envelope(&self) -> Option<&Envelope> {
        self.envelope.as_ref().filter(|envelope| envelope.clients)
    }
}

/// Where the parts of a catalogue that concern the whole are written: their keys, where they are there.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// `transport`
    pub transport: Option<Span>,
    /// `namespace` or `path`
    pub endpoint: Option<Span>,
    /// `handshake`
    pub handshake: Option<Span>,
    /// `envelope`
    pub envelope: Option<Span>,
    /// `priorities`, of the entry
    pub priorities: Option<Span>,
    /// `limits`
    pub limits: Option<Span>,
    /// `reconnect`
    pub reconnect: Option<Span>,
}

/// What carries the events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Socket.IO 4; the name of an event is the packet's first item.
    SocketIo {
        /// The namespace, `/` unless the catalogue says otherwise.
        namespace: String,
    },
    /// RFC 6455 text frames; needs an envelope.
    WebSocket {
        /// The path of the endpoint, as in `/ws/user`.
        path: Option<String>,
    },
}

/// A pattern such as `{resource}.{action}`.
#[derive(Clone, Debug)]
pub struct NamingPattern {
    /// The pattern as written.
    pub pattern: Spanned<String>,
    /// Literal text and named words in turn.
    pub segments: Vec<Segment>,
    /// How a word is written.
    pub style: WordStyle,
}

/// A part of a naming pattern or of a channel's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Text that stands for itself.
    Literal(String),
    /// A word or parameter in braces, by its name.
    Named(String),
}

/// How the words of a name are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordStyle {
    /// `view_count_updated`
    Snake,
    /// `view-count-updated`
    Kebab,
    /// `viewCountUpdated`
    Camel,
    /// `ViewCountUpdated`
    Pascal,
}

impl WordStyle {
    /// The style as it is written in a catalogue.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Snake => "snake_case",
            Self::Kebab => "kebab-case",
            Self::Camel => "camelCase",
            Self::Pascal => "PascalCase",
        }
    }
}

/// What a catalogue's objects are to say of keys that their schemas do not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Content {
    /// They are allowed, so that the server can add fields before its clients know them.
    #[default]
    Open,
    /// They are refused: every object says `additionalProperties: false`.
    Closed,
}

/// What a client presents when it connects.
#[derive(Clone, Debug, Default)]
pub struct Handshake {
    /// Socket.IO's `auth` object.
    pub auth: Option<Type>,
    /// The query of the URL.
    pub query: Option<Type>,
}

/// How name, payload and metadata lie in a JSON object.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The key that holds the event's name.
    pub name: String,
    /// The key that holds the payload.
    pub payload: String,
    /// Whether what clients send lies in it as well. If not, it travels as without an envelope; what the server sends
    /// always lies in it.
    pub clients: bool,
    /// The key that holds the printed address of the channel, where there is one.
    pub channel: Option<String>,
    /// The key that holds the name of the priority, where there is one.
    pub priority: Option<String>,
    /// The other keys; the object's `rest` tells what becomes of keys that nobody declared. It is no named type of the
    /// catalogue, unless `meta` is a reference to one.
    pub meta: Object,
    /// The `description` of `meta`, or its `title`.
    pub meta_docs: Option<String>,
    /// The key of `meta` that says that a frame reports a failure, with the type of what it holds.
    pub error: Option<EnvelopeError>,
}

/// The part of an envelope that reports a failure.
#[derive(Clone, Debug)]
pub struct EnvelopeError {
    /// The key, present on failure alone.
    pub key: String,
    /// What it holds.
    pub ty: Type,
}

/// A delivery policy.
#[derive(Clone, Debug)]
pub struct Priority {
    /// What it is for.
    pub summary: Option<String>,
    /// When a frame leaves.
    pub delivery: Delivery,
    /// Whether a newer event replaces one that still waits.
    pub coalesce: bool,
    /// How long an event is worth delivering.
    pub time_to_live: Option<Duration>,
    /// What happens to transient events of a client that reads too slowly.
    pub when_slow: WhenSlow,
    /// Where it is declared: its key.
    pub span: Span,
}

/// When a frame leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// At once.
    Immediate,
    /// Collected, and sent once per window.
    Batched(Duration),
}

/// What happens to an event whose receiver reads too slowly. Stored events are never dropped: their receiver is
/// disconnected and resumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenSlow {
    /// It waits, until the client is disconnected.
    Keep,
    /// It is dropped.
    Drop,
}

/// What the server holds its clients to; `None` is unlimited.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// Events from or to one user.
    pub per_user: Option<Rate>,
    /// Client events of one connection.
    pub per_connection: Option<Rate>,
    /// Events on one channel.
    pub per_channel: Option<Rate>,
    /// Events in all.
    pub total: Option<Rate>,
    /// Connections of one user at once.
    pub connections_per_user: Option<u64>,
    /// Connections at once.
    pub connections: Option<u64>,
    /// Bytes of one frame.
    pub frame_bytes: Option<u64>,
}

/// So many in so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub count: u64,
    /// In how long.
    pub per: Duration,
}

/// What a client does when the connection is lost.
#[derive(Clone, Debug)]
pub struct Reconnect {
    /// How often it tries.
    pub attempts: u64,
    /// How long it waits before the first try.
    pub delay: Duration,
    /// How much longer it waits before each further try.
    pub step: Duration,
}

/// An error that the server may answer with.
#[derive(Clone, Debug)]
pub struct ErrorCode {
    /// When it is answered.
    pub summary: Option<String>,
    /// Where it is declared: its key.
    pub span: Span,
}

/// An address pattern with typed parameters.
#[derive(Clone, Debug)]
pub struct Channel {
    /// The name that events use.
    pub name: Spanned<String>,
    /// What it is for.
    pub summary: Option<String>,
    /// Literal text and parameters in turn.
    pub address: Vec<Segment>,
    /// The address as written.
    pub pattern: String,
    /// Parameters by name, in the order of the address.
    pub params: IndexMap<String, Param>,
    /// Who may enter.
    pub access: Access,
    /// Whether the server joins a client as it connects, and to which of them.
    pub auto_join: Option<String>,
    /// Where it is declared.
    pub span: Span,
}

/// A parameter of a channel's address.
#[derive(Clone, Debug)]
pub struct Param {
    /// What it holds.
    pub ty: ParamType,
    /// What it means.
    pub summary: Option<String>,
}

/// What a parameter of an address can hold.
#[derive(Clone, Debug, PartialEq)]
pub enum ParamType {
    /// Any text that is not empty.
    String,
    /// A whole number of 64 bits.
    Integer,
    /// One of these.
    OneOf(Vec<String>),
}

/// Who may enter a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Everybody who presented a valid token.
    Authenticated,
    /// The server decides, by a rule of this class.
    Class(String),
}

/// A named message.
#[derive(Clone, Debug)]
pub struct Event {
    /// The name on the wire.
    pub name: Spanned<String>,
    /// What it tells, in a sentence.
    pub summary: Option<String>,
    /// More about it, in Markdown.
    pub description: Option<String>,
    /// Who sends it. `server` and `client` below are present accordingly.
    pub direction: Direction,
    /// Where the server sends it.
    pub route: Route,
    /// The name of its priority, where one is given.
    pub priority: Option<Spanned<String>>,
    /// Whether it is stored, where that is said.
    pub storage: Option<Spanned<Storage>>,
    /// What the server sends.
    pub server: Option<Message>,
    /// What clients send.
    pub client: Option<Message>,
    /// Whether both directions carry the same payload.
    pub same_both_ways: bool,
    /// What a client event does to a membership.
    pub membership: Option<Membership>,
    /// The request that a client makes instead of sending this event over the socket, as in `POST /messages`.
    pub rest: Option<Spanned<String>>,
    /// How a client's event is answered, or by what a client acknowledges an event of the server.
    pub answer: Answer,
    /// Paths of payload fields; waiting events that agree in them replace each other.
    pub coalesce_by: Vec<FieldPath>,
    /// Free words to group by.
    pub tags: Vec<String>,
    /// Whether it should no longer be used.
    pub deprecated: Option<Deprecation>,
    /// Former and wrong names.
    pub aliases: Vec<Alias>,
    /// Where it is declared: its key.
    pub span: Span,
}

impl Event {
    /// The storage, `Transient` where nothing is said.
    pub fn storage(&self) -> Storage {
        self.storage.as_ref().map_or(Storage::Transient, |storage| storage.value)
    }

    /// Whether a client may send it over the socket.
    pub fn client_sends(&self) -> bool {
        self.client.is_some() && self.rest.is_none()
    }

    /// What the server acknowledges a client's event with.
    pub fn server_ack(&self) -> Option<&Message> {
        self.ack().filter(|_| self.client.is_some())
    }

    /// What a client acknowledges the server's event with: where only the server sends it.
    pub fn client_ack(&self) -> Option<&Message> {
        self.ack().filter(|_| self.client.is_none())
    }

    fn ack(&self) -> Option<&Message> {
        match &self.answer {
            Answer::Ack(message) => Some(message),
            Answer::None | Answer::Event(_) => None,
        }
    }
}

/// Who sends an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The server.
    ServerToClient,
    /// Clients.
    ClientToServer,
    /// Both.
    Both,
}

impl Direction {
    /// The direction as it is written in a catalogue.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ServerToClient => "server-to-client",
            Self::ClientToServer => "client-to-server",
            Self::Both => "both",
        }
    }
}

/// Where the server sends an event.
#[derive(Clone, Debug)]
pub enum Route {
    /// Nowhere: only clients send it.
    Server,
    /// To the subscribers of a channel.
    Channel(ChannelRoute),
    /// To every connection.
    Everybody,
    /// To the connection that asked.
    Connection,
}

/// An event's channel and where its parameters come from.
#[derive(Clone, Debug)]
pub struct ChannelRoute {
    /// The name of the channel.
    pub channel: Spanned<String>,
    /// A source for each parameter of the channel, in the order of its address.
    pub bindings: IndexMap<String, Binding>,
}

/// Where a channel's parameter comes from.
#[derive(Clone, Debug)]
pub enum Binding {
    /// From the payload: a required field, and through required objects alone.
    Field(FieldPath),
    /// From the emitter, under this name: the payload does not carry it.
    Given(String),
}

/// The way to a field of a payload, outermost key first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPath {
    /// Wire names.
    pub keys: Vec<String>,
    /// Whether who reads it copes where nothing is there, as `edited_at?` says; only what consumers read can.
    pub optional: bool,
    /// Where it is written.
    pub span: Span,
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.keys.join("."), if self.optional { "?" } else { "" })
    }
}

/// Whether an event outlives its sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// Written to the database first, and kept for replay.
    Stored,
    /// May be lost.
    Transient,
}

/// What a message carries.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its arguments.
    pub payload: Payload,
    /// Example payloads.
    pub examples: Vec<Example>,
}

/// The arguments of an event.
#[derive(Clone, Debug)]
pub enum Payload {
    /// None.
    Empty,
    /// One, as nearly always.
    One(Type),
    /// Several (Socket.IO), each with a name for people.
    Args(Vec<Arg>),
}

/// One of several arguments.
#[derive(Clone, Debug)]
pub struct Arg {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub ty: Type,
}

/// An example payload. For several arguments the value is an array of them.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its name, where it has one.
    pub name: Option<String>,
    /// What it shows.
    pub summary: Option<String>,
    /// The payload; numbers keep what JSON can tell apart, object keys their order.
    pub value: Value,
    /// Where the payload is written.
    pub span: Span,
}

/// What a client event does to a membership.
#[derive(Clone, Debug)]
pub enum Membership {
    /// It asks to enter the channel.
    Joins(MembershipTarget),
    /// It leaves the channel.
    Leaves(MembershipTarget),
}

/// Which channel a membership event is about.
#[derive(Clone, Debug)]
pub enum MembershipTarget {
    /// One channel, its parameters taken from the payload.
    Channel(ChannelRoute),
    /// Any: the payload is the printed address.
    Any,
}

/// How an event is answered.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Not at all.
    None,
    /// By an acknowledgement (Socket.IO) of the other side.
    Ack(Message),
    /// By another event.
    Event(Spanned<String>),
}

/// Why and until when something is still there.
#[derive(Clone, Debug)]
pub struct Deprecation {
    /// Why.
    pub reason: Option<String>,
    /// The version or date since when.
    pub since: Option<String>,
    /// The date of its end (RFC 3339 full-date).
    pub sunset: Option<Spanned<String>>,
    /// The event to use instead.
    pub replacement: Option<Spanned<String>>,
}

/// A former or wrong name.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The name.
    pub name: Spanned<String>,
    /// Where it came from.
    pub reason: Option<String>,
    /// The version or date since when it is an alias.
    pub since: Option<String>,
    /// The date until which clients are served under this name (RFC 3339 full-date). Without one the name is
    /// simply wrong and nobody is served under it.
    pub sunset: Option<Spanned<String>>,
}

/// A view of a front end.
#[derive(Clone, Debug)]
pub struct Consumer {
    /// Its name.
    pub name: Spanned<String>,
    /// What it shows.
    pub summary: Option<String>,
    /// The events that it must handle.
    pub listens: Vec<Spanned<String>>,
    /// The payload fields that it reads, by event; an event that is not named here is read whole.
    pub reads: IndexMap<String, Vec<FieldPath>>,
}

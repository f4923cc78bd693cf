//! The root of a module.

use super::{Code, Item, StructLiteral};

/// The root of a module.
#[derive(Debug)]
pub struct Contract {
    /// The `use` lines of the file.
    pub uses: Vec<String>,
    /// The module's own documentation.
    pub docs: Vec<String>,
    /// The catalogue's name.
    pub name: String,
    /// The type that stands for the contract.
    pub ident: String,
    /// The version, as text.
    pub version: String,
    /// The fingerprint.
    pub fingerprint: String,
    /// The checked model as JSON, the value of `Contract::MODEL`.
    pub model: String,
    /// The value of `Contract::TRANSPORT`.
    pub transport: String,
    /// The value of `Contract::LIMITS`, where anything is limited.
    pub limits: Option<StructLiteral>,
    /// The value of `Contract::RECONNECT`, where there is one.
    pub reconnect: Option<StructLiteral>,
    /// The type of any of its channels.
    pub channel: String,
    /// The envelope's own keys.
    pub meta: Option<Meta>,
    /// Delivery policies, the most urgent first.
    pub priorities: Vec<Priority>,
    /// The `use` lines of the module that holds them.
    pub priority_uses: Vec<String>,
    /// Error codes.
    pub errors: Option<Item>,
    /// Event names as constants.
    pub names: Vec<NameConst>,
    /// What the server sends.
    pub server: EventSet,
    /// What clients send.
    pub client: EventSet,
    /// The macro that checks event names.
    pub event_names: NameMacro,
    /// The macro that checks channel addresses.
    pub channel_names: NameMacro,
}

/// The envelope.
#[derive(Debug)]
pub struct Meta {
    /// The struct of the keys beside name and payload.
    pub item: Item,
    /// The roles of the other keys: `name: "event"`.
    pub roles: Vec<(&'static str, String)>,
}

/// A delivery policy.
#[derive(Debug)]
pub struct Priority {
    /// What it is for.
    pub docs: Vec<String>,
    /// The constant's name.
    pub ident: String,
    /// Its value.
    pub value: StructLiteral,
}

/// An event name as a constant.
#[derive(Debug)]
pub struct NameConst {
    /// The constant's name.
    pub ident: String,
    /// The text, as a literal.
    pub literal: String,
}

/// An enum of events, by who sends them.
#[derive(Debug)]
pub struct EventSet {
    /// Its name.
    pub ident: &'static str,
    /// The words for whoever reads its documentation.
    pub docs: &'static str,
    /// Which serde directions this side needs.
    pub code: Code,
    /// Whether its events travel without the contract's envelope.
    pub bare: bool,
    /// Its variants.
    pub variants: Vec<EventVariant>,
    /// Events that come through a request alone: name and request, as literals.
    pub rest: Vec<(String, String)>,
}

/// An event in its enum.
#[derive(Debug)]
pub struct EventVariant {
    /// The variant, and the name of the event's type in `events`.
    pub ident: String,
    /// The type, as the file must write it.
    pub ty: String,
    /// Whether the variant holds it in a box, because it is large.
    pub boxed: bool,
    /// The names that it is read under, as literals, its own first, the others each with its last day.
    pub names: Vec<String>,
}

/// A macro that checks a literal.
#[derive(Debug)]
pub struct NameMacro {
    /// `event` or `channel`.
    pub what: &'static str,
    /// The names that there are, as literals.
    pub known: Vec<String>,
    /// Wrong names with the right ones, as literals.
    pub wrong: Vec<(String, String)>,
}

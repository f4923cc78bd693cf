//! Events, and the channels that they make.

use super::{Item, StructLiteral};

/// The file of events.
#[derive(Debug)]
pub struct Events {
    /// The `use` lines of the file.
    pub uses: Vec<String>,
    /// Events and acknowledgements, in the order of the catalogue.
    pub items: Vec<EventItem>,
}

/// An event or an acknowledgement.
#[derive(Debug)]
pub struct EventItem {
    /// Its type.
    pub item: Item,
    /// What it is in the contract; an acknowledgement is nothing by itself.
    pub event: Option<EventLine>,
    /// Where it goes, and what it asks for.
    pub routes: Vec<Routing>,
}

/// An invocation of `event!`.
#[derive(Debug)]
pub struct EventLine {
    /// The name on the wire, as a literal.
    pub name: String,
    /// The contract's type.
    pub contract: String,
    /// Who sends it, how it is kept, where it goes.
    pub words: Vec<String>,
}

/// How an event makes a channel.
#[derive(Debug)]
pub enum Routing {
    /// From its own fields, by `routed!`, `joins!` or `leaves!`.
    Bound {
        /// The macro.
        by: &'static str,
        /// The channel's type.
        channel: String,
        /// Its parameters: `user_id`, `user_id = buyer.id`.
        params: Vec<String>,
    },
    /// By a method: where the emitter gives parameters, or the payload's types are another engine's.
    Written {
        /// The trait that the method belongs to, if any.
        of: Option<String>,
        /// The method.
        method: &'static str,
        /// What it does.
        docs: &'static str,
        /// The parameters beside `&self`, with their types.
        args: Vec<(String, String)>,
        /// The channel.
        channel: StructLiteral,
    },
    /// From the payload, which is the printed address of any channel.
    Any {
        /// The method.
        method: &'static str,
        /// What it does.
        docs: &'static str,
        /// The type that it returns.
        returns: String,
        /// The text.
        text: &'static str,
    },
}

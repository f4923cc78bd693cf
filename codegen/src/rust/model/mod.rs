//! A module of Rust, settled down to the last name: what lowering makes and emitting prints.
//!
//! Every `String` that stands for a type or path is written as the file that holds it must write it, and `uses` makes
//! it so. Doc comments are lists of lines without their `///`.

mod channels;
mod contract;
mod events;
mod handlers;
mod types;

pub use channels::{Channel, Channels};
pub use contract::{Contract, EventSet, EventVariant, Meta, NameConst, NameMacro, Priority};
pub use events::{EventItem, EventLine, Events, Routing};
pub use handlers::{AccessMethod, AccessRule, Consumer, Failure, HandlerMethod, HandlerNames, Handlers};
pub use types::{ArgItem, Check, Checks, FieldItem, Item, PatternItem, Shape, ValueItem, VariantItem};

/// The module of one catalogue.
#[derive(Debug)]
pub struct Module {
    /// The module's name, as in `chatflow`.
    pub name: String,
    /// The catalogue's path, for the head of each file.
    pub source: String,
    /// What the root of the module holds.
    pub contract: Contract,
    /// A type per event.
    pub events: Events,
    /// A type per channel.
    pub channels: Channels,
    /// The types that events share, and those inside them.
    pub types: Types,
    /// What servers and clients implement.
    pub handlers: Handlers,
}

impl Module {
    /// Whether any type is held to a pattern, which the runtime crate checks behind a feature.
    pub fn has_patterns(&self) -> bool {
        let events = self.events.items.iter().map(|event| &event.item);
        let meta = self.contract.meta.iter().map(|meta| &meta.item);
        let mut items = events.chain(&self.types.items).chain(meta);
        items.any(|item| item.checks.as_ref().is_some_and(|checks| !checks.patterns.is_empty()))
    }
}

/// The file of types.
#[derive(Debug)]
pub struct Types {
    /// The `use` lines of the file.
    pub uses: Vec<String>,
    /// The types in the order of the catalogue.
    pub items: Vec<Item>,
    /// The same types as another engine printed them, instead of `items`.
    pub printed: Option<String>,
}

/// Which of serde's directions are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// `Serialize`
    pub encode: bool,
    /// `Deserialize`
    pub decode: bool,
}

impl Code {
    /// Both directions.
    pub const BOTH: Self = Self { encode: true, decode: true };

    /// The word with which a macro writes one direction alone.
    pub fn word(self) -> &'static str {
        match (self.encode, self.decode) {
            (true, false) => "encode ",
            (false, true) => "decode ",
            _ => "",
        }
    }
}

/// A struct literal: its type, its fields, and what the others come from.
#[derive(Debug)]
pub struct StructLiteral {
    /// The type.
    pub ty: String,
    /// Fields with their values.
    pub fields: Vec<(String, String)>,
    /// The base of the other fields.
    pub base: Option<String>,
}

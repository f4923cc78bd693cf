//! A module of Rust, settled down to the last name: what lowering makes and emitting prints.
//!
//! Every `String` that stands for a type or path is written as the file that holds it must write it, and `uses` makes
//! it so. Doc comments are lists of lines without their `///`.

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
    /// The value of `Contract::TRANSPORT`.
    pub transport: String,
    /// The value of `Contract::LIMITS`, where anything is limited.
    pub limits: Option<StructLiteral>,
    /// The value of `Contract::RECONNECT`, where there is one.
    pub reconnect: Option<StructLiteral>,
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
    /// The names that it is read under, as literals, its own first.
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

/// The file of channels.
#[derive(Debug)]
pub struct Channels {
    /// The `use` lines of the file.
    pub uses: Vec<String>,
    /// The channels in the order of the catalogue.
    pub list: Vec<Channel>,
    /// Sets of texts that parameters hold.
    pub enums: Vec<Item>,
    /// The contract's type.
    pub contract: String,
}

/// A channel.
#[derive(Debug)]
pub struct Channel {
    /// What it is for.
    pub docs: Vec<String>,
    /// Its type.
    pub ident: String,
    /// Its parameters.
    pub params: Vec<FieldItem>,
    /// The address: literals and names of parameters in turn.
    pub address: Vec<String>,
    /// The words of its access.
    pub access: String,
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

/// A type.
#[derive(Debug)]
pub struct Item {
    /// What it is.
    pub docs: Vec<String>,
    /// Its name.
    pub name: String,
    /// Its shape.
    pub shape: Shape,
    /// Which serde directions it needs.
    pub code: Code,
    /// The rules of its own.
    pub checks: Option<Checks>,
}

/// What a type looks like.
#[derive(Debug)]
pub enum Shape {
    /// A struct with named fields.
    Struct {
        /// The fields that Rust sees.
        fields: Vec<FieldItem>,
        /// The keys, as `object!` writes them.
        keys: Vec<String>,
        /// Whether other keys are refused.
        closed: bool,
    },
    /// A set of texts.
    Enum {
        /// Its values.
        values: Vec<ValueItem>,
        /// Whether others are kept.
        open: bool,
    },
    /// One of several shapes.
    Union {
        /// What tells them apart: a literal, or nothing for the JSON type.
        tag: Option<String>,
        /// The shapes.
        variants: Vec<VariantItem>,
    },
    /// A struct around one value of this type.
    Newtype(String),
    /// A struct around several arguments.
    Args(Vec<(String, String)>),
    /// A struct of nothing.
    Unit,
    /// Another name for a type.
    Alias(String),
}

/// A field.
#[derive(Debug)]
pub struct FieldItem {
    /// What it holds.
    pub docs: Vec<String>,
    /// Its name.
    pub ident: String,
    /// Its type.
    pub ty: String,
}

/// A value of a set of texts.
#[derive(Debug)]
pub struct ValueItem {
    /// What it means.
    pub docs: Vec<String>,
    /// The variant.
    pub ident: String,
    /// The text, as a literal.
    pub literal: String,
}

/// A shape of a union.
#[derive(Debug)]
pub struct VariantItem {
    /// What it means.
    pub docs: Vec<String>,
    /// The variant.
    pub ident: String,
    /// What it holds.
    pub ty: String,
    /// What selects it: the tag as a literal, or the JSON type.
    pub selector: String,
}

/// An implementation of `Validate`.
#[derive(Debug)]
pub struct Checks {
    /// The trait.
    pub validate: String,
    /// The error.
    pub violation: String,
    /// Compiled patterns: names and literals.
    pub patterns: Vec<(String, String)>,
    /// What is checked, in order.
    pub list: Vec<Check>,
}

/// A statement of an implementation of `Validate`.
#[derive(Debug)]
pub enum Check {
    /// A call of a rule.
    Rule {
        /// The function.
        function: String,
        /// Its arguments.
        args: Vec<String>,
    },
    /// Any other statement.
    Line(String),
    /// A loop or condition around others.
    Block {
        /// The line that opens it, without its brace.
        head: String,
        /// What it holds.
        body: Vec<Check>,
    },
}

/// The file of traits.
#[derive(Debug)]
pub struct Handlers {
    /// The `use` lines of the file.
    pub uses: Vec<String>,
    /// A method per client event, if clients send any.
    pub client: Option<Vec<HandlerMethod>>,
    /// Every channel with who may enter it, if there are any.
    pub access: Option<Vec<AccessMethod>>,
    /// The views of the front ends.
    pub consumers: Vec<Consumer>,
    /// Runtime names as this file writes them.
    pub names: HandlerNames,
}

/// Names of other modules as the file of traits writes them.
#[derive(Debug, Default)]
pub struct HandlerNames {
    /// `Raw`
    pub raw: String,
    /// `Encoded`
    pub encoded: String,
    /// `Entry`
    pub entry: String,
    /// `ServerEvent`
    pub server: String,
    /// `ClientEvent`
    pub client: String,
    /// `AnyChannel`
    pub any_channel: String,
}

/// A method of a trait over events.
#[derive(Debug)]
pub struct HandlerMethod {
    /// The event's name and what it tells.
    pub docs: Vec<String>,
    /// The method.
    pub ident: String,
    /// The variant of the enum.
    pub variant: String,
    /// The event's type.
    pub ty: String,
    /// Whether the variant holds it in a box.
    pub boxed: bool,
    /// The type of its acknowledgement.
    pub ack: Option<String>,
}

/// A channel and who may enter it.
#[derive(Debug)]
pub struct AccessMethod {
    /// The variant of `AnyChannel`.
    pub variant: String,
    /// Who may.
    pub rule: AccessRule,
}

/// Who may enter a channel.
#[derive(Debug)]
pub enum AccessRule {
    /// Everybody.
    Public,
    /// Every user.
    Authenticated,
    /// The server says.
    Asked {
        /// The channel's address and class.
        docs: Vec<String>,
        /// The method.
        ident: String,
        /// The channel's type.
        ty: String,
    },
}

/// The trait of a front end's view.
#[derive(Debug)]
pub struct Consumer {
    /// What it shows.
    pub docs: Vec<String>,
    /// The trait.
    pub ident: String,
    /// A method per event that it listens to.
    pub methods: Vec<HandlerMethod>,
}

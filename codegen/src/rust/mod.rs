//! The Rust backend: a catalogue as a module that reads as if written by hand.
//!
//! In: a checked catalogue and [`Options`]. Out: the files of one module ([`generate`]), a whole crate ([`package`]),
//! or one text with everything inside ([`inline`]). Lowering settles every name, import and derive; emitting prints.

pub(crate) mod emit;
pub(crate) mod ident;
mod literal;
mod lower;
mod model;
mod package;
mod scope;
pub mod stubs;
mod words;

use std::collections::HashMap;

use event_spec::{Catalogue, Valid};

use self::ident::Namer;
use crate::output::OutputTree;

/// What the files of a generated crate call the runtime crate: their root gives it this name.
const RUNTIME_IN_CRATE: &str = "crate::runtime";

/// What a module printed into somebody else's crate calls it.
const RUNTIME_INLINE: &str = "::event_contracts_runtime";

/// The files of one catalogue's module: `mod.rs` and what it names. The module stands in the root of a crate, under
/// [`module_name`], and the crate's root has `pub use event_contracts_runtime as runtime;`.
pub fn generate(catalogue: &Valid<Catalogue>, options: &Options) -> OutputTree {
    emit::files(&lower::lower(catalogue, options, RUNTIME_IN_CRATE, &module_name(catalogue)))
}

/// A crate of several catalogues: `Cargo.toml`, `src/lib.rs`, and a module behind a feature for each.
pub fn package(catalogues: &[(&Valid<Catalogue>, Options)], package: &Package) -> OutputTree {
    package::package(catalogues, package)
}

/// What events and types are defined as, by the names of their types.
pub(crate) struct Definitions {
    /// Of events and acknowledgements.
    pub events: HashMap<String, String>,
    /// Of the types that several may use.
    pub types: HashMap<String, String>,
}

/// The definitions of a catalogue's types, without what makes their wire forms.
pub(crate) fn definitions(catalogue: &Catalogue) -> Definitions {
    let module = lower::lower(catalogue, &Options::new(""), RUNTIME_IN_CRATE, &module_name(catalogue));
    let defined = |item: &model::Item| (item.name.clone(), emit::definition(item));
    Definitions {
        events: module.events.items.iter().map(|event| defined(&event.item)).collect(),
        types: module.types.items.iter().map(defined).collect(),
    }
}

/// The same module as one text, to stand inside any module of any crate that depends on `event-contracts-runtime`.
pub fn inline(catalogue: &Valid<Catalogue>, options: &Options) -> String {
    emit::inline(&lower::lower(catalogue, options, RUNTIME_INLINE, &module_name(catalogue)))
}

/// The name of a catalogue's module, as in `chatflow`.
pub fn module_name(catalogue: &Catalogue) -> String {
    Namer::with(&TAKEN_MODULES).take(&ident::snake(&catalogue.name), "_contract")
}

/// Names that the root of a crate, or a contract's own module, has other uses for.
const TAKEN_MODULES: [&str; 13] = [
    "bin",
    "channels",
    "core",
    "event_contracts_runtime",
    "events",
    "handlers",
    "lib",
    "main",
    "names",
    "priorities",
    "runtime",
    "std",
    "types",
];

pub(crate) use lower::Names;

/// What one catalogue's module is to hold.
#[derive(Clone, Debug)]
pub struct Options {
    /// The path of the catalogue as its user gave it: the head of each file names it.
    pub source: String,
    /// Whose code it is: a type is read or written only where that side does so.
    pub side: Side,
    /// What prints the types.
    pub engine: Engine,
}

impl Options {
    /// The native engine for both sides.
    pub fn new(source: impl Into<String>) -> Self {
        Self { source: source.into(), side: Side::Both, engine: Engine::Native }
    }
}

/// Whose code the generated module is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Either's, or both's.
    #[default]
    Both,
    /// A server's: it writes server events and reads client events.
    Server,
    /// A client's: it reads server events and writes client events.
    Client,
}

/// What prints the types of a module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    /// This backend itself.
    #[default]
    Native,
    /// Another engine, which has printed them already: events become newtypes over its types.
    Printed(PrintedTypes),
}

/// The types of a catalogue as another engine printed them, each under the name that the type model gives it, with
/// both of serde's directions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrintedTypes {
    /// Rust items.
    pub text: String,
    /// The crates that the text names, with their version requirements and features as Cargo.toml writes them.
    pub crates: Vec<(&'static str, &'static str)>,
}

impl Engine {
    pub(crate) fn printed(&self) -> Option<&PrintedTypes> {
        match self {
            Self::Native => None,
            Self::Printed(types) => Some(types),
        }
    }
}

/// The crate that a [`package`] makes.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its name, as in `event-contracts`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Where it finds the runtime crate.
    pub runtime: Dependency,
}

/// Where a crate is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dependency {
    /// In a folder: relative to the package, or absolute.
    Path(String),
    /// In the registry, by a version requirement.
    Version(String),
}

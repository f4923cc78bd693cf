//! The modules that a catalogue gives: its own, `P/chatflow`, and those beside it, `P/chatflow/react`.
//!
//! One table says it all: the manifest, the page for people and the files follow from it. A module more is a line here and a file
//! in `emit/`.

use event_spec::{Catalogue, Valid};

use super::emit;
use super::model::Module;

/// A module that catalogues give.
pub struct Entry {
    /// Its name below the catalogue's; none for the catalogue's own module.
    pub name: Option<&'static str>,
    /// What a program finds there, for people.
    pub summary: &'static str,
    /// Whether a catalogue has it.
    pub fits: fn(&Module) -> bool,
    /// Its text, from the catalogue as it was checked and from the same with every name settled.
    pub emit: fn(&Valid<Catalogue>, &Module) -> Files,
    /// The packages that it imports, each with the range of its versions. A program that leaves the module alone needs none of them.
    pub peers: &'static [(&'static str, &'static str)],
}

/// The two files of a module.
pub struct Files {
    /// `.d.ts`
    pub declarations: String,
    /// `.js`
    pub script: String,
}

/// Every module, the catalogue's own first.
pub const ENTRIES: &[Entry] = &[OWN, CLIENT, VALIDATORS, REACT, VUE];

const OWN: Entry = Entry {
    name: None,
    summary: "types, names, channels, and what listens and asks",
    fits: |_| true,
    emit: |_, module| Files { declarations: emit::declarations(module), script: emit::script(module) },
    peers: &[],
};

const CLIENT: Entry = Entry {
    name: Some("client"),
    summary: "a client of a plain WebSocket: it comes back, catches up, asks and waits",
    fits: emit::client::fits,
    emit: |_, module| emit::client::files(module),
    peers: &[],
};

const VALIDATORS: Entry = Entry {
    name: Some("validators"),
    summary: "a validator for each event and each type, as Standard Schema has them",
    fits: |_| true,
    emit: |_, module| Files {
        declarations: emit::validators::declarations(module),
        script: emit::validators::script(module),
    },
    peers: &[],
};

const REACT: Entry = Entry {
    name: Some("react"),
    summary: "hooks for React: events, views, channels, and who is there",
    fits: |_| true,
    emit: |_, module| emit::reactive::files(module, "hooks"),
    peers: &[("react", ">=18")],
};

const VUE: Entry = Entry {
    name: Some("vue"),
    summary: "the same as composables for Vue",
    fits: |_| true,
    emit: |_, module| emit::reactive::files(module, "composables"),
    peers: &[("vue", ">=3.3")],
};

impl Entry {
    /// Its path in the package without an ending, which is also what a program imports: `chatflow/react`.
    pub fn path(&self, module: &Module) -> String {
        match self.name {
            None => module.stem.clone(),
            Some(name) => format!("{}/{name}", module.stem),
        }
    }
}

/// The modules of a catalogue.
pub fn of(module: &Module) -> impl Iterator<Item = &'static Entry> {
    ENTRIES.iter().filter(|entry| (entry.fits)(module))
}

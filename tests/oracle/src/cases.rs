//! Every example of the five catalogues.

use std::path::{Path, PathBuf};

use event_spec::catalogue::{Answer, Catalogue, Message, Payload};
use event_spec::types::Type;
use event_spec::{Sources, Valid};
use event_spec_disk::Disk;
use serde_json::Value;

/// The catalogues by name.
pub const CATALOGUES: [&str; 5] = ["chatflow", "mechamap", "leads", "gochat", "hiwwer"];

/// Who sends a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Server,
    Client,
    /// The server, as an acknowledgement.
    Ack,
}

/// An example payload.
#[derive(Clone, Debug)]
pub struct Case {
    /// The catalogue.
    pub catalogue: &'static str,
    /// The event's name.
    pub event: String,
    /// Who sends it.
    pub side: Side,
    /// The named type of the payload, where it has one.
    pub ty: Option<String>,
    /// The schema as it is written: a file below the catalogue's folder, and a JSON pointer into it.
    pub schema: (String, String),
    /// The payload.
    pub payload: Value,
}

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} ({:?})", self.catalogue, self.event, self.side)
    }
}

/// A checked catalogue with its texts.
pub struct Loaded {
    /// The catalogue.
    pub catalogue: Valid<Catalogue>,
    /// Its texts.
    pub sources: Sources,
}

/// Where the catalogues are.
pub fn folder(catalogue: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../contracts").join(catalogue)
}

/// Reads a catalogue.
pub fn load(name: &str) -> Loaded {
    let (disk, entry) = Disk::catalogue(&folder(name)).expect("the catalogue is committed");
    let outcome = event_spec::load(&disk, &entry);
    let catalogue = outcome.catalogue.expect("the catalogue has no errors");
    Loaded { catalogue, sources: outcome.sources }
}

/// The examples of a catalogue.
pub fn cases(name: &'static str) -> Vec<Case> {
    let Loaded { catalogue, sources } = load(name);
    let mut cases = Vec::new();
    for event in catalogue.events.values() {
        let file = sources.get(event.span.source).path();
        let mut add = |side: Side, message: &Message, keys: &[&str]| {
            let Payload::One(payload) = &message.payload else { return };
            let ty = match payload {
                Type::Named(id) => Some(catalogue.types.get(*id).name.clone()),
                _ => None,
            };
            let keys: Vec<String> = ["events", &event.name].iter().chain(keys).map(|key| escaped(key)).collect();
            let pointer = format!("/{}", keys.join("/"));
            cases.extend(message.examples.iter().map(|example| Case {
                catalogue: name,
                event: event.name.value.clone(),
                side,
                ty: ty.clone(),
                schema: (file.to_owned(), pointer.clone()),
                payload: example.value.clone(),
            }));
        };
        if let Some(message) = &event.server {
            add(Side::Server, message, &["payload"]);
        }
        if let Some(message) = &event.client {
            let own = event.server.is_some() && !event.same_both_ways;
            add(Side::Client, message, &[if own { "client_payload" } else { "payload" }]);
        }
        if let Answer::Ack(message) = &event.answer {
            add(Side::Ack, message, &["ack", "payload"]);
        }
    }
    cases
}

/// A key in a JSON pointer (RFC 6901).
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

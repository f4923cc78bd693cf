//! Scenes: what a mock does, written down.
//!
//! In: a YAML or JSON file, and the catalogues that are served. Out: the [`Scene`], or findings at the places of the file: an event
//! that the server does not send, a field that its payload does not have, a value that does not fit. Values may hold `${..}`, which is
//! filled in when the step is taken; they are judged then.

mod check;
mod document;

#[cfg(test)]
mod tests;

use std::time::Duration;

use serde_json::Value;

use crate::catalogue::Catalogue;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::read::FILE_UNREADABLE;
use crate::files::Files;
use crate::loader::Loader;
use crate::record::{FromNode, Owner};
use crate::source::{Sources, Span};

/// What a mock does.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// What it is, in a sentence.
    pub summary: Option<String>,
    /// The catalogue that it is about.
    pub catalogue: String,
    /// Whether clients are in the channels that the catalogue says they are in from the start.
    pub auto_join: bool,
    /// What there is in the beginning: lists of records by name.
    pub records: Vec<(String, Vec<Value>)>,
    /// What happens when a client has connected.
    pub connected: Vec<Step>,
    /// What happens when a client has gone.
    pub disconnected: Vec<Step>,
    /// What is answered to requests, as in `POST /visitors`.
    pub requests: Vec<(String, Vec<Step>)>,
    /// What happens by itself, once somebody is there.
    pub steps: Vec<Step>,
}

/// One thing that happens.
#[derive(Clone, Debug)]
pub struct Step {
    /// What.
    pub what: What,
    /// Where it is written.
    pub span: Span,
}

/// The things that happen. Values and texts may hold `${..}`.
#[derive(Clone, Debug)]
pub enum What {
    /// `send`: the server sends an event. What `payload` does not say is made.
    Send {
        /// The event.
        event: String,
        /// What its payload is to say.
        payload: Value,
        /// The address that it goes to, where its payload does not tell.
        to: Option<String>,
    },
    /// `reply`: the same, to the client alone that sent what was expected last.
    Reply {
        /// The event.
        event: String,
        /// What its payload is to say.
        payload: Value,
    },
    /// `wait`: some time passes.
    Wait(Duration),
    /// `expect`: a client sends an event. Of what it carries, `${heard.field}` tells.
    Expect {
        /// The event.
        event: String,
        /// What its payload has to say.
        matching: Value,
        /// After how long the scene goes on without it.
        within: Option<Duration>,
    },
    /// `cut`: every connection is cut.
    Cut,
    /// `repeat`: steps that are taken so often.
    Repeat {
        /// How often.
        times: u64,
        /// The steps.
        steps: Vec<Step>,
    },
    /// `keep`: a record is kept; it is `${it}` from then on.
    Keep {
        /// The list that it is put at the end of.
        list: String,
        /// The record.
        record: Value,
        /// Where there is a record that says this, that one is `${it}`, and nothing is kept.
        unless: Option<Value>,
    },
    /// `find`: a record, which is `${it}` from then on. A request for which there is none is answered with 404.
    Find {
        /// The list.
        list: String,
        /// What the record has to say.
        matching: Value,
    },
    /// `list`: records, which are `${items}` from then on.
    List {
        /// The list.
        list: String,
        /// What the records have to say.
        matching: Value,
        /// Whether the last comes first.
        newest_first: bool,
    },
    /// `change`: `${it}` says this from then on.
    Change(Value),
    /// `each`: steps for each record, which is `${it}` in them.
    Each {
        /// The list.
        list: String,
        /// What the records have to say.
        matching: Value,
        /// The steps.
        steps: Vec<Step>,
    },
    /// `join`: clients enter a channel.
    Join {
        /// Its address.
        address: String,
        /// Who does.
        who: Who,
    },
    /// `when`: steps that are taken only for some clients.
    When {
        /// For whom.
        who: Who,
        /// The steps.
        steps: Vec<Step>,
    },
    /// `answer`: what a request is answered with. Nothing is done after it.
    Answer {
        /// The status.
        status: u16,
        /// The body; nothing where there is none.
        body: Option<Value>,
    },
}

/// Which clients. Whoever fits one of the three; everybody where none is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// Of this user.
    pub user: Option<String>,
    /// With this role.
    pub role: Option<String>,
    /// Without this role.
    pub without_role: Option<String>,
}

/// What a run over one scene gives.
#[derive(Debug)]
pub struct Outcome {
    /// The texts that were read.
    pub sources: Sources,
    /// Every finding, ordered by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The scene, where nothing forbids it.
    pub scene: Option<Scene>,
}

/// Reads a scene, and holds it to the catalogues that are served.
pub fn load(files: &dyn Files, path: &str, catalogues: &[&Catalogue]) -> Outcome {
    let mut loader = Loader::new(files);
    let mut diagnostics = Diagnostics::default();
    let node = match loader.node(path, &mut diagnostics) {
        Ok(node) => node,
        Err(why) => {
            let span = loader.add_missing(path);
            diagnostics.push(Diagnostic::new(&FILE_UNREADABLE, span, format!("`{path}` cannot be read: {why}")));
            None
        }
    };
    let scene = node.and_then(|node| {
        let record = document::SceneRecord::from_node(&node, Owner::file(&node), &mut diagnostics)?;
        check::scene(&record, node.span, catalogues, &mut diagnostics)
    });
    let scene = scene.filter(|_| !diagnostics.has_errors());
    Outcome { sources: loader.into_sources(), diagnostics: diagnostics.into_sorted(), scene }
}

//! Flows: what happens, step by step, between parties.

use indexmap::IndexMap;

use crate::source::{Span, Spanned};

/// The party that is there in every flow that names it not otherwise.
pub const SERVER: &str = "server";

/// A course of events.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Its name.
    pub name: Spanned<String>,
    /// What happens, in a sentence.
    pub summary: Option<String>,
    /// More about it, in Markdown.
    pub description: Option<String>,
    /// Who takes part, by name, from left to right: everybody whom a step names, and the server.
    pub parties: IndexMap<String, Party>,
    /// What happens, one after the other.
    pub steps: Vec<Step>,
}

/// Who takes part in a flow.
#[derive(Clone, Debug)]
pub struct Party {
    /// What it is.
    pub role: Role,
    /// More about it.
    pub summary: Option<String>,
    /// Where it is declared, or first named; none for a party that nobody had to name.
    pub span: Option<Span>,
}

/// What a party of a flow is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The server, called [`SERVER`].
    Server,
    /// It sends or hears events, or makes requests.
    Client,
    /// The server or a client asks something of it: a database, another service.
    Other,
}

/// A step of a flow. Its parties are names of [`Flow::parties`].
#[derive(Clone, Debug)]
pub struct Step {
    /// What happens.
    pub kind: StepKind,
    /// More about it, in a few words.
    pub summary: Option<String>,
    /// Where it is written: the text that says what happens.
    pub span: Span,
}

impl Step {
    /// The event that is sent or acknowledged in it.
    pub fn event(&self) -> Option<&str> {
        match &self.kind {
            StepKind::Event { event, .. } | StepKind::Ack { event, .. } => Some(event.as_str()),
            _ => None,
        }
    }
}

/// What happens in a step.
#[derive(Clone, Debug)]
pub enum StepKind {
    /// A client sends an event to the server, or the server to clients.
    Event {
        /// The event.
        event: Spanned<String>,
        /// Who sends it.
        from: String,
        /// Who hears it: [`SERVER`] alone, or clients.
        to: Vec<String>,
    },
    /// An event is acknowledged.
    Ack {
        /// The event.
        event: Spanned<String>,
        /// Who acknowledges it.
        from: String,
        /// Who sent it.
        to: String,
    },
    /// A client makes a request of the server, as in `POST /messages`.
    Request {
        /// The request.
        request: Spanned<String>,
        /// Who makes it.
        from: String,
    },
    /// The server answers a client's request.
    Response {
        /// With what, in words.
        text: String,
        /// Who made it.
        to: String,
    },
    /// A party asks something else of another.
    Call {
        /// What, in words.
        text: String,
        /// Who asks.
        from: String,
        /// Who is asked.
        to: String,
    },
    /// Something to know at this point.
    Note {
        /// The words.
        text: String,
        /// Whom they are about; nobody for all.
        at: Vec<String>,
    },
}

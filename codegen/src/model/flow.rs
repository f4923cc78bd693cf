//! Flows: courses of events, for people.

use schemars::JsonSchema;
use serde::Serialize;

/// What happens, step by step, between parties.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Flow {
    /// Its name.
    pub name: String,
    /// What happens, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// More about it, in Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who takes part, from left to right.
    pub parties: Vec<Party>,
    /// What happens, one after the other.
    pub steps: Vec<Step>,
}

/// Who takes part.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Party {
    /// Its name, as steps use it.
    pub name: String,
    /// What it is.
    pub role: Role,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

/// What a party is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The server.
    Server,
    /// It sends or hears events, or makes requests.
    Client,
    /// Something that is asked, such as a database.
    Other,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Step {
    /// What happens.
    #[serde(flatten)]
    pub kind: StepKind,
    /// More about it, in a few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

/// What happens in a step.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum StepKind {
    /// An event is sent.
    Event {
        /// Its name.
        event: String,
        /// Who sends it.
        from: String,
        /// Who hears it.
        to: Vec<String>,
    },
    /// An event is acknowledged.
    Ack {
        /// Its name.
        event: String,
        /// Who acknowledges it.
        from: String,
        /// Who sent it.
        to: String,
    },
    /// A client makes a request of the server.
    Request {
        /// As in `POST /messages`.
        request: String,
        /// Who makes it.
        from: String,
    },
    /// The server answers a request.
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

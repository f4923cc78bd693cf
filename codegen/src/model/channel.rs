//! Channels.

use schemars::JsonSchema;
use serde::Serialize;

/// An address pattern with typed parameters.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Channel {
    /// The name that events use.
    pub name: String,
    /// The pattern of its address, as in `thread.{thread_id}`. In an address every byte of a value but `A-Z a-z 0-9 _ ~ @ + = -`
    /// is percent-encoded (RFC 3986).
    pub address: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The parameters, in the order of the address.
    pub parameters: Vec<Parameter>,
    /// Who may enter.
    pub access: Access,
    /// Which of them the server joins a client to as it connects, in words; absent where a client has to ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_join: Option<String>,
}

/// A parameter of an address.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Parameter {
    /// Its name in the pattern.
    pub name: String,
    /// What it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What it can hold.
    #[serde(flatten)]
    pub ty: ParameterType,
}

/// What a parameter of an address can hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum ParameterType {
    /// Any text that is not empty.
    String,
    /// A whole number of 64 bits.
    Integer,
    /// One of these texts.
    Enum {
        /// The texts.
        values: Vec<String>,
    },
}

/// Who may enter a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Access {
    /// Everybody.
    Public,
    /// Everybody who presented a valid token.
    Authenticated,
    /// The server decides, by its rule for this class.
    Class {
        /// The class.
        class: String,
    },
}

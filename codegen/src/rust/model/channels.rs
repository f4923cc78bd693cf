//! Channels.

use super::{FieldItem, Item};

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

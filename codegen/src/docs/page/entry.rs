//! What a reader may look for: the entries of lists, of menus and of a search.

use super::{Anchor, Inline};

/// A thing of the catalogue that has a section.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its section.
    pub anchor: Anchor,
    /// What it is called.
    pub name: String,
    /// What it is, in a sentence.
    pub summary: Vec<Inline>,
    /// Names that it is also looked for under: former and wrong ones, other ways to write it.
    pub aliases: Vec<String>,
    /// Further words that lead to it: the names of its fields, its tags.
    pub words: Vec<String>,
    /// What is said of an event at a glance.
    pub event: Option<Glance>,
}

/// An event at a glance.
#[derive(Clone, Debug)]
pub struct Glance {
    /// Under which heading it is listed.
    pub group: String,
    /// Who sends it.
    pub sender: Sender,
    /// Where the server sends it, or which channel a client asks for.
    pub target: Vec<Inline>,
    /// The name of its priority.
    pub priority: Option<Urgency>,
    /// Whether it is written to the database first; nothing where the catalogue does not say.
    pub stored: Option<bool>,
    /// Whether it is on its way out.
    pub deprecated: bool,
}

/// A priority at a glance.
#[derive(Clone, Debug)]
pub struct Urgency {
    /// Its name.
    pub name: String,
    /// When an event of it leaves: `at once`.
    pub leaves: String,
    /// Its place among the priorities, from 0 for the most urgent.
    pub rank: usize,
}

/// Who sends an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// The server.
    Server,
    /// Clients.
    Clients,
    /// The server and clients.
    Both,
    /// Nobody: clients make a request instead.
    Request,
}

impl Sender {
    /// Who sends, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Server => "server sends",
            Self::Clients => "clients send",
            Self::Both => "both send",
            Self::Request => "request instead",
        }
    }
}

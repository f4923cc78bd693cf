//! The page model: what a document says, in no markup.
//!
//! Lowering makes it from a catalogue; a printer turns it into text. Markdown's printer is [`super::markdown`]; a site of
//! HTML pages is another printer over the same pages. Texts here are as their authors wrote them, so a printer escapes
//! every one. A printer cannot fail: every [`Target::Here`] names an [`Anchor`] of its own page.

mod entry;
mod field;
mod sequence;

use std::borrow::Cow;

pub use entry::{Entry, Glance, Sender, Urgency};
pub use field::{Field, field_block, field_table};
pub use sequence::{Lifeline, LifelineKind, Message, MessageKind, Moment, Note, Sequence};

/// One document.
#[derive(Clone, Debug)]
pub struct Page {
    /// The file's name without its ending, as in `chatflow`.
    pub name: String,
    /// Where its content comes from, for the comment at its head.
    pub source: String,
    /// The heading.
    pub title: String,
    /// What stands before the first section.
    pub blocks: Vec<Block>,
    /// The sections.
    pub sections: Vec<Section>,
    /// What a reader may look for in it.
    pub entries: Vec<Entry>,
}

/// A part of a page with a heading that others can link to.
#[derive(Clone, Debug)]
pub struct Section {
    /// What the section is about.
    pub anchor: Anchor,
    /// The heading.
    pub title: Inline,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Its parts.
    pub sections: Vec<Section>,
}

/// What a section is about: the stable name that links use.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// A fixed part of the page.
    Part(Part),
    /// An event, by its name.
    Event(String),
    /// A channel, by its name.
    Channel(String),
    /// A named type.
    Type(String),
    /// A consumer, by its name.
    Consumer(String),
    /// A flow, by its name.
    Flow(String),
}

/// The fixed parts of a catalogue's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The picture of who sends what where.
    Picture,
    /// The tables of events.
    Events,
    /// The flows.
    Flows,
    /// How to connect.
    Connecting,
    /// What a client presents.
    Handshake,
    /// How an event lies on the wire.
    Frames,
    /// What the server holds its clients to.
    Limits,
    /// What a client does when the connection is lost.
    Reconnecting,
    /// The error codes.
    Errors,
    /// The channels and who may enter them.
    Channels,
    /// The delivery policies.
    Priorities,
    /// Every event in full.
    Reference,
    /// The named types.
    Types,
    /// The views of front ends.
    Consumers,
    /// Every name, right, former or wrong.
    Names,
    /// What changed, and when.
    History,
}

/// A block of a page.
#[derive(Clone, Debug)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A short heading that nobody links to, as `Payload`.
    Label(String),
    /// Something that a reader must not miss.
    Warning(Vec<Inline>),
    /// An unordered list.
    List(Vec<Vec<Inline>>),
    /// A list with numbers, from 1.
    Steps(Vec<Vec<Inline>>),
    /// Labels with what holds of them.
    Facts(Vec<Fact>),
    /// A table.
    Table(Table),
    /// What an object holds.
    Fields(Vec<Field>),
    /// Text in a language, kept as it is.
    Code(Language, String),
    /// An example as it travels: what it shows, and the JSON.
    Example(Vec<Inline>, String),
    /// Code to copy: the same thing on several sides.
    Samples(Vec<Sample>),
    /// A picture.
    Picture(Picture),
    /// A picture of a course of events.
    Sequence(Sequence),
}

/// Code to copy.
#[derive(Clone, Debug)]
pub struct Sample {
    /// What it does: `Sending it`.
    pub label: &'static str,
    /// Its language.
    pub language: Language,
    /// The code.
    pub code: String,
}

/// A label with what holds of it.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The label.
    pub label: &'static str,
    /// What holds.
    pub text: Vec<Inline>,
}

/// A table; every row has a cell for each column.
#[derive(Clone, Debug)]
pub struct Table {
    /// The headings.
    pub columns: Vec<Vec<Inline>>,
    /// The rows, each a list of cells.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

impl Table {
    /// An empty table with these headings.
    pub fn new(columns: &[&'static str]) -> Self {
        Self { columns: columns.iter().map(|column| vec![text(*column)]).collect(), rows: Vec::new() }
    }

    /// The table without the columns that are empty in every row.
    pub fn without_empty_columns(mut self) -> Self {
        let keep: Vec<bool> =
            (0..self.columns.len()).map(|at| self.rows.iter().any(|row| !row[at].is_empty())).collect();
        for cells in std::iter::once(&mut self.columns).chain(&mut self.rows) {
            let mut kept = keep.iter();
            cells.retain(|_| kept.next() == Some(&true));
        }
        self
    }
}

/// The language of a code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Language {
    /// JSON.
    Json,
    /// Rust.
    Rust,
    /// TypeScript.
    TypeScript,
    /// Whatever the author named, or nothing.
    Other(String),
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Words.
    Text(Cow<'static, str>),
    /// Something as it is written in code or on the wire.
    Code(String),
    /// Words with weight.
    Strong(Vec<Inline>),
    /// Words with emphasis.
    Emphasis(Vec<Inline>),
    /// A link.
    Link(Vec<Inline>, Target),
    /// Whether somebody may do something.
    Mark(Mark),
    /// The start of a new line.
    Break,
}

/// Whether somebody may do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Yes.
    Yes,
    /// No.
    No,
    /// The server decides each time.
    ByRule,
}

impl Mark {
    /// The mark in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::ByRule => "by rule",
        }
    }
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A section of the same page.
    Here(Anchor),
    /// Another page, by its name.
    Page(String),
    /// An address that starts with `http://`, `https://` or `mailto:`.
    Web(String),
}

/// A picture of boxes and arrows, read from left to right.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// The boxes; arrows name them by their place here.
    pub nodes: Vec<Node>,
    /// The arrows.
    pub arrows: Vec<Arrow>,
}

impl Language {
    /// The language as a reader knows it.
    pub fn title(&self) -> &str {
        match self {
            Self::Json => "JSON",
            Self::Rust => "Rust",
            Self::TypeScript => "TypeScript",
            Self::Other(name) => name,
        }
    }
}

impl Picture {
    /// Adds a box and gives its place.
    pub fn node(&mut self, kind: NodeKind, label: impl Into<String>, target: Option<Anchor>) -> usize {
        self.nodes.push(Node { kind, label: label.into(), target });
        self.nodes.len() - 1
    }

    /// Adds an arrow.
    pub fn arrow(&mut self, from: usize, to: usize, labels: Vec<Label>) {
        self.arrows.push(Arrow { from, to, labels });
    }
}

/// A box.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it stands for.
    pub kind: NodeKind,
    /// Its name.
    pub label: String,
    /// What tells more about it.
    pub target: Option<Anchor>,
}

/// What a box stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// The server.
    Server,
    /// The clients.
    Clients,
    /// A channel, or what stands in its place.
    Channel,
    /// A consumer.
    Consumer,
}

/// An arrow between two boxes.
#[derive(Clone, Debug)]
pub struct Arrow {
    /// The place of the box that it leaves.
    pub from: usize,
    /// The place of the box that it reaches.
    pub to: usize,
    /// What goes this way, one name a line; empty for a plain arrow.
    pub labels: Vec<Label>,
}

/// A name on an arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The name.
    pub text: String,
    /// What tells more about it.
    pub target: Option<Anchor>,
}

/// Words.
pub fn text(words: impl Into<Cow<'static, str>>) -> Inline {
    Inline::Text(words.into())
}

/// Something as it is written in code or on the wire.
pub fn code(words: impl Into<String>) -> Inline {
    Inline::Code(words.into())
}

/// A link to an event of the same page, by its name.
pub fn event_link(name: &str) -> Inline {
    Inline::Link(vec![code(name)], Target::Here(Anchor::Event(name.to_owned())))
}

/// A link to a consumer of the same page, by its name.
pub fn consumer_link(name: &str) -> Inline {
    Inline::Link(vec![text(name.to_owned())], Target::Here(Anchor::Consumer(name.to_owned())))
}

/// A link to a fixed part of the same page.
pub fn part_link(words: impl Into<Cow<'static, str>>, part: Part) -> Inline {
    Inline::Link(vec![text(words)], Target::Here(Anchor::Part(part)))
}

/// The lists with `, ` between them.
pub fn joined(lists: impl IntoIterator<Item = Vec<Inline>>) -> Vec<Inline> {
    joined_with(", ", lists)
}

/// The lists with these words between them.
pub fn joined_with(words: &'static str, lists: impl IntoIterator<Item = Vec<Inline>>) -> Vec<Inline> {
    let mut line = Vec::new();
    for list in lists {
        if !line.is_empty() {
            line.push(text(words));
        }
        line.extend(list);
    }
    line
}

/// The words of a line.
pub fn plain(line: &[Inline]) -> String {
    let words = |inline: &Inline| match inline {
        Inline::Text(words) => words.to_string(),
        Inline::Code(words) => words.clone(),
        Inline::Strong(words) | Inline::Emphasis(words) | Inline::Link(words, _) => plain(words),
        Inline::Mark(mark) => mark.words().to_owned(),
        Inline::Break => " ".to_owned(),
    };
    line.iter().map(words).collect()
}

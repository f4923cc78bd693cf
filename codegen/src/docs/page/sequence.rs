//! A sequence picture: who sends what to whom, one thing after the other, read from top to bottom.

use super::Anchor;

/// A picture of lifelines and of what goes between them.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// What happens, in a sentence: what the picture is called for who does not see it.
    pub title: String,
    /// Who takes part, from left to right; moments name them by their place here.
    pub lifelines: Vec<Lifeline>,
    /// What happens, from top to bottom.
    pub moments: Vec<Moment>,
}

/// Who takes part.
#[derive(Clone, Debug)]
pub struct Lifeline {
    /// What it is.
    pub kind: LifelineKind,
    /// Its name.
    pub label: String,
    /// What tells more about it.
    pub target: Option<Anchor>,
}

/// What a lifeline stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LifelineKind {
    /// The server.
    Server,
    /// A client.
    Client,
    /// Neither: a database, another service.
    Other,
}

/// What happens at one height of the picture.
#[derive(Clone, Debug)]
pub enum Moment {
    /// Something goes from one to others.
    Message(Message),
    /// Words.
    Note(Note),
}

/// Something that goes from one lifeline to others.
#[derive(Clone, Debug)]
pub struct Message {
    /// What it is.
    pub kind: MessageKind,
    /// The place of the lifeline that it leaves.
    pub from: usize,
    /// The places of those that it reaches: at least one, none of them `from`.
    pub to: Vec<usize>,
    /// The event, the request, or words.
    pub label: String,
    /// The event, where it is one.
    pub target: Option<Anchor>,
    /// The channel that it travels over.
    pub channel: Option<String>,
    /// More about it, in a few words.
    pub words: Option<String>,
}

/// What goes from one lifeline to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// An event.
    Event,
    /// What answers: an event that answers another, an acknowledgement, the response to a request.
    Answer,
    /// A request, or whatever else one party asks of another.
    Request,
}

/// Words about lifelines.
#[derive(Clone, Debug)]
pub struct Note {
    /// The place of the leftmost lifeline that it is about.
    pub first: usize,
    /// The place of the rightmost.
    pub last: usize,
    /// The words.
    pub text: String,
}

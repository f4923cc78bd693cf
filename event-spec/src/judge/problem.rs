//! What can be wrong with a frame.

use std::fmt;

/// One thing that is wrong with a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What sort of thing it is.
    pub kind: Kind,
    /// Where it is, as in `payload.tags[2]`: below `payload`, an argument's name, `envelope` or `acknowledgement`. Of a field that is
    /// missing, where it should be. None where it is about the frame as a whole.
    pub path: Option<String>,
    /// What is wrong, in a sentence that names the place. It may quote what the peer sent: escape it before it goes to a terminal.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// The sorts of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// No JSON, bytes where text belongs, or too deep.
    NotJson,
    /// JSON that is no frame: no array with a name, no object.
    NotAFrame,
    /// The contract names no such event.
    UnknownEvent,
    /// A former or wrong name, under which nobody is served.
    WrongName,
    /// A former name, whose last day is over.
    AliasExpired,
    /// The other side sends this event.
    WrongDirection,
    /// The event comes through a request, because it is stored first.
    ThroughRest,
    /// A key of the envelope is missing or does not fit.
    Envelope,
    /// The payload is missing or does not fit, or there are too many arguments.
    Payload,
    /// An acknowledgement does not fit, or there is none.
    Acknowledgement,
    /// The channel is no address, or not that of the payload.
    Channel,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::NotJson,
        Self::NotAFrame,
        Self::UnknownEvent,
        Self::WrongName,
        Self::AliasExpired,
        Self::WrongDirection,
        Self::ThroughRest,
        Self::Envelope,
        Self::Payload,
        Self::Acknowledgement,
        Self::Channel,
    ];

    /// The name in output for machines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotJson => "not-json",
            Self::NotAFrame => "not-a-frame",
            Self::UnknownEvent => "unknown-event",
            Self::WrongName => "wrong-name",
            Self::AliasExpired => "alias-expired",
            Self::WrongDirection => "wrong-direction",
            Self::ThroughRest => "through-rest",
            Self::Envelope => "envelope",
            Self::Payload => "payload",
            Self::Acknowledgement => "acknowledgement",
            Self::Channel => "channel",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Problem {
    /// A problem of the frame as a whole.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, path: None, message: message.into(), help: None }
    }

    /// The same, at a place.
    #[must_use]
    pub fn at(self, path: impl Into<String>) -> Self {
        Self { path: Some(path.into()), ..self }
    }

    /// The same, with what to do about it.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// In one line: what is wrong, and what to do.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.iter().try_for_each(|help| write!(f, "; {help}"))
    }
}

//! What a mock tells of what it does. Printing is its owner's.

use serde_json::Value;

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The catalogue.
    pub catalogue: &'a str,
    /// What happened.
    pub what: What<'a>,
}

/// The things that happen.
#[derive(Clone, Debug)]
pub enum What<'a> {
    /// A client has connected, and is in these channels.
    Came {
        /// Who it is.
        user: &'a str,
        /// The addresses of its channels.
        channels: &'a [String],
    },
    /// A client has gone.
    Went {
        /// Who it was.
        user: &'a str,
    },
    /// The server sent an event.
    Sent {
        /// Its name.
        event: &'a str,
        /// Where it went: an address, `everybody`, or a user.
        to: &'a str,
        /// Its arguments.
        arguments: &'a [Value],
    },
    /// A client sent an event that is as the contract says.
    Heard {
        /// Its name.
        event: &'a str,
        /// Whose it is.
        user: &'a str,
        /// Its arguments.
        arguments: &'a [Value],
    },
    /// A client made a request.
    Asked {
        /// The method and the path.
        request: &'a str,
        /// How it was answered.
        status: u16,
    },
    /// A client was refused something.
    Refused {
        /// What it sent: the event's name, where it has one.
        event: &'a str,
        /// Why, in one line.
        why: &'a str,
    },
    /// Something that the mock's owner should know.
    Note(&'a str),
}

/// Who is told. Called from many tasks at once; it does not wait.
pub trait Log: Send + Sync + 'static {
    /// Takes a line.
    fn line(&self, line: &Line<'_>);
}

/// Nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Log for Silent {
    fn line(&self, _: &Line<'_>) {}
}

//! Why a frame was refused.

use std::error::Error;
use std::fmt;

use crate::object::{split, without_position};

/// Why a frame was refused. Its `Display` is one line that names the event and the field:
/// "`` `message.new`: `sender`: must be one of `visitor`, `agent` (enum) ``".
#[derive(Debug)]
#[non_exhaustive]
pub enum DecodeError {
    /// It is no frame of the contract: no JSON, or not in the form that holds an event.
    NotAFrame {
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// What lies beside the payload does not fit.
    Meta {
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The payload does not fit its event.
    Payload {
        /// The event's name.
        event: &'static str,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A client sent an event that only comes through a request, because it is stored first.
    ThroughRest {
        /// The event's name.
        event: &'static str,
        /// The request, as in `POST /messages`.
        request: &'static str,
    },
}

impl DecodeError {
    /// The name of the event, where the frame got so far.
    pub fn event(&self) -> Option<&'static str> {
        match self {
            Self::NotAFrame { .. } | Self::Meta { .. } => None,
            Self::Payload { event, .. } | Self::ThroughRest { event, .. } => Some(event),
        }
    }

    /// The path of the field that does not fit or is missing, as in `comment.user.name`, where it is one field.
    pub fn field(&self) -> Option<String> {
        let missing = missing(&self.problem()).map(str::to_owned);
        match (self.path(), missing) {
            (Some(path), Some(missing)) => Some(format!("{path}.{missing}")),
            (path, missing) => path.or(missing),
        }
    }

    /// The path of the value that does not fit: of the object where a field is missing.
    fn path(&self) -> Option<String> {
        let text = self.source_text()?;
        split(&text).map(|(path, _)| path.to_owned())
    }

    /// What is wrong, without the path of the field.
    pub fn problem(&self) -> String {
        match (self, self.source_text()) {
            (Self::ThroughRest { request, .. }, _) => format!("comes through `{request}`, not over the socket"),
            (_, text) => {
                let text = text.unwrap_or_default();
                split(&text).map_or(text.as_str(), |(_, problem)| problem).to_owned()
            }
        }
    }

    fn source_text(&self) -> Option<String> {
        match self {
            Self::NotAFrame { source } | Self::Meta { source } | Self::Payload { source, .. } => {
                Some(without_position(&source.to_string()).to_owned())
            }
            Self::ThroughRest { .. } => None,
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFrame { .. } => f.write_str("not a frame: ")?,
            Self::Meta { .. } => f.write_str("envelope: ")?,
            Self::Payload { event, .. } | Self::ThroughRest { event, .. } => write!(f, "`{event}`: ")?,
        }
        if let Some(path) = self.path() {
            write!(f, "`{}`: ", in_one_line(&path))?;
        }
        f.write_str(&in_one_line(&self.problem()))
    }
}

/// The field that is missing, in serde's words.
fn missing(problem: &str) -> Option<&str> {
    problem.strip_prefix("missing field `")?.strip_suffix('`')
}

/// How many characters of a peer's words a log line bears.
const MOST: usize = 300;

/// A text that may hold a peer's words, for one line of a log.
fn in_one_line(text: &str) -> String {
    let mut line = String::new();
    for character in text.chars().take(MOST) {
        match character {
            '\u{2028}' | '\u{2029}' => line.extend(character.escape_unicode()),
            _ if character.is_control() => line.extend(character.escape_default()),
            _ => line.push(character),
        }
    }
    if text.chars().nth(MOST).is_some() {
        line.push('…');
    }
    line
}

impl Error for DecodeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NotAFrame { source } | Self::Meta { source } | Self::Payload { source, .. } => Some(source),
            Self::ThroughRest { .. } => None,
        }
    }
}

//! Why an event of a client was not done.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use event_contracts_runtime::{DecodeError, Entry, Raw};
use serde::Serialize;

/// Why an event of a client was not done. Its JSON is the answer: `{"code", "message", "event"?, "field"?, "retry_after"?}`,
/// the last in milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Refusal {
    /// The kind of refusal.
    pub code: Code,
    /// What is wrong, in words for developers.
    pub message: String,
    /// The event, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// The field that does not fit, as in `comment.user.name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// After how long to try again, where that can help. In JSON in milliseconds, rounded up.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "milliseconds")]
    pub retry_after: Option<Duration>,
}

/// The kinds of refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// No frame of the contract.
    InvalidFrame,
    /// The contract names no such event.
    UnknownEvent,
    /// The payload does not fit its event.
    InvalidPayload,
    /// An event that the server sends.
    WrongDirection,
    /// An event that comes through a request, because it is stored first.
    ThroughRest,
    /// Larger than the limit.
    TooLarge,
    /// Too many in too short a time.
    RateLimited,
    /// There is no valid token.
    Unauthenticated,
    /// The user may not.
    Denied,
    /// There is no such thing.
    NotFound,
    /// It was not done in time.
    TimedOut,
    /// The server failed; what happened is in its log.
    Failed,
}

impl Code {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::InvalidFrame,
        Self::UnknownEvent,
        Self::InvalidPayload,
        Self::WrongDirection,
        Self::ThroughRest,
        Self::TooLarge,
        Self::RateLimited,
        Self::Unauthenticated,
        Self::Denied,
        Self::NotFound,
        Self::TimedOut,
        Self::Failed,
    ];

    /// Whether the event itself breaks the contract; everything else is about the moment, or about who sent it.
    pub(crate) fn is_of_contract(self) -> bool {
        use Code::{InvalidFrame, InvalidPayload, ThroughRest, TooLarge, UnknownEvent, WrongDirection};
        matches!(self, InvalidFrame | InvalidPayload | ThroughRest | TooLarge | UnknownEvent | WrongDirection)
    }

    /// Its name, as it travels.
    pub fn name(self) -> &'static str {
        match self {
            Self::InvalidFrame => "invalid_frame",
            Self::UnknownEvent => "unknown_event",
            Self::InvalidPayload => "invalid_payload",
            Self::WrongDirection => "wrong_direction",
            Self::ThroughRest => "through_rest",
            Self::TooLarge => "too_large",
            Self::RateLimited => "rate_limited",
            Self::Unauthenticated => "unauthenticated",
            Self::Denied => "denied",
            Self::NotFound => "not_found",
            Self::TimedOut => "timed_out",
            Self::Failed => "failed",
        }
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Refusal {
    /// A refusal of this kind.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), event: None, field: None, retry_after: None }
    }

    /// That something failed on the server's side. What it was goes to the log and not to the client.
    pub fn failed(error: &(dyn Error + 'static)) -> Self {
        tracing::error!(error, "an event could not be handled");
        Self::new(Code::Failed, "the server failed")
    }

    /// The same, of this event.
    #[must_use]
    pub fn of(mut self, event: impl Into<String>) -> Self {
        self.event = Some(event.into());
        self
    }

    /// The same, to be tried again after this long.
    #[must_use]
    pub fn retry_after(mut self, after: Duration) -> Self {
        self.retry_after = Some(after);
        self
    }
}

/// What a handler answers to an event that it does not know either. The gateway adds which name was perhaps meant.
impl From<Raw> for Refusal {
    fn from(event: Raw) -> Self {
        Self::new(Code::UnknownEvent, "no event of clients has this name").of(event.name)
    }
}

impl From<&DecodeError> for Refusal {
    fn from(error: &DecodeError) -> Self {
        let code = match error {
            // What breaks off behind a payload is no frame either.
            DecodeError::Payload { source, .. } if source.is_syntax() || source.is_eof() => Code::InvalidFrame,
            DecodeError::Payload { .. } => Code::InvalidPayload,
            DecodeError::ThroughRest { .. } => Code::ThroughRest,
            _ => Code::InvalidFrame,
        };
        Self {
            code,
            message: error.problem(),
            event: error.event().map(str::to_owned),
            field: error.field(),
            retry_after: None,
        }
    }
}

/// The refusal of an entry; none where it is allowed.
impl Refusal {
    /// Why somebody may not enter a channel.
    ///
    /// # Errors
    /// `Unauthenticated` or `Denied`.
    pub fn unless_allowed(entry: Entry) -> Result<(), Self> {
        match entry {
            Entry::Allowed => Ok(()),
            Entry::Unauthenticated => Err(Self::new(Code::Unauthenticated, "present a token first")),
            Entry::Denied => Err(Self::new(Code::Denied, "may not enter this channel")),
        }
    }
}

impl From<crate::StoreError> for Refusal {
    fn from(error: crate::StoreError) -> Self {
        if error.is_unstorable_text() {
            return Self::new(
                Code::InvalidPayload,
                "a text holds the character U+0000, which the database does not take",
            );
        }
        Self::failed(&error)
    }
}

/// What an application's own statement came to.
impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        crate::StoreError::from(error).into()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(event) = &self.event {
            write!(f, "`{event}`: ")?;
        }
        if let Some(field) = &self.field {
            write!(f, "`{field}`: ")?;
        }
        f.write_str(&self.message)
    }
}

impl Error for Refusal {}

fn milliseconds<S: serde::Serializer>(after: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    let whole = after.map(|after| u64::try_from(after.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX));
    whole.serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documents_explain_every_code() {
        let page = include_str!("../../docs/access.md");
        let (_, table) = page.split_once("## Refusals").expect("a table of refusals");
        let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
        assert_eq!(rows.map(|(code, _)| code).collect::<Vec<_>>(), Code::ALL.map(Code::name));
    }

    #[test]
    fn a_refusal_is_its_answer() {
        let refusal = Refusal {
            field: Some("user.name".to_owned()),
            ..Refusal::new(Code::RateLimited, "later").of("typing").retry_after(Duration::from_micros(1_500_001))
        };
        assert_eq!(
            serde_json::to_value(&refusal).ok(),
            Some(serde_json::json!({
                "code": "rate_limited",
                "message": "later",
                "event": "typing",
                "field": "user.name",
                "retry_after": 1501,
            }))
        );
        assert_eq!(refusal.to_string(), "`typing`: `user.name`: later");
    }
}

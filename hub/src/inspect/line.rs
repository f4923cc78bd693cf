//! A record in words: what a line of the stream says of it.

use std::borrow::Cow;
use std::time::SystemTime;

use serde::Serialize;
use serde_json::Value;

use super::Inspected;
use super::secrets::hidden;
use super::tap::{Record, What, micros};
use crate::engine::Engine;
use crate::message::EVERYBODY;
use crate::notice::RENEW;

/// So many bytes of a frame are shown at most.
const MOST_SHOWN: usize = 64 * 1024;

/// What a line says of a record.
#[derive(Serialize)]
pub(super) struct Line<'a> {
    /// Counts the records of this stream.
    id: u64,
    /// Milliseconds since 1970.
    at: f64,
    contract: &'static str,
    way: Way,
    event: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<String>,
    bytes: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipients: Option<u64>,
    /// Microseconds from the sending or the commit until it was in all queues.
    #[serde(skip_serializing_if = "Option::is_none")]
    waited: Option<u64>,
    /// Microseconds that the application took over a client's event.
    #[serde(skip_serializing_if = "Option::is_none")]
    took: Option<u64>,
    verdict: Verdict,
    /// What is wrong with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    /// The code of the refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    /// The frame, as JSON text.
    text: Cow<'a, str>,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Way {
    /// The server, in the words of the contract.
    Out,
    /// A client.
    In,
    /// The hub itself.
    Hub,
}

/// Whether it keeps to the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Verdict {
    /// It does.
    Fits,
    /// It does not.
    Breach,
    /// It does, and was refused for another reason.
    Refused,
    /// The contract says nothing of it, or this server cannot read what it sends.
    Unjudged,
}

impl<'a> Line<'a> {
    pub(super) fn of(record: &'a Record, id: u64, inspected: &Inspected) -> Self {
        let engine = inspected.engine();
        let line = Self {
            id,
            at: record.at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs_f64() * 1000.0,
            contract: record.contract,
            way: Way::Hub,
            event: Cow::Borrowed(""),
            channel: None,
            session: None,
            user: None,
            priority: None,
            position: None,
            bytes: 0,
            recipients: None,
            waited: None,
            took: None,
            verdict: Verdict::Unjudged,
            problem: None,
            code: None,
            text: Cow::Borrowed(""),
        };
        match &record.what {
            What::Sent { message, recipients, waited } => {
                let text = message.texts.first().map_or("", |text| &**text);
                let (verdict, problem) = judged(engine, text);
                Self {
                    way: Way::Out,
                    event: Cow::Borrowed(&message.event),
                    channel: Some(if *message.to == *EVERYBODY { "everybody" } else { &message.to }),
                    priority: Some(message.priority.name).filter(|name| !name.is_empty()),
                    position: message.position.as_ref().map(ToString::to_string),
                    bytes: text.len(),
                    recipients: Some(*recipients),
                    waited: Some(micros(*waited)),
                    verdict,
                    problem,
                    text: shown(text),
                    ..line
                }
            }
            What::Said { session, text } => {
                let (verdict, problem) = judged(engine, text);
                Self {
                    way: Way::Out,
                    event: Cow::Owned(name_in(text, engine.keys().0).unwrap_or_default()),
                    session: Some(session.to_string()),
                    bytes: text.len(),
                    recipients: Some(1),
                    verdict,
                    problem,
                    text: shown(text),
                    ..line
                }
            }
            What::Noticed { session, notice, text } => Self {
                event: Cow::Borrowed(notice),
                session: Some(session.to_string()),
                bytes: text.len(),
                text: shown(text),
                ..line
            },
            What::Heard { session, user, text, took, refusal } => {
                let name = name_in(text, engine.keys().0).unwrap_or_default();
                let is_renewal = name == RENEW;
                Self {
                    way: Way::In,
                    session: Some(session.to_string()),
                    user: user.as_ref().map(|user| &*user.id),
                    bytes: text.len(),
                    took: Some(micros(*took)),
                    verdict: match refusal {
                        None => Verdict::Fits,
                        Some(refusal) if refusal.code.is_of_contract() => Verdict::Breach,
                        Some(_) => Verdict::Refused,
                    },
                    problem: refusal.as_ref().map(|refusal| hidden(&refusal.to_string()).into_owned()),
                    code: refusal.as_ref().map(|refusal| refusal.code.name()),
                    text: if is_renewal { Cow::Borrowed("\"(a new token)\"") } else { shown(text) },
                    event: if name.is_empty() {
                        Cow::Borrowed("(no frame)")
                    } else {
                        Cow::Owned(hidden(&name).into_owned())
                    },
                    ..line
                }
            }
            What::Came(session) => {
                Self { event: Cow::Borrowed("connected"), session: Some(session.to_string()), ..line }
            }
            What::Went(session) => {
                Self { event: Cow::Borrowed("disconnected"), session: Some(session.to_string()), ..line }
            }
            What::TurnedAway(why) => {
                Self { event: Cow::Borrowed("turned away"), problem: Some(why.reason().to_owned()), ..line }
            }
        }
    }
}

/// Holds what the server sends to its contract.
fn judged(engine: &Engine, text: &str) -> (Verdict, Option<String>) {
    match engine.facts.judge.map(|judge| judge(text)) {
        None => (Verdict::Unjudged, None),
        Some(Ok(())) => (Verdict::Fits, None),
        Some(Err(problem)) => (Verdict::Breach, Some(problem)),
    }
}

/// A frame without its tokens, and not without end.
fn shown(text: &str) -> Cow<'_, str> {
    let end = (0..=MOST_SHOWN.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    hidden(text.get(..end).unwrap_or_default())
}

/// The name of the event in a frame: the first item of an array, or what stands under a key.
fn name_in(text: &str, key: &str) -> Option<String> {
    let frame: Value = serde_json::from_str(text).ok()?;
    let name = match &frame {
        Value::Array(items) => items.first()?,
        frame => frame.get(key)?,
    };
    let name = name.as_str()?;
    Some(name.chars().take(200).collect())
}

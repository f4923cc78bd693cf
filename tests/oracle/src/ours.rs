//! The generated types' reader.

use event_contracts_runtime::event_set::{Sink, Source};
use event_contracts_runtime::{Event, Payload, Raw, ReadEvents, WriteEvents};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Verdict;
use crate::cases::Side;

/// What the generated type of an event makes of a payload; nothing where the contract does not name the event, or lets
/// it come through a request alone.
pub fn read(catalogue: &str, event: &str, side: Side, json: &str) -> Option<Verdict> {
    macro_rules! contracts {
        ($($name:ident)*) => {
            match (catalogue, side) {
                $(
                    (stringify!($name), Side::Server) => payload::<event_contracts::$name::ServerEvent>(event, json),
                    (stringify!($name), Side::Client) => payload::<event_contracts::$name::ClientEvent>(event, json),
                )*
                _ => None,
            }
        };
    }
    contracts!(chatflow mechamap leads gochat hiwwer)
}

fn payload<S: ReadEvents + WriteEvents>(event: &str, json: &str) -> Option<Verdict> {
    match S::read(event, Text(json)) {
        Ok(event) => Some(Ok(event.write(Again))),
        Err(Refusal::Payload(reason)) => Some(Err(reason)),
        Err(Refusal::Elsewhere) => None,
    }
}

/// A payload's text, without the frame around it.
struct Text<'a>(&'a str);

enum Refusal {
    Payload(String),
    Elsewhere,
}

impl<'de> Source<'de> for Text<'de> {
    type Error = Refusal;

    fn read<T: Payload + Deserialize<'de>>(self, _: &'static str) -> Result<T, Refusal> {
        serde_json::from_str(self.0).map_err(|error| Refusal::Payload(error.to_string()))
    }

    fn keep(self, _: &str) -> Result<Raw, Refusal> {
        Err(Refusal::Elsewhere)
    }

    fn refuse(self, _: &'static str, _: &'static str) -> Refusal {
        Refusal::Elsewhere
    }
}

/// Writes a payload as JSON, without the frame around it.
struct Again;

impl Sink for Again {
    type Output = Value;

    fn event<E: Event + Payload + Serialize>(self, event: &E) -> Value {
        serde_json::to_value(event).expect("a payload that was read can be written")
    }

    fn raw(self, _: &Raw) -> Value {
        unreachable!("unknown events were refused")
    }
}

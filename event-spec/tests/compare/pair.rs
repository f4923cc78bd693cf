//! A payload of two versions, in a small catalogue each.

use event_spec::catalogue::{Event, Payload};
use event_spec::compare::contain::{Typed, contained};
use event_spec::compare::{Answer, Comparison, compare};
use event_spec::{Catalogue, Sources, Valid, load};

use crate::support::{Memory, render};

/// Who sends the payload.
pub const DIRECTIONS: [&str; 2] = ["server-to-client", "client-to-server"];

/// One version of a payload: the schema, and the schemas that it refers to, as texts.
#[derive(Clone, Debug)]
pub struct Version {
    pub payload: String,
    pub schemas: String,
}

/// A catalogue with the texts that it was read from.
pub struct Loaded {
    pub sources: Sources,
    pub catalogue: Valid<Catalogue>,
}

impl Version {
    /// The catalogue of one event that carries the payload, or what forbids it.
    pub fn load(&self, direction: &str) -> Result<Loaded, String> {
        let route = if direction == "server-to-client" { "    to: everybody\n" } else { "" };
        let text = format!(
            "catalogue: pair\nversion: 1.0.0\ntransport: socket.io\nevents:\n  it:\n    direction: {direction}\n{route}    \
             payload:{}\nschemas:{}\n",
            self.payload.replace('\n', "\n    "),
            if self.schemas.is_empty() { " {}" } else { &self.schemas },
        );
        let outcome = load(&Memory::of([("catalogue.yaml", text.as_str())]), "catalogue.yaml");
        match outcome.catalogue {
            Some(catalogue) => Ok(Loaded { sources: outcome.sources, catalogue }),
            None => Err(format!("{text}\n{}", render(&outcome))),
        }
    }
}

/// Compares two versions of a payload, and holds what is said of the parts to what is said of the whole.
pub fn compared(direction: &str, old: &Loaded, new: &Loaded) -> Result<Comparison, String> {
    let comparison = compare(&old.catalogue, &new.catalogue, None);
    let (before, after) = (payload(&old.catalogue), payload(&new.catalogue));
    let (new_by_old, old_by_new) = (contained(after, before), contained(before, after));
    let wholes = if direction == "server-to-client" { [new_by_old, old_by_new] } else { [old_by_new, new_by_old] };
    let effect = comparison.effect();
    for (order, whole, answer) in
        [("server", &wholes[0], &effect.server_first), ("clients", &wholes[1], &effect.clients_first)]
    {
        let agree = match whole {
            Ok(()) => answer.is_yes(),
            Err(gap) if gap.certain => answer.is_no(),
            Err(_) => matches!(answer, Answer::Unclear { .. }),
        };
        if !agree {
            return Err(format!(
                "{direction}, the {order} first: of the whole it is said {whole:?}, of the parts {answer:?}\n{:#?}",
                comparison.changes
            ));
        }
    }
    Ok(comparison)
}

fn payload(catalogue: &Catalogue) -> Typed<'_> {
    let event: &Event = &catalogue.events["it"];
    let message = event.server.as_ref().or(event.client.as_ref()).expect("somebody sends it");
    match &message.payload {
        Payload::One(ty) => Typed::new(&catalogue.types, ty),
        Payload::Empty | Payload::Args(_) => panic!("the event carries one payload"),
    }
}

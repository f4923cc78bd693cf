//! What the hub has to know of a contract.

use event_contracts_runtime::{FormerName, Limits, Priority, Transport};

use crate::contracts;
use crate::contracts::Direction;
use crate::engine::Facts;

/// What the hub has to know of a contract. Its parts live as long as the program: whoever makes them at run time leaks them, once
/// for each contract.
#[derive(Clone, Copy, Debug)]
pub struct Contract {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// A digest of what a peer can observe: 16 lower case hexadecimal digits.
    pub fingerprint: &'static str,
    /// What carries the events.
    pub transport: Transport,
    /// Delivery policies, the most urgent first.
    pub priorities: &'static [&'static Priority],
    /// What clients are held to.
    pub limits: Limits,
    /// The keys of name and payload in the frames of the server, where they have an envelope.
    pub server_envelope: Option<(&'static str, &'static str)>,
    /// The same in the frames of clients.
    pub client_envelope: Option<(&'static str, &'static str)>,
    /// The names of what the server sends.
    pub server_events: &'static [&'static str],
    /// The names of what clients send, and of what comes through a request.
    pub client_events: &'static [&'static str],
    /// The checked model as JSON, for the inspector; empty where nobody has it.
    pub model: &'static str,
    /// Former names.
    pub formers: &'static [Former],
}

/// A former name of an event, and who uses it.
#[derive(Clone, Copy, Debug)]
pub struct Former {
    /// The event and the name.
    pub name: FormerName,
    /// Who sends the event.
    pub direction: Direction,
}

impl Contract {
    pub(super) fn facts(&self) -> Facts {
        Facts {
            name: self.name,
            version: self.version,
            fingerprint: self.fingerprint,
            priorities: self.priorities,
            limits: self.limits,
            envelope: self.server_envelope,
            model: self.model,
            judge: None,
        }
    }

    pub(super) fn formers(&self) -> Vec<contracts::Former> {
        let former =
            |Former { name, direction }: Former| contracts::Former { event: name.event, alias: name.alias, direction };
        self.formers.iter().copied().map(former).collect()
    }
}

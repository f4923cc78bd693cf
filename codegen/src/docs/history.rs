//! What became of a catalogue's events in the course of time.
//!
//! A catalogue does not know it: who calls the backend may, as the command does from git. Texts are as `eventspec diff` says
//! them, so a printer escapes every one.

use event_spec::compare::Verdict;

/// The revisions in which a catalogue changed, the newest first. Empty where nobody knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The revisions.
    pub revisions: Vec<Revision>,
}

/// One revision, with what it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The day, as an RFC 3339 full-date.
    pub date: String,
    /// Its id, as short as people write it: `75a8562`.
    pub id: String,
    /// The version that the catalogue has from then on.
    pub version: String,
    /// What changed.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The events that it is about, by the names that they have in that revision; none where it is about the whole catalogue.
    pub events: Vec<String>,
    /// What changed: `message.new.payload.text`, `channel room`.
    pub subject: String,
    /// What became of it: `removed`, `is now required`.
    pub what: String,
    /// What it means for who deploys.
    pub verdict: Verdict,
}

impl History {
    /// The changes of one event, each with its revision, the newest first.
    pub fn of_event<'a>(&'a self, event: &'a str) -> impl Iterator<Item = (&'a Revision, &'a Change)> {
        let about = move |change: &&Change| change.events.iter().any(|name| name == event);
        self.revisions
            .iter()
            .flat_map(move |revision| revision.changes.iter().filter(about).map(move |change| (revision, change)))
    }
}

//! What was seen in all: events by name, what broke its contract, names that nobody knows, aliases in use.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use super::sighting::{Sighting, Standing, What};

/// So many names are told apart, so that a peer who makes them up costs no memory; the others are counted together.
const MOST_NAMES: usize = 2_000;

/// What was seen in all.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Events and acknowledgements.
    pub events: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Those that break their contract.
    pub breaches: u64,
    /// The hub's own words.
    pub notices: u64,
    /// Those that nobody could judge.
    pub unjudged: u64,
    /// Why, each reason once.
    pub reasons: BTreeSet<String>,
    /// How many connections there were.
    pub connections: usize,
    /// By contract and name as it was sent; empty where there is none.
    pub names: BTreeMap<(String, String), Name>,
    /// The names beyond those that are told apart.
    pub other_names: u64,
    seen: BTreeSet<u64>,
    first: Option<SystemTime>,
    last: Option<SystemTime>,
}

/// What was seen under a name.
#[derive(Clone, Debug, Default)]
pub struct Name {
    /// How often.
    pub count: u64,
    /// How many bytes.
    pub bytes: u64,
    /// How often not as the contract says.
    pub breaches: u64,
    /// What was wrong the first time.
    pub problem: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// The event that an alias stands for, and its last day.
    pub alias: Option<(String, String)>,
}

impl Summary {
    /// Counts what was seen.
    pub fn count(&mut self, sighting: &Sighting) {
        self.first = self.first.or(Some(sighting.at));
        self.last = Some(sighting.at);
        if self.seen.len() < MOST_NAMES {
            self.seen.insert(sighting.connection);
        }
        self.connections = self.seen.len();
        let What::Event { name, answer, event, alias_until, bytes, standing, .. } = &sighting.what else { return };
        let bytes = *bytes as u64;
        self.events += 1;
        self.bytes += bytes;
        match standing {
            Standing::Fine => {}
            Standing::Notice => self.notices += 1,
            Standing::Breach(_) => self.breaches += 1,
            Standing::Unjudged(why) => {
                self.unjudged += 1;
                if self.reasons.len() < MOST_NAMES {
                    self.reasons.insert(why.clone());
                }
            }
        }
        let contract = sighting.contract.as_ref().map(|contract| contract.name().to_owned()).unwrap_or_default();
        let suffix = if *answer { " (ack)" } else { "" };
        let name: String = name.iter().flat_map(|name| name.chars().take(128)).chain(suffix.chars()).collect();
        let key = (contract, name);
        if self.names.len() >= MOST_NAMES && !self.names.contains_key(&key) {
            self.other_names += 1;
            return;
        }
        let entry = self.names.entry(key).or_default();
        entry.count += 1;
        entry.bytes += bytes;
        if let Some(problem) = standing.problems().first() {
            entry.breaches += 1;
            entry.problem.get_or_insert_with(|| problem.message.clone());
            entry.help = entry.help.take().or_else(|| problem.help.clone());
        }
        if let (Some(event), Some(until)) = (event, alias_until) {
            entry.alias = Some((event.clone(), until.clone()));
        }
    }

    /// Between the first and the last that was seen, in milliseconds.
    pub fn milliseconds(&self) -> u128 {
        let between = self.first.zip(self.last).and_then(|(first, last)| last.duration_since(first).ok());
        between.unwrap_or_default().as_millis()
    }
}

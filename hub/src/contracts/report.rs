//! What `GET /contracts` answers.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use serde::Serialize;

use super::About;
use super::day::Day;
use super::state::{Seen, State, Version};
use super::table::Written;
use super::verdict::{Evidence, against};
use crate::engine::Facts;

/// A contract that is served: who is connected with which version of it, and what its former names still serve for. Counted over
/// all nodes of one database; times are of RFC 3339, in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContractUsage {
    /// The contract's name.
    pub contract: String,
    /// The version that is served.
    pub version: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// The versions whose clients are connected, or were.
    pub versions: Vec<VersionUsage>,
    /// The former names under which clients are served until a date.
    pub aliases: Vec<AliasUsage>,
}

/// The clients of one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VersionUsage {
    /// The version's fingerprint; null stands for clients that tell none.
    pub fingerprint: Option<String>,
    /// Whether it is the version that is served.
    pub current: bool,
    /// How many are connected.
    pub connections: u64,
    /// When the last one came, was there or went.
    pub last_seen: Option<String>,
}

/// A former name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AliasUsage {
    /// The name.
    pub name: String,
    /// The event that was called so.
    pub event: String,
    /// Who sends under it.
    pub direction: Direction,
    /// The last day on which clients are served under it.
    pub sunset: String,
    /// When a client last sent under it. Which clients still listen to a name, nobody can see.
    pub last_used: Option<String>,
    /// Whether it can be taken out of the catalogue.
    pub removable: bool,
    /// What stands against that.
    pub reason: String,
}

/// Who sends an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The server.
    ServerToClient,
    /// Clients.
    ClientToServer,
    /// Both.
    Both,
}

/// Puts together what all nodes have written, and what this one has not written yet.
pub(super) fn report(contract: &About, written: &Written, own: &State, now: SystemTime) -> ContractUsage {
    let facts = &contract.facts;
    let last = |seen: &Seen| written.seen.get(seen).max(own.unwritten().get(seen)).copied();
    let ago = |time: SystemTime| now.duration_since(time).unwrap_or(Duration::ZERO);
    let versions = versions(facts, written, own);
    let connections = |version: &Version| {
        let here = own.connections().get(version).copied().unwrap_or(0);
        here.saturating_add(written.elsewhere.get(version).copied().unwrap_or(0))
    };
    let others = versions.iter().filter(|version| ***version != *facts.fingerprint);
    let all = Evidence {
        others: others.clone().filter(|version| !version.is_empty()).map(connections).sum(),
        unknown: others.clone().filter(|version| version.is_empty()).map(connections).sum(),
        last_other: others.filter_map(|version| last(&Seen::Version(version.clone()))).max().map(ago),
        ..Evidence::default()
    };
    let aliases = contract.formers.iter().map(|former| {
        let used = last(&Seen::Alias(former.alias.name.into()));
        let days_left = Day::parse(former.alias.sunset).map(|sunset| Day::of(now).until(sunset));
        let against = against(former.direction, &Evidence { days_left, used: used.map(ago), ..all });
        AliasUsage {
            name: former.alias.name.to_owned(),
            event: former.event.to_owned(),
            direction: former.direction,
            sunset: former.alias.sunset.to_owned(),
            last_used: used.and_then(text),
            removable: against.is_empty(),
            reason: if against.is_empty() { "nothing stands against it".to_owned() } else { against.join("; ") },
        }
    });
    ContractUsage {
        contract: facts.name.to_owned(),
        version: facts.version.to_owned(),
        fingerprint: facts.fingerprint.to_owned(),
        aliases: aliases.collect(),
        versions: versions
            .iter()
            .map(|version| VersionUsage {
                fingerprint: Some(version.to_string()).filter(|told| !told.is_empty()),
                current: **version == *facts.fingerprint,
                connections: connections(version),
                last_seen: last(&Seen::Version(version.clone())).and_then(text),
            })
            .collect(),
    }
}

/// The versions of which anything is known, the one that is served first.
fn versions(facts: &Facts, written: &Written, own: &State) -> Vec<Version> {
    let seen = written.seen.keys().chain(own.unwritten().keys()).filter_map(|seen| match seen {
        Seen::Version(version) => Some(version),
        Seen::Alias(_) => None,
    });
    let connected = own.connections().keys().chain(written.elsewhere.keys());
    let mut others: BTreeSet<Version> = seen.chain(connected).cloned().collect();
    others.remove(facts.fingerprint);
    std::iter::once(facts.fingerprint.into()).chain(others).collect()
}

/// A time of the years that RFC 3339 has.
fn text(time: SystemTime) -> Option<String> {
    let last = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_799);
    (time <= last).then(|| humantime::format_rfc3339_seconds(time).to_string())
}

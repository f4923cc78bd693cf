//! Which versions of a contract are connected, and which former names are still in use: what `GET /contracts` says.
//!
//! In: connections that come and go, each with the fingerprint that its client told, and the former names that clients send. Out:
//! whether a former name can be removed, and what stands against it. Everything is counted in memory and written to the database
//! every few seconds, so that all nodes know it and a restart forgets nothing.

mod day;
mod report;
mod state;
mod table;
#[cfg(test)]
mod tests;
mod verdict;

use std::sync::{Arc, Weak};
use std::time::{Duration, SystemTime};

use event_contracts_runtime::{Alias, Contract, EventSet, FormerName};
use parking_lot::Mutex;
use tokio::time::{MissedTickBehavior, interval};

use self::day::Day;
pub use self::report::{AliasUsage, ContractUsage, Direction, VersionUsage};
use self::state::{Seen, State, Version};
use self::table::Table;
use crate::engine::{Engine, Facts};
use crate::refusal::{Code, Refusal};
use crate::store::{Store, StoreError};

/// How often what was seen is written.
const WRITING: Duration = Duration::from_secs(5);

/// What is known of a contract's versions and former names.
#[derive(Debug)]
pub(crate) struct Usage {
    contract: About,
    state: Mutex<State>,
    table: Table,
}

/// What a contract says of itself.
#[derive(Clone, Debug)]
struct About {
    facts: Facts,
    formers: Vec<Former>,
}

/// A former name, and who uses it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Former {
    pub(crate) event: &'static str,
    pub(crate) alias: Alias,
    pub(crate) direction: Direction,
}

/// A connection that is counted, until this is dropped.
#[derive(Debug)]
pub(crate) struct Counted {
    usage: Arc<Usage>,
    version: Version,
}

impl Usage {
    /// Counts for a contract, and writes what it counts every few seconds for as long as somebody has it.
    ///
    /// # Panics
    /// Outside of a Tokio runtime.
    pub(crate) fn begin(engine: &Engine, formers: Vec<Former>) -> Arc<Self> {
        let usage = Self::new(About { facts: engine.facts, formers }, &engine.store);
        tokio::spawn(write_on(Arc::downgrade(&usage)));
        usage
    }

    fn new(contract: About, store: &Store) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State::new(contract.facts.fingerprint)),
            table: Table::new(contract.facts.name, store.clone()),
            contract,
        })
    }

    /// A client has connected, which was built with the contract of this fingerprint, if it told.
    pub(crate) fn count(self: &Arc<Self>, fingerprint: Option<&str>) -> Counted {
        let version = self.state.lock().open(fingerprint, SystemTime::now());
        Counted { usage: self.clone(), version }
    }

    /// A client has sent an event, under a former name where there is one.
    ///
    /// # Errors
    /// `UnknownEvent`, once the last day of that name is over.
    pub(crate) fn heard(&self, former: Option<&FormerName>) -> Result<(), Refusal> {
        let Some(former) = former else { return Ok(()) };
        let Alias { name, sunset } = former.alias;
        self.state.lock().see(Seen::Alias(name.into()), SystemTime::now());
        if is_served(&former.alias, Day::today()) {
            return Ok(());
        }
        let message = format!("`{}` was called so until {sunset}", former.event);
        Err(Refusal::new(Code::UnknownEvent, message).of(name))
    }

    /// Everything that is known, by all nodes.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub(crate) async fn report(&self) -> Result<ContractUsage, StoreError> {
        let now = SystemTime::now();
        let written = self.table.read(now).await?;
        let own = self.state.lock().clone();
        Ok(report::report(&self.contract, &written, &own, now))
    }

    /// Writes what was seen since the last time, and who is connected.
    ///
    /// # Errors
    /// A database that cannot be reached: then it is written the next time.
    pub(crate) async fn write(&self) -> Result<(), StoreError> {
        let news = self.state.lock().take_news(SystemTime::now());
        let Some(news) = news else { return Ok(()) };
        match self.table.write(&news).await {
            Ok(known) => {
                self.state.lock().learn(known);
                Ok(())
            }
            Err(error) => {
                self.state.lock().put_back(news);
                Err(error)
            }
        }
    }
}

/// The former names of a contract.
pub(crate) fn formers<C: Contract>() -> Vec<Former> {
    let (sent, taken) = (<C::ServerEvent as EventSet>::ALIASES, <C::ClientEvent as EventSet>::ALIASES);
    let both = |former: &FormerName| taken.contains(former);
    let direction = |former| if both(former) { Direction::Both } else { Direction::ServerToClient };
    let by_server = sent.iter().map(|former| (former, direction(former)));
    let by_clients = taken.iter().filter(|former| !sent.contains(former));
    let formers = by_server.chain(by_clients.map(|former| (former, Direction::ClientToServer)));
    formers.map(|(former, direction)| Former { event: former.event, alias: former.alias, direction }).collect()
}

/// The former names that an event is still sent under, beside its own.
pub(crate) fn served(aliases: &'static [Alias]) -> impl Iterator<Item = &'static str> {
    // Most events have none, and nobody looks at the clock for them.
    let today = (!aliases.is_empty()).then(Day::today);
    aliases.iter().filter(move |alias| today.is_some_and(|today| is_served(alias, today))).map(|alias| alias.name)
}

/// Whether a former name is still promised: its last day counts, and a date that is none never comes.
fn is_served(alias: &Alias, today: Day) -> bool {
    Day::parse(alias.sunset).is_none_or(|sunset| today <= sunset)
}

async fn write_on(usage: Weak<Usage>) {
    let mut ticks = interval(WRITING);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut failing = false;
    loop {
        ticks.tick().await;
        let Some(usage) = usage.upgrade() else { return };
        let written = usage.write().await;
        match &written {
            // Told once per outage.
            Err(error) if !failing => tracing::warn!(%error, "which versions are in use could not be written"),
            _ => {}
        }
        failing = written.is_err();
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.usage.state.lock().close(&self.version, SystemTime::now());
    }
}

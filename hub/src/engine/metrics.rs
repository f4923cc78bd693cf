//! What the engine counts, per contract and event.
//!
//! | metric | labels | counts |
//! |---|---|---|
//! | `hub_events_sent_total` | contract, event | events that were sent or committed on this node |
//! | `hub_events_delivered_total` | contract, event | frames that were queued for clients |
//! | `hub_events_dropped_total` | contract, event, reason | transient events that a client was not sent: `slow`, `merged`, `expired`, `blocked` |
//! | `hub_sessions` | contract | connections |
//! | `hub_channels` | contract | channels that somebody listens to |

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use metrics::{Counter, Gauge, counter, gauge};
use parking_lot::RwLock;

/// Why a transient event was not sent to a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dropped {
    /// The client read too slowly.
    Slow,
    /// A newer one took its place.
    Merged,
    /// It was no longer worth delivering.
    Expired,
    /// Too many had to wait for a stored event before them.
    Blocked,
}

/// The counters of a contract. Each is registered at its first use and found again without asking the recorder.
pub(crate) struct Metrics {
    contract: &'static str,
    events: RwLock<HashMap<Arc<str>, Arc<Counts>>>,
    gauges: OnceLock<(Gauge, Gauge)>,
}

/// The counters of an event.
pub(crate) struct Counts {
    pub(crate) sent: Counter,
    pub(crate) delivered: Counter,
    dropped: [Counter; 4],
}

impl Metrics {
    pub(crate) fn new(contract: &'static str) -> Self {
        Self { contract, events: RwLock::default(), gauges: OnceLock::new() }
    }

    /// The counters of an event of the contract.
    pub(crate) fn event(&self, event: &Arc<str>) -> Arc<Counts> {
        if let Some(counts) = self.events.read().get(event) {
            return counts.clone();
        }
        self.events.write().entry(event.clone()).or_insert_with(|| Arc::new(self.register(event))).clone()
    }

    /// Counts events that a client was not sent.
    pub(crate) fn dropped(&self, event: &Arc<str>, why: Dropped) {
        let counts = self.event(event);
        let [slow, merged, expired, blocked] = &counts.dropped;
        let counter = match why {
            Dropped::Slow => slow,
            Dropped::Merged => merged,
            Dropped::Expired => expired,
            Dropped::Blocked => blocked,
        };
        counter.increment(1);
    }

    /// The number of sessions.
    pub(crate) fn sessions(&self) -> &Gauge {
        &self.gauges().0
    }

    /// The number of channels.
    pub(crate) fn channels(&self) -> &Gauge {
        &self.gauges().1
    }

    fn gauges(&self) -> &(Gauge, Gauge) {
        let contract = self.contract;
        self.gauges.get_or_init(|| {
            (gauge!("hub_sessions", "contract" => contract), gauge!("hub_channels", "contract" => contract))
        })
    }

    fn register(&self, event: &Arc<str>) -> Counts {
        let (contract, event) = (self.contract, event.to_string());
        let dropped = |reason: &'static str| counter!("hub_events_dropped_total", "contract" => contract, "event" => event.clone(), "reason" => reason);
        Counts {
            sent: counter!("hub_events_sent_total", "contract" => contract, "event" => event.clone()),
            delivered: counter!("hub_events_delivered_total", "contract" => contract, "event" => event.clone()),
            dropped: [dropped("slow"), dropped("merged"), dropped("expired"), dropped("blocked")],
        }
    }
}

//! What is counted of a contract. What each of these says stands in `counting.rs`.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use metrics::{Counter, Gauge, Histogram, counter, gauge, histogram};
use parking_lot::RwLock;

use crate::close::Close;

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

/// How a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The server ended it.
    Told(Close),
    /// The client ended it.
    Client,
    /// It was gone.
    Lost,
}

/// The counters of a contract. Each is registered at its first use and found again without asking the recorder.
pub(crate) struct Metrics {
    contract: &'static str,
    events: RwLock<HashMap<Arc<str>, Arc<Counts>>>,
    received: RwLock<HashMap<Box<str>, Received>>,
    gauges: OnceLock<(Gauge, Gauge)>,
}

/// The counters of an event.
pub(crate) struct Counts {
    pub(crate) sent: Counter,
    pub(crate) delivered: Counter,
    dropped: [Counter; 4],
}

/// What is counted of an event that clients send.
#[derive(Clone)]
pub(crate) struct Received {
    pub(crate) count: Counter,
    /// How long the application took, in seconds.
    pub(crate) handling: Histogram,
}

impl Metrics {
    pub(crate) fn new(contract: &'static str) -> Self {
        Self { contract, events: RwLock::default(), received: RwLock::default(), gauges: OnceLock::new() }
    }

    /// The counters of an event of the contract.
    pub(crate) fn event(&self, event: &Arc<str>) -> Arc<Counts> {
        if let Some(counts) = self.events.read().get(event) {
            return counts.clone();
        }
        self.events.write().entry(event.clone()).or_insert_with(|| Arc::new(self.register(event))).clone()
    }

    /// What is counted of an event that clients send. It has to be one of the contract's: their own names would have no end.
    pub(crate) fn received(&self, event: &str) -> Received {
        if let Some(received) = self.received.read().get(event) {
            return received.clone();
        }
        let (contract, name) = (self.contract, event.to_owned());
        let received = Received {
            count: counter!("hub_events_received_total", "contract" => contract, "event" => name.clone()),
            handling: histogram!("hub_handler_seconds", "contract" => contract, "event" => name),
        };
        self.received.write().insert(event.into(), received.clone());
        received
    }

    /// Counts an event of a client that was refused: one of the contract's, or none.
    pub(crate) fn refused(&self, event: Option<&'static str>, code: &'static str) {
        let event = event.unwrap_or_default();
        counter!("hub_events_refused_total", "contract" => self.contract, "event" => event, "code" => code)
            .increment(1);
    }

    /// Counts a client that was not let in.
    pub(crate) fn turned_away(&self, why: Close) {
        let code = why.code().to_string();
        counter!("hub_connections_refused_total", "contract" => self.contract, "code" => code).increment(1);
    }

    /// Counts a connection that ended: by the server's close code, or by what happened.
    pub(crate) fn closed(&self, how: Ended) {
        let code = match how {
            Ended::Told(why) => why.code().to_string(),
            Ended::Client => "client".to_owned(),
            Ended::Lost => "lost".to_owned(),
        };
        counter!("hub_connections_closed_total", "contract" => self.contract, "code" => code).increment(1);
    }

    /// Counts a channel that a client asked to recover.
    pub(crate) fn recovered(&self, recovered: bool) {
        let recovered = if recovered { "true" } else { "false" };
        counter!("hub_recoveries_total", "contract" => self.contract, "recovered" => recovered).increment(1);
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

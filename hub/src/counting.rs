//! What is counted, and how it is shown: in the text form of Prometheus.
//!
//! Everybody counts where it happens, with the crate `metrics`. Here is the table of what there is.

use std::sync::OnceLock;

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use metrics::{describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// What there is: the name, the labels, and what it says. What ends in `_total` only grows, what ends in `_seconds` is a
/// histogram, and everything else goes up and down.
const METRICS: [(&str, &[&str], &str); 15] = [
    ("hub_sessions", &["contract"], "Connections of clients, in each contract."),
    ("hub_channels", &["contract"], "Channels that somebody on this node listens to."),
    ("hub_connections_refused_total", &["contract", "code"], "Clients that were not let in, by close code."),
    (
        "hub_connections_closed_total",
        &["contract", "code"],
        "Connections that ended, by the server's close code; `client` where the client ended it, `lost` where it was gone.",
    ),
    ("hub_events_sent_total", &["contract", "event"], "Events that were sent or committed on this node."),
    ("hub_events_delivered_total", &["contract", "event"], "Events that were queued for a client, counted per client."),
    (
        "hub_events_dropped_total",
        &["contract", "event", "reason"],
        "Transient events that a client was not sent: it read too slowly, a newer one took the place, the time to live was \
         over, or too many had to wait for a stored event.",
    ),
    ("hub_events_received_total", &["contract", "event"], "Events of clients that the contract names."),
    ("hub_events_refused_total", &["contract", "event", "code"], "Events of clients that were refused."),
    ("hub_handler_seconds", &["contract", "event"], "How long the application took over an event of a client."),
    (
        "hub_recoveries_total",
        &["contract", "recovered"],
        "Channels that a client asked to recover, and whether it could.",
    ),
    ("hub_commit_seconds", &[], "How long the commits of transactions with stored events took, the log included."),
    ("hub_bus_lag_seconds", &["contract"], "How long after its sending an event of another node came over the bus."),
    ("hub_bus_dropped_total", &["contract"], "Transient events that did not reach the other nodes."),
    ("hub_bus_up", &["half"], "Whether Redis can be reached, to `send` and to `receive`: 1 or 0."),
];

/// What was counted in this process, by all its hubs; none where the application counts in a way of its own.
static COUNTED: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// The bounds of the histograms, in seconds.
const BOUNDS: [f64; 12] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// Begins to count, unless the application has begun to in its own way.
pub(crate) fn begin() {
    COUNTED.get_or_init(|| {
        let histograms = Matcher::Suffix("_seconds".to_owned());
        let builder = PrometheusBuilder::new().set_buckets_for_metric(histograms, &BOUNDS).ok()?;
        let counted = builder.install_recorder().ok()?;
        for (name, _, says) in METRICS {
            match name {
                _ if name.ends_with("_total") => describe_counter!(name, says),
                _ if name.ends_with("_seconds") => describe_histogram!(name, says),
                _ => describe_gauge!(name, says),
            }
        }
        Some(counted)
    });
}

/// Takes what was measured into the histograms, so that it does not pile up where nobody asks.
pub(crate) fn upkeep() {
    if let Some(Some(counted)) = COUNTED.get() {
        counted.run_upkeep();
    }
}

/// `GET /metrics`
pub(crate) async fn metrics() -> Response {
    match COUNTED.get() {
        Some(Some(counted)) => {
            ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], counted.render()).into_response()
        }
        _ => (StatusCode::NOT_FOUND, "the application counts in a way of its own\n").into_response(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::page;

    #[test]
    fn the_page_has_the_table_of_metrics() {
        let expected = METRICS.map(|(name, labels, says)| vec![name.to_owned(), labels.join(", "), says.to_owned()]);
        assert_eq!(page::table("metric"), expected);
    }

    /// Every `"hub_.."` in the code of a folder.
    fn names(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                names(&path, found);
            } else if !path.ends_with("counting.rs") {
                let code = std::fs::read_to_string(&path).expect("code");
                let is_name = |text: &&str| {
                    text.starts_with("hub_") && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
                };
                found.extend(code.split('"').filter(is_name).map(str::to_owned));
            }
        }
    }

    #[test]
    fn the_table_has_what_is_counted_and_nothing_else() {
        let mut counted = BTreeSet::new();
        names(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut counted);
        let table = METRICS.map(|(name, ..)| name.to_owned());
        assert_eq!(counted, table.into_iter().collect());
    }
}

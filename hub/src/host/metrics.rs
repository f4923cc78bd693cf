//! `GET /metrics`: what was counted, in the text form of Prometheus.

use std::sync::OnceLock;

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// What is counted in this process, by all its servers; none where the application counts in a way of its own.
static COUNTED: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// The bounds of the histograms, in seconds.
const SECONDS: [f64; 12] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// Begins to count, unless the application has begun to in its own way.
pub(super) fn begin() {
    COUNTED.get_or_init(|| {
        let matcher = Matcher::Suffix("_seconds".to_owned());
        let builder = PrometheusBuilder::new().set_buckets_for_metric(matcher, &SECONDS).ok()?;
        builder.install_recorder().ok()
    });
}

/// Takes what was counted into the histograms, so that it does not pile up where nobody asks.
pub(super) fn upkeep() {
    if let Some(Some(counted)) = COUNTED.get() {
        counted.run_upkeep();
    }
}

/// `GET /metrics`
pub(super) async fn metrics() -> Response {
    match COUNTED.get() {
        Some(Some(counted)) => {
            ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], counted.render()).into_response()
        }
        _ => (StatusCode::NOT_FOUND, "the application counts in a way of its own\n").into_response(),
    }
}

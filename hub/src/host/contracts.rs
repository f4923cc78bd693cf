//! `GET /contracts`: which versions of the contracts are in use, and which former names can be removed.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::contracts::Usage;

/// `GET /contracts`: a list of [`ContractUsage`](crate::ContractUsage), or 503 where the database cannot be reached.
pub(super) async fn contracts(usages: Arc<[Arc<Usage>]>) -> Response {
    let mut reports = Vec::with_capacity(usages.len());
    for usage in usages.iter() {
        match usage.report().await {
            Ok(report) => reports.push(report),
            Err(error) => {
                // What the database says may name hosts and users: that is for the log.
                tracing::warn!(%error, "which contracts are in use could not be read");
                return (StatusCode::SERVICE_UNAVAILABLE, "the database cannot be reached\n").into_response();
            }
        }
    }
    Json(reports).into_response()
}

//! Notifications.

use std::sync::Arc;

use axum::extract::State;
use event_contracts::hiwwer::events::NotificationCreated;

use super::super::Hiwwer;
use super::super::store::notifications;
use crate::http::{Caller, Json, Page, Paging, Problem, Query};

/// The caller's notifications, the newest first
#[utoipa::path(
    get, path = "/notifications", tag = "hiwwer", params(Paging),
    responses((status = 200, description = "As in `notification.created`")),
)]
pub async fn list(
    State(system): State<Arc<Hiwwer>>,
    caller: Caller,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<NotificationCreated>>, Problem> {
    let limit = paging.limit()?;
    let mut db = system.db().await?;
    let list = notifications::of_user(&mut db, caller.id(), paging.after_moment()?, limit.saturating_add(1)).await?;
    Ok(Json(Page::of(list, limit, |notification| format!("{}~{}", notification.created_at, notification.id))))
}

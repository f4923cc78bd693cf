//! Notifications and alerts.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use event_contracts::gochat::events::Alert;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::Chat;
use super::super::store::notices::{self, Notice};
use super::super::store::users;
use crate::http::{Caller, Json, Page, Paging, Problem, Query, RequestId, limited};
use crate::{clock, new_id};

/// The user's notifications and alerts, the newest first
#[utoipa::path(
    get, path = "/api/notifications", tag = "gochat", params(Paging),
    responses((status = 200, description = "As in `notification`, or as in `alert`: those without a type")),
)]
pub async fn list(
    State(chat): State<Arc<Chat>>,
    caller: Caller,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<Notice>>, Problem> {
    let limit = paging.limit()?;
    let mut db = chat.db().await?;
    let list = notices::of_user(&mut db, caller.id(), paging.after_moment()?, limit.saturating_add(1)).await?;
    let place = |notice: &Notice| {
        let (at, id) = notice.place();
        format!("{at}~{id}")
    };
    Ok(Json(Page::of(list, limit, place)))
}

/// What a user must know.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = gochat::NewAlert)]
pub struct NewAlert {
    /// Who is told.
    user_id: String,
    /// A heading.
    title: String,
    /// What there is to know.
    message: String,
}

/// Alerts a user
///
/// For the programs behind the chat (the role `service`), as when an account is used from a new device. The user is told with
/// `alert`.
#[utoipa::path(
    post, path = "/api/alerts", tag = "gochat",
    responses((status = 201, description = "As in `alert`")),
)]
pub async fn alert(
    State(chat): State<Arc<Chat>>,
    caller: Caller,
    request: RequestId,
    Json(body): Json<NewAlert>,
) -> Result<(StatusCode, Json<Alert>), Problem> {
    caller.must_be("service")?;
    limited("title", &body.title, 200)?;
    limited("message", &body.message, 2000)?;
    let mut tx = chat.hub.store().begin().await?;
    if users::find(tx.conn(), &body.user_id).await?.is_none() {
        return Err(Problem::not_found("user").at("user_id"));
    }
    let alert = Alert {
        id: new_id("alert"),
        user_id: body.user_id,
        title: body.title,
        message: body.message,
        created_at: clock::now(),
    };
    notices::keep_alert(tx.conn(), &alert).await?;
    chat.on_behalf_of(&caller, &request).emit(&mut tx, &alert)?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(alert)))
}

//! Notifications, security alerts and announcements: sent by the programs behind the site.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use event_contracts::mechamap::events::{NotificationSecurityAlert, NotificationSystemAnnouncement};
use event_contracts::mechamap::types::{NotificationType, SecurityAlertType, UserNotification};
use event_contracts::runtime::Timestamp;
use serde::Deserialize;
use sqlx::AnyConnection;
use utoipa::ToSchema;

use super::super::store::{notices, people};
use super::super::{ADMIN, Mechamap, SERVICE, telling};
use super::id_of;
use crate::clock;
use crate::http::{Caller, Json, Page, Paging, Path, Problem, Query, RequestId, limited};

/// A notification for a user.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::NewNotification)]
pub struct NewNotification {
    /// Who is told.
    user_id: i64,
    /// What it is about: `order_shipped`, `comment_created`, `new_follower`, or more to come.
    #[schema(value_type = String)]
    r#type: NotificationType,
    /// A heading.
    title: String,
    /// What it says.
    message: String,
    /// The name of the picture beside it.
    icon: Option<String>,
    /// The page that it leads to.
    action_url: Option<String>,
}

/// Notifies a user, by a service
///
/// They are told with `notification.sent`.
#[utoipa::path(
    post, path = "/notifications", tag = "mechamap",
    responses((status = 201, description = "As in `notification.sent`")),
)]
pub async fn notify(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Json(body): Json<NewNotification>,
) -> Result<(StatusCode, Json<UserNotification>), Problem> {
    caller.must_be(SERVICE)?;
    limited("title", &body.title, 200)?;
    limited("message", &body.message, 2000)?;
    let mut tx = system.hub.store().begin().await?;
    hold_to_users(tx.conn(), body.user_id).await?;
    let notification = UserNotification {
        id: 0,
        r#type: body.r#type,
        title: body.title,
        message: body.message,
        icon: body.icon,
        action_url: body.action_url,
        created_at: clock::now(),
    };
    let hub = system.hub.in_request(&request.0);
    let sent = telling::notify(&hub, &mut tx, body.user_id, notification).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(sent)))
}

async fn hold_to_users(db: &mut AnyConnection, id: i64) -> Result<(), Problem> {
    let known = people::find(db, id).await?;
    known.map(|_| ()).ok_or_else(|| Problem::not_found("user").at("user_id"))
}

/// The caller's notifications, the newest first
#[utoipa::path(
    get, path = "/notifications", tag = "mechamap", params(Paging),
    responses((status = 200, description = "As in `notification.sent`")),
)]
pub async fn list(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<UserNotification>>, Problem> {
    let limit = paging.limit()?;
    let mut db = system.db().await?;
    let list = notices::of_user(&mut db, id_of(&caller)?, paging.after_number()?, limit.saturating_add(1)).await?;
    Ok(Json(Page::of(list, limit, |notification| notification.id.to_string())))
}

/// Notes that the caller has read a notification
#[utoipa::path(
    patch, path = "/notifications/{id}/read", tag = "mechamap",
    responses((status = 204, description = "It is noted")),
)]
pub async fn read(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let mut tx = system.hub.store().begin().await?;
    if !notices::read(tx.conn(), id_of(&caller)?, id, &clock::now()).await? {
        return Err(Problem::not_found("notification"));
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What happened to an account.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::NewAlert)]
pub struct NewAlert {
    /// Whose account it is.
    user_id: i64,
    /// `new_login`, `password_changed`, `email_changed`, or more to come.
    #[schema(value_type = String)]
    r#type: SecurityAlertType,
    /// A heading.
    title: String,
    /// What happened.
    message: String,
    /// Where it came from, if that is known.
    ip_address: Option<String>,
    /// Where to check it.
    action_url: Option<String>,
}

/// Alerts the owner of an account, by a service
///
/// They are told with `notification.security.alert`.
#[utoipa::path(
    post, path = "/security-alerts", tag = "mechamap",
    responses((status = 201, description = "As in `notification.security.alert`")),
)]
pub async fn alert(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Json(body): Json<NewAlert>,
) -> Result<(StatusCode, Json<NotificationSecurityAlert>), Problem> {
    caller.must_be(SERVICE)?;
    limited("title", &body.title, 200)?;
    limited("message", &body.message, 2000)?;
    let mut tx = system.hub.store().begin().await?;
    hold_to_users(tx.conn(), body.user_id).await?;
    let alert = NotificationSecurityAlert {
        id: tx.next_id("mechamap_alerts").await?,
        user_id: body.user_id,
        r#type: body.r#type,
        title: body.title,
        message: body.message,
        ip_address: body.ip_address,
        action_url: body.action_url,
        created_at: clock::now(),
    };
    notices::keep_alert(tx.conn(), &alert).await?;
    system.hub.in_request(&request.0).emit(&mut tx, &alert)?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(alert)))
}

/// What the site has to say.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::NewAnnouncement)]
pub struct NewAnnouncement {
    /// A heading.
    title: String,
    /// The announcement in words.
    message: String,
    /// Where to read more.
    action_url: Option<String>,
    /// From when to show it; from now on unless given.
    #[schema(value_type = Option<String>, format = DateTime)]
    starts_at: Option<Timestamp>,
    /// Until when.
    #[schema(value_type = Option<String>, format = DateTime)]
    ends_at: Option<Timestamp>,
}

/// Tells everybody who is connected, by an administrator or a service, with `notification.system.announcement`
#[utoipa::path(
    post, path = "/announcements", tag = "mechamap",
    responses((status = 201, description = "As in `notification.system.announcement`")),
)]
pub async fn announce(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Json(body): Json<NewAnnouncement>,
) -> Result<(StatusCode, Json<NotificationSystemAnnouncement>), Problem> {
    if !caller.is(SERVICE) {
        caller.must_be(ADMIN)?;
    }
    limited("title", &body.title, 200)?;
    limited("message", &body.message, 2000)?;
    let mut tx = system.hub.store().begin().await?;
    let announcement = NotificationSystemAnnouncement {
        id: tx.next_id("mechamap_announcements").await?,
        title: body.title,
        message: body.message,
        action_url: body.action_url,
        starts_at: body.starts_at.unwrap_or_else(clock::now),
        ends_at: body.ends_at,
    };
    notices::keep_announcement(tx.conn(), &announcement).await?;
    system.hub.in_request(&request.0).emit_to_everybody(&mut tx, &announcement)?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(announcement)))
}

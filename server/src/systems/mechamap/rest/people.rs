//! Profiles, followers, and what people say that they are doing.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use event_contracts::mechamap::types::{Activity, Member, NotificationType, UserNotification, UserStatus};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::store::people;
use super::super::{Mechamap, telling};
use super::{id_of, member};
use crate::clock;
use crate::http::{Caller, Json, Page, Paging, Path, Problem, Query, RequestId, limited};

/// What a user changes about themselves. What is absent stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::Profile)]
pub struct ProfileChange {
    /// The name that is shown.
    name: Option<String>,
    /// The name in the address of their page.
    username: Option<String>,
    /// The address of their picture.
    avatar_url: Option<String>,
}

/// Says how others see the user
///
/// Nobody has to: the token's name is shown otherwise.
#[utoipa::path(patch, path = "/profile", tag = "mechamap", responses((status = 200, description = "The profile")))]
pub async fn change(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    Json(body): Json<ProfileChange>,
) -> Result<Json<Member>, Problem> {
    for (field, text) in [("name", &body.name), ("username", &body.username), ("avatar_url", &body.avatar_url)] {
        if let Some(text) = text {
            limited(field, text, 200)?;
        }
    }
    let mut tx = system.hub.store().begin().await?;
    let me = member(&mut tx, &caller).await?.id;
    let ProfileChange { name, username, avatar_url } = body;
    people::change(tx.conn(), me, name.as_deref(), username.as_deref(), avatar_url.as_deref()).await?;
    let profile = member(&mut tx, &caller).await?;
    tx.commit().await?;
    Ok(Json(profile))
}

/// Follows a user
///
/// They are told with `notification.sent`.
#[utoipa::path(
    put, path = "/following/{user_id}", tag = "mechamap",
    responses((status = 204, description = "The caller follows them")),
)]
pub async fn follow(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Path(user_id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let mut tx = system.hub.store().begin().await?;
    let me = member(&mut tx, &caller).await?;
    if user_id == me.id {
        return Err(Problem::conflict("nobody follows themselves"));
    }
    people::find(tx.conn(), user_id).await?.ok_or_else(|| Problem::not_found("user"))?;
    if people::follow(tx.conn(), user_id, me.id, true).await? {
        let notification = UserNotification {
            id: 0,
            r#type: NotificationType::NewFollower,
            title: "New follower".to_owned(),
            message: format!("{} follows you", me.name),
            icon: Some("user".to_owned()),
            action_url: Some(format!("/users/{}", me.username)),
            created_at: clock::now(),
        };
        telling::notify(&system.on_behalf_of(&caller, &request), &mut tx, user_id, notification).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Follows a user no longer
#[utoipa::path(
    delete, path = "/following/{user_id}", tag = "mechamap",
    responses((status = 204, description = "The caller does not follow them")),
)]
pub async fn unfollow(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    Path(user_id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let mut tx = system.hub.store().begin().await?;
    people::follow(tx.conn(), user_id, id_of(&caller)?, false).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a user is doing.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::Status)]
pub struct StatusChange {
    /// `online` or `away`.
    #[schema(value_type = String)]
    status: UserStatus,
    /// What they are doing, as in `viewing_thread`.
    activity: Option<String>,
}

/// Says what the user is doing
///
/// Their followers are told with `user.status.changed`.
#[utoipa::path(put, path = "/status", tag = "mechamap", responses((status = 204, description = "It is told")))]
pub async fn status(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Json(body): Json<StatusChange>,
) -> Result<StatusCode, Problem> {
    if !matches!(body.status, UserStatus::Online | UserStatus::Away) {
        return Err(Problem::field("status", "must be one of `online`, `away`; who goes is offline without saying so"));
    }
    if let Some(activity) = &body.activity {
        limited("activity", activity, 100)?;
    }
    let now = clock::now();
    let mut tx = system.hub.store().begin().await?;
    let me = member(&mut tx, &caller).await?.id;
    system.presence.touch(tx.conn(), caller.id(), &now).await?;
    tx.commit().await?;
    let hub = system.on_behalf_of(&caller, &request);
    telling::tell_status(&hub, me, body.status, body.activity, &now).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What those did whom the user follows, the newest first
#[utoipa::path(
    get, path = "/feed", tag = "mechamap", params(Paging),
    responses((status = 200, description = "Activities, as in `user.activity.feed_updated`")),
)]
pub async fn feed(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<Activity>>, Problem> {
    let limit = paging.limit()?;
    let mut db = system.db().await?;
    let list = people::feed(&mut db, id_of(&caller)?, paging.after_number()?, limit.saturating_add(1)).await?;
    Ok(Json(Page::of(list, limit, |(id, _)| id.to_string()).map(|(_, activity)| activity)))
}

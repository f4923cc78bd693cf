//! Asking for friendships, accepting and ending them.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use event_contracts::gochat::events::{FriendAccept, FriendRemove, FriendRequest};
use event_contracts::gochat::types::{ActiveProfile, FriendshipStatus};
use event_contracts::runtime::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::Chat;
use super::super::store::friendships::{self, Friendship};
use super::super::store::users;
use crate::http::{Caller, Json, Page, Paging, Path, Problem, Query, RequestId};
use crate::{clock, new_id};

/// Whom to ask.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = gochat::NewFriendship)]
pub struct NewFriendship {
    /// The other.
    friend_id: String,
}

/// A friendship, or the request for one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = gochat::Friendship)]
pub struct FriendshipBody {
    /// Its id, that of the request too.
    id: String,
    /// Who asked.
    user_id: String,
    /// Who was asked.
    friend_id: String,
    /// `pending` or `accepted`.
    #[schema(value_type = String)]
    status: FriendshipStatus,
    /// When the one asked.
    #[schema(value_type = String, format = DateTime)]
    requested_at: Timestamp,
    /// When the other accepted, if they have.
    #[schema(value_type = Option<String>, format = DateTime)]
    accepted_at: Option<Timestamp>,
}

impl From<Friendship> for FriendshipBody {
    fn from(friendship: Friendship) -> Self {
        let Friendship { id, user_id, friend_id, status, requested_at, accepted_at } = friendship;
        Self { id, user_id, friend_id, status, requested_at, accepted_at }
    }
}

/// Asks somebody to be the user's friend
///
/// They are told with `friend.request`.
#[utoipa::path(
    post, path = "/api/friendships", tag = "gochat",
    responses((status = 201, description = "The request", body = FriendshipBody)),
)]
pub async fn request(
    State(chat): State<Arc<Chat>>,
    caller: Caller,
    request: RequestId,
    Json(body): Json<NewFriendship>,
) -> Result<(StatusCode, Json<FriendshipBody>), Problem> {
    if body.friend_id == caller.id() {
        return Err(Problem::field("friend_id", "nobody has to ask themselves"));
    }
    let mut tx = chat.hub.store().begin().await?;
    users::meet(tx.conn(), caller.id(), caller.0.name.as_deref()).await?;
    let sender = users::find(tx.conn(), caller.id()).await?.ok_or_else(|| Problem::not_found("user"))?;
    if users::find(tx.conn(), &body.friend_id).await?.is_none() {
        return Err(Problem::not_found("user").at("friend_id"));
    }
    let friendship = Friendship {
        id: new_id("fr"),
        user_id: caller.id().to_owned(),
        friend_id: body.friend_id,
        status: FriendshipStatus::Pending,
        requested_at: clock::now(),
        accepted_at: None,
    };
    if !friendships::request(tx.conn(), &friendship).await? {
        return Err(Problem::conflict("the two are friends already, or one of them has asked the other"));
    }
    let told = FriendRequest {
        request_id: friendship.id.clone(),
        user_id: friendship.user_id.clone(),
        friend_id: friendship.friend_id.clone(),
        status: friendship.status.clone(),
        requested_at: friendship.requested_at.clone(),
        sender,
    };
    chat.on_behalf_of(&caller, &request).emit(&mut tx, &told)?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(friendship.into())))
}

/// The user's friends, and the requests of and to them, the newest first
#[utoipa::path(
    get, path = "/api/friendships", tag = "gochat", params(Paging),
    responses((status = 200, description = "Friendships and requests", body = Page<FriendshipBody>)),
)]
pub async fn list(
    State(chat): State<Arc<Chat>>,
    caller: Caller,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<FriendshipBody>>, Problem> {
    let limit = paging.limit()?;
    let mut db = chat.db().await?;
    let list = friendships::of_user(&mut db, caller.id(), paging.after_moment()?, limit.saturating_add(1)).await?;
    let page = Page::of(list, limit, |friendship| format!("{}~{}", friendship.requested_at, friendship.id));
    Ok(Json(page.map(Into::into)))
}

/// Accepts a request
///
/// Who asked is told with `friend.accept`.
#[utoipa::path(
    patch, path = "/api/friendships/{id}/accept", tag = "gochat",
    responses((status = 200, description = "The friendship", body = FriendshipBody)),
)]
pub async fn accept(
    State(chat): State<Arc<Chat>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<String>,
) -> Result<Json<FriendshipBody>, Problem> {
    let now = clock::now();
    let mut tx = chat.hub.store().begin().await?;
    let mut friendship = friendships::find(tx.conn(), &id)
        .await?
        .filter(|known| known.other(caller.id()).is_some())
        .ok_or_else(|| Problem::not_found("friendship"))?;
    if friendship.friend_id != caller.id() {
        return Err(Problem::denied("a request is accepted by who was asked"));
    }
    if !friendships::accept(tx.conn(), &id, &now).await? {
        return Err(Problem::conflict("the request was accepted before"));
    }
    friendship.status = FriendshipStatus::Accepted;
    friendship.accepted_at = Some(now.clone());
    chat.presence.touch(tx.conn(), caller.id(), &now).await?;
    let profile = users::find(tx.conn(), caller.id()).await?.ok_or_else(|| Problem::not_found("user"))?;
    let told = FriendAccept {
        friendship_id: friendship.id.clone(),
        user_id: friendship.user_id.clone(),
        friend_id: friendship.friend_id.clone(),
        status: friendship.status.clone(),
        accepted_at: now.clone(),
        acceptor: ActiveProfile {
            id: profile.id,
            username: profile.username,
            display_name: profile.display_name,
            profile_image_url: profile.profile_image_url,
            last_active_at: Some(now),
        },
    };
    chat.on_behalf_of(&caller, &request).emit(&mut tx, &told)?;
    tx.commit().await?;
    Ok(Json(friendship.into()))
}

/// Ends a friendship, takes a request back, or refuses it
///
/// Who was a friend is told with `friend.remove`; of a request nobody is told.
#[utoipa::path(
    delete, path = "/api/friendships/{id}", tag = "gochat",
    responses((status = 204, description = "It is no more")),
)]
pub async fn remove(
    State(chat): State<Arc<Chat>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let mut tx = chat.hub.store().begin().await?;
    let friendship = friendships::find(tx.conn(), &id).await?.ok_or_else(|| Problem::not_found("friendship"))?;
    let other = friendship.other(caller.id()).ok_or_else(|| Problem::not_found("friendship"))?;
    if friendships::remove(tx.conn(), &id).await? == Some(FriendshipStatus::Accepted) {
        let told = FriendRemove { user_id: caller.id().to_owned(), friend_id: other.to_owned() };
        chat.on_behalf_of(&caller, &request).emit(&mut tx, &told)?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

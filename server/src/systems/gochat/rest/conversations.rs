//! Beginning, naming, listing and deleting conversations.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use event_contracts::gochat::events::{
    ClientConversationCreate, ConversationCreate, ConversationDelete, ConversationUpdate, Notification,
};
use event_contracts::gochat::types::{ConversationSummary, ConversationType, NotificationType};
use serde::Deserialize;
use sqlx::AnyConnection;
use utoipa::ToSchema;

use super::super::store::conversations::{self, Begun, New};
use super::super::store::{notices, users};
use super::super::{Chat, hold_for};
use crate::http::{Caller, Json, Page, Paging, Path, Problem, Query, RequestId, limited};
use crate::{clock, new_id};

/// The most people in a conversation.
const MEMBERS: usize = 500;

/// Begins a conversation
///
/// Two people have one direct conversation: if they have it already, that is the answer. Every member is told with
/// `conversation.create`, and those who were added to a group get a `notification`, too.
#[utoipa::path(
    post, path = "/api/conversations", tag = "gochat",
    request_body(content = serde_json::Value, description = "What clients post as `conversation.create`",
        example = json!({"type": "direct", "member_ids": ["user-b-id"]})),
    responses((status = 201, description = "The conversation"), (status = 200, description = "The two have it already")),
)]
pub async fn begin(
    State(chat): State<Arc<Chat>>,
    caller: Caller,
    request: RequestId,
    Json(body): Json<ClientConversationCreate>,
) -> Result<(StatusCode, Json<ConversationSummary>), Problem> {
    let mut others = body.member_ids;
    others.retain(|member| member != caller.id());
    others.sort();
    others.dedup();
    check(&body.r#type, body.title.as_deref(), &others)?;

    let now = clock::now();
    let mut tx = chat.hub.store().begin().await?;
    users::meet(tx.conn(), caller.id(), caller.0.name.as_deref()).await?;
    for member in &others {
        if users::find(tx.conn(), member).await?.is_none() {
            return Err(Problem::field("member_ids", format!("nobody knows a user `{member}`")));
        }
    }
    let id = new_id("conv");
    let title = body.title.as_deref().filter(|_| body.r#type == ConversationType::Group);
    let new = New { id: &id, kind: &body.r#type, title, by: caller.id(), others: &others };
    if let Begun::Known(known) = conversations::begin(tx.conn(), &new, now.as_str()).await? {
        let summary = summary(tx.conn(), &known, caller.id()).await?;
        tx.commit().await?;
        return Ok((StatusCode::OK, Json(summary)));
    }
    let hub = chat.on_behalf_of(&caller, &request);
    for member in others.iter().map(String::as_str).chain([caller.id()]) {
        let created = ConversationCreate(summary(tx.conn(), &id, member).await?);
        hub.emit_to(&mut tx, &created.to(member), &created)?;
        if member != caller.id()
            && let Some(title) = title
        {
            let notification = Notification {
                id: new_id("notif"),
                user_id: member.to_owned(),
                r#type: NotificationType::GroupInvitation,
                title: title.to_owned(),
                message: format!("{} added you to the group", caller.name()),
                created_at: now.clone(),
            };
            notices::keep(tx.conn(), &notification).await?;
            hub.emit(&mut tx, &notification)?;
        }
    }
    let summary = summary(tx.conn(), &id, caller.id()).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(summary)))
}

/// Whether there can be such a conversation.
fn check(kind: &ConversationType, title: Option<&str>, others: &[String]) -> Result<(), Problem> {
    if others.is_empty() || others.len() >= MEMBERS {
        return Err(Problem::field("member_ids", format!("name from 1 to {} others", MEMBERS - 1)));
    }
    match kind {
        ConversationType::Direct if others.len() == 1 => Ok(()),
        ConversationType::Direct => Err(Problem::field("member_ids", "a direct conversation is with one other")),
        ConversationType::Group => limited("title", title.unwrap_or_default(), 200),
        ConversationType::Other(_) => Err(Problem::field("type", "must be one of `direct`, `group`")),
    }
}

async fn summary(db: &mut AnyConnection, id: &str, user: &str) -> Result<ConversationSummary, Problem> {
    conversations::for_member(db, id, user).await?.ok_or_else(|| Problem::not_found("conversation"))
}

/// The user's conversations, the last active first
#[utoipa::path(
    get, path = "/api/conversations", tag = "gochat", params(Paging),
    responses((status = 200, description = "Conversations, as in `conversation.list`")),
)]
pub async fn list(
    State(chat): State<Arc<Chat>>,
    caller: Caller,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<ConversationSummary>>, Problem> {
    let limit = paging.limit()?;
    let mut db = chat.db().await?;
    let list = conversations::of_user(&mut db, caller.id(), paging.after_moment()?, limit.saturating_add(1)).await?;
    let page = Page::of(list, limit, |listed| format!("{}~{}", listed.active_at, listed.summary.id));
    Ok(Json(page.map(|listed| listed.summary)))
}

/// What is new about a conversation.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = gochat::ConversationChange)]
pub struct ConversationChange {
    /// The new title of a group.
    title: String,
}

/// Gives a group another title
///
/// All who are in it are told with `conversation.update`.
#[utoipa::path(
    patch, path = "/api/conversations/{id}", tag = "gochat",
    responses((status = 200, description = "The conversation")),
)]
pub async fn rename(
    State(chat): State<Arc<Chat>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<String>,
    Json(body): Json<ConversationChange>,
) -> Result<Json<ConversationSummary>, Problem> {
    limited("title", &body.title, 200)?;
    let mut tx = chat.hub.store().begin().await?;
    hold_for(tx.conn(), &id, caller.id()).await?;
    let known = conversations::find(tx.conn(), &id).await?;
    if known.is_none_or(|known| known.kind != ConversationType::Group) {
        return Err(Problem::conflict("a direct conversation is called by the other's name"));
    }
    conversations::rename(tx.conn(), &id, &body.title).await?;
    let update = ConversationUpdate { conversation_id: id.clone(), title: Some(body.title), last_message_at: None };
    chat.on_behalf_of(&caller, &request).emit(&mut tx, &update)?;
    let summary = summary(tx.conn(), &id, caller.id()).await?;
    tx.commit().await?;
    Ok(Json(summary))
}

/// Deletes a conversation with its messages: a group by who began it, a direct one by either of the two
///
/// Every member is told with `conversation.delete`.
#[utoipa::path(
    delete, path = "/api/conversations/{id}", tag = "gochat",
    responses((status = 204, description = "It is deleted")),
)]
pub async fn delete(
    State(chat): State<Arc<Chat>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let mut tx = chat.hub.store().begin().await?;
    hold_for(tx.conn(), &id, caller.id()).await?;
    let known = conversations::find(tx.conn(), &id).await?.ok_or_else(|| Problem::not_found("conversation"))?;
    if known.kind == ConversationType::Group && known.created_by != caller.id() {
        return Err(Problem::denied("a group is deleted by who began it"));
    }
    let members = conversations::members(tx.conn(), &id).await?;
    conversations::delete(tx.conn(), &id).await?;
    let hub = chat.on_behalf_of(&caller, &request);
    let deleted = ConversationDelete { conversation_id: id };
    for member in members {
        hub.emit_to(&mut tx, &deleted.to(member), &deleted)?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

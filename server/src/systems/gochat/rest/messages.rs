//! Sending, editing, deleting and listing messages, and reactions to them.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use event_contracts::gochat::Gochat;
use event_contracts::gochat::events::{
    ConversationUpdate, MessageDelete, MessageEdit, MessageReaction, MessageReceive, Notification,
};
use event_contracts::gochat::types::{Message, MessageType, NotificationType, UserProfile};
use event_hub::{Hub, Tx};
use serde::Deserialize;
use sqlx::AnyConnection;
use utoipa::ToSchema;

use super::super::store::messages::{self, New, Reaction, Stored};
use super::super::store::{conversations, notices, users};
use super::super::{Chat, hold_for, hold_to_membership};
use crate::http::{Caller, Json, Page, Paging, Path, Problem, Query, RequestId, limited};
use crate::{clock, new_id};

/// The longest text of a message, in characters.
const LONGEST: usize = 10_000;

/// What is written.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = gochat::NewMessage)]
pub struct NewMessage {
    /// The text, or the address of the file.
    content: String,
    /// `text` unless it is given; `image` or `file`.
    #[schema(value_type = Option<String>)]
    message_type: Option<MessageType>,
}

/// Writes a message
///
/// It is stored, and then told with `message.receive`. Members of a group who are named with `@username` get a `notification`.
#[utoipa::path(
    post, path = "/api/conversations/{id}/messages", tag = "gochat",
    responses((status = 201, description = "The message")),
)]
pub async fn send(
    State(chat): State<Arc<Chat>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<String>,
    Json(body): Json<NewMessage>,
) -> Result<(StatusCode, Json<Message>), Problem> {
    limited("content", &body.content, LONGEST)?;
    let kind = body.message_type.unwrap_or(MessageType::Text);
    if matches!(kind, MessageType::Other(_)) {
        return Err(Problem::field("message_type", "must be one of `text`, `image`, `file`"));
    }
    let now = clock::now();
    let mut tx = chat.hub.store().begin().await?;
    users::meet(tx.conn(), caller.id(), caller.0.name.as_deref()).await?;
    hold_for(tx.conn(), &id, caller.id()).await?;
    let sender = users::find(tx.conn(), caller.id()).await?.ok_or_else(|| Problem::not_found("user"))?;
    let new = New { id: &new_id("msg"), conversation_id: &id, sender: &sender, kind: &kind, content: &body.content };
    let message = messages::write(tx.conn(), &new, &now).await?;
    chat.presence.touch(tx.conn(), caller.id(), &now).await?;
    let hub = chat.on_behalf_of(&caller, &request);
    hub.emit(&mut tx, &MessageReceive(message.clone()))?;
    mention(&hub, &mut tx, &message, &sender).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(message)))
}

/// Notifies the members whom a message names.
async fn mention(hub: &Hub<Gochat>, tx: &mut Tx, message: &Message, sender: &UserProfile) -> Result<(), Problem> {
    let names: Vec<&str> = message.content.split_whitespace().filter_map(|word| word.strip_prefix('@')).collect();
    if names.is_empty() {
        return Ok(());
    }
    for member in conversations::profiles(tx.conn(), &message.conversation_id).await? {
        let named = |name: &&str| name.trim_end_matches(|c: char| c.is_ascii_punctuation()) == member.username;
        if member.id == sender.id || !names.iter().any(named) {
            continue;
        }
        let notification = Notification {
            id: new_id("notif"),
            user_id: member.id,
            r#type: NotificationType::Mention,
            title: sender.display_name.clone(),
            message: message.content.chars().take(200).collect(),
            created_at: message.created_at.clone(),
        };
        notices::keep(tx.conn(), &notification).await?;
        hub.emit(tx, &notification)?;
    }
    Ok(())
}

/// The messages of a conversation, the newest first
#[utoipa::path(
    get, path = "/api/conversations/{id}/messages", tag = "gochat", params(Paging),
    responses((status = 200, description = "Messages, as in `message.receive`")),
)]
pub async fn list(
    State(chat): State<Arc<Chat>>,
    caller: Caller,
    Path(id): Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<Message>>, Problem> {
    let limit = paging.limit()?;
    let mut db = chat.db().await?;
    hold_to_membership(&mut db, &id, caller.id()).await?;
    let list = messages::page(&mut db, &id, paging.after_number()?, limit.saturating_add(1)).await?;
    Ok(Json(Page::of(list, limit, |stored| stored.number.to_string()).map(|stored| stored.message)))
}

async fn find(db: &mut AnyConnection, conversation: &str, id: &str) -> Result<Stored, Problem> {
    messages::find(db, conversation, id).await?.ok_or_else(|| Problem::not_found("message"))
}

/// The new text of a message.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = gochat::MessageChange)]
pub struct MessageChange {
    /// The text.
    content: String,
}

/// Gives a message another text, by who wrote it
///
/// All who are in the conversation are told with `message.edit`.
#[utoipa::path(
    patch, path = "/api/conversations/{id}/messages/{message_id}", tag = "gochat",
    responses((status = 200, description = "The message as it is now")),
)]
pub async fn edit(
    State(chat): State<Arc<Chat>>,
    caller: Caller,
    request: RequestId,
    Path((id, message_id)): Path<(String, String)>,
    Json(body): Json<MessageChange>,
) -> Result<Json<Message>, Problem> {
    limited("content", &body.content, LONGEST)?;
    let edited_at = clock::now();
    let mut tx = chat.hub.store().begin().await?;
    let mut message = own(tx.conn(), &id, &message_id, caller.id()).await?;
    messages::edit(tx.conn(), &message_id, &body.content, &edited_at).await?;
    message.content = body.content;
    let answer = message.clone();
    chat.on_behalf_of(&caller, &request).emit(
        &mut tx,
        &MessageEdit {
            id: message.id,
            conversation_id: message.conversation_id,
            sender_id: message.sender_id,
            sender_name: message.sender_name,
            sender_avatar: message.sender_avatar,
            sender_info: message.sender_info,
            message_type: message.message_type,
            content: message.content,
            created_at: message.created_at,
            is_read: message.is_read,
            read_count: message.read_count,
            edited_at,
        },
    )?;
    tx.commit().await?;
    Ok(Json(answer))
}

/// A message, if it is the user's own.
async fn own(db: &mut AnyConnection, id: &str, message_id: &str, user: &str) -> Result<Message, Problem> {
    hold_for(&mut *db, id, user).await?;
    let message = find(db, id, message_id).await?.message;
    if message.sender_id != user {
        return Err(Problem::denied("a message is changed by who wrote it"));
    }
    Ok(message)
}

/// Deletes a message, by who wrote it
///
/// All who are in the conversation are told with `message.delete`, and with `conversation.update` where another message is the
/// last one now.
#[utoipa::path(
    delete, path = "/api/conversations/{id}/messages/{message_id}", tag = "gochat",
    responses((status = 204, description = "It is deleted")),
)]
pub async fn delete(
    State(chat): State<Arc<Chat>>,
    caller: Caller,
    request: RequestId,
    Path((id, message_id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let mut tx = chat.hub.store().begin().await?;
    let message = own(tx.conn(), &id, &message_id, caller.id()).await?;
    messages::delete(tx.conn(), &message_id).await?;
    let last_message_at = conversations::settle_last_message(tx.conn(), &id).await?;
    let hub = chat.on_behalf_of(&caller, &request);
    hub.emit(&mut tx, &MessageDelete { conversation_id: id.clone(), message_id })?;
    if last_message_at.as_ref().is_some_and(|last| last.as_str() < message.created_at.as_str()) {
        hub.emit(&mut tx, &ConversationUpdate { conversation_id: id, title: None, last_message_at })?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reacts to a message
///
/// All who are in the conversation are told with `message.reaction`.
#[utoipa::path(
    put, path = "/api/conversations/{id}/messages/{message_id}/reactions/{reaction}", tag = "gochat",
    responses((status = 204, description = "The reaction is there")),
)]
pub async fn react(
    State(chat): State<Arc<Chat>>,
    caller: Caller,
    request: RequestId,
    Path(path): Path<(String, String, String)>,
) -> Result<StatusCode, Problem> {
    set_reaction(&chat, &caller, &request, path, false).await
}

/// Takes a reaction back
///
/// All who are in the conversation are told with `message.reaction`.
#[utoipa::path(
    delete, path = "/api/conversations/{id}/messages/{message_id}/reactions/{reaction}", tag = "gochat",
    responses((status = 204, description = "The reaction is not there")),
)]
pub async fn take_back(
    State(chat): State<Arc<Chat>>,
    caller: Caller,
    request: RequestId,
    Path(path): Path<(String, String, String)>,
) -> Result<StatusCode, Problem> {
    set_reaction(&chat, &caller, &request, path, true).await
}

/// Twice the same is told once.
async fn set_reaction(
    chat: &Chat,
    caller: &Caller,
    request: &RequestId,
    (id, message_id, reaction): (String, String, String),
    removed: bool,
) -> Result<StatusCode, Problem> {
    limited("reaction", &reaction, 32)?;
    let now = clock::now();
    let mut tx = chat.hub.store().begin().await?;
    hold_for(tx.conn(), &id, caller.id()).await?;
    find(tx.conn(), &id, &message_id).await?;
    let stored = Reaction { conversation_id: &id, message_id: &message_id, user_id: caller.id(), reaction: &reaction };
    if messages::react(tx.conn(), &stored, removed, &now).await? {
        let told = MessageReaction {
            conversation_id: id,
            message_id,
            user_id: caller.id().to_owned(),
            reaction,
            removed,
            created_at: now,
        };
        chat.on_behalf_of(caller, request).emit(&mut tx, &told)?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Private messages.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use event_contracts::mechamap::events::{MessagingMessageSent, MessagingTypingStarted};
use event_contracts::mechamap::types::{PersonWithPicture, PrivateMessage};
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;
use utoipa::ToSchema;

use super::super::Mechamap;
use super::super::store::{messaging, people};
use super::forum::typing_until;
use super::{id_of, member};
use crate::clock;
use crate::http::{Caller, Json, Page, Paging, Path, Problem, Query, RequestId, limited};

/// With whom.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::NewConversation)]
pub struct NewConversation {
    /// The others.
    participant_ids: Vec<i64>,
}

/// A conversation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = mechamap::Conversation)]
pub struct Conversation {
    /// The conversation.
    id: i64,
}

/// Begins a private conversation
#[utoipa::path(
    post, path = "/conversations", tag = "mechamap",
    responses((status = 201, description = "The conversation", body = Conversation)),
)]
pub async fn begin(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    Json(body): Json<NewConversation>,
) -> Result<(StatusCode, Json<Conversation>), Problem> {
    let mut tx = system.hub.store().begin().await?;
    let me = member(&mut tx, &caller).await?.id;
    let mut participants = body.participant_ids;
    participants.retain(|id| *id != me);
    if participants.is_empty() || participants.len() >= 50 {
        return Err(Problem::field("participant_ids", "name from 1 to 49 others"));
    }
    for id in &participants {
        if people::find(tx.conn(), *id).await?.is_none() {
            return Err(Problem::field("participant_ids", format!("nobody knows a user {id}")));
        }
    }
    participants.push(me);
    let id = tx.next_id("mechamap_conversations").await?;
    messaging::begin(tx.conn(), id, &participants).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(Conversation { id })))
}

/// What is written.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::NewMessage)]
pub struct NewMessage {
    /// The text.
    content: String,
}

/// Writes a private message
///
/// The others are told with `messaging.message.sent`.
#[utoipa::path(
    post, path = "/conversations/{id}/messages", tag = "mechamap",
    responses((status = 201, description = "The message, as in `messaging.message.sent`")),
)]
pub async fn send(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<i64>,
    Json(body): Json<NewMessage>,
) -> Result<(StatusCode, Json<PrivateMessage>), Problem> {
    limited("content", &body.content, 20_000)?;
    let mut tx = system.hub.store().begin().await?;
    let me = member(&mut tx, &caller).await?;
    let others = others(tx.conn(), id, me.id).await?;
    messaging::hold(tx.conn(), id).await?;
    let message = PrivateMessage {
        id: tx.next_id("mechamap_messages").await?,
        conversation_id: id,
        content: body.content,
        sender: PersonWithPicture { id: me.id, name: me.name, avatar_url: me.avatar_url },
        created_at: clock::now(),
    };
    messaging::keep(tx.conn(), &message).await?;
    let hub = system.on_behalf_of(&caller, &request);
    let sent = MessagingMessageSent { message };
    for (at, other) in others.into_iter().enumerate() {
        // One message is one doing, however many are told.
        let hub = if at == 0 { hub.clone() } else { hub.counted() };
        hub.emit_to(&mut tx, &sent.to(other), &sent)?;
    }
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(sent.message)))
}

/// The others in a conversation that the user takes part in.
async fn others(db: &mut AnyConnection, id: i64, me: i64) -> Result<Vec<i64>, Problem> {
    let mut participants = messaging::participants(db, id).await?;
    if !participants.contains(&me) {
        return Err(Problem::not_found("conversation"));
    }
    participants.retain(|participant| *participant != me);
    Ok(participants)
}

/// The messages of a conversation, the newest first
#[utoipa::path(
    get, path = "/conversations/{id}/messages", tag = "mechamap", params(Paging),
    responses((status = 200, description = "Messages, as in `messaging.message.sent`")),
)]
pub async fn list(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    Path(id): Path<i64>,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<PrivateMessage>>, Problem> {
    let limit = paging.limit()?;
    let mut db = system.db().await?;
    others(&mut db, id, id_of(&caller)?).await?;
    let list = messaging::messages(&mut db, id, paging.after_number()?, limit.saturating_add(1)).await?;
    Ok(Json(Page::of(list, limit, |message| message.id.to_string())))
}

/// Says that the user is writing in a conversation, for the next ten seconds
///
/// Who has it open is told with `messaging.typing.started`.
#[utoipa::path(
    post, path = "/conversations/{id}/typing", tag = "mechamap",
    responses((status = 204, description = "It is told")),
)]
pub async fn typing(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let me = id_of(&caller)?;
    others(&mut *system.db().await?, id, me).await?;
    let started = MessagingTypingStarted { user_id: me, conversation_id: id, expires_at: typing_until() };
    system.on_behalf_of(&caller, &request).send(&started)?;
    Ok(StatusCode::NO_CONTENT)
}

//! Writing and reading messages of orders and disputes.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use event_contracts::hiwwer::events::{DisputeMessageCreated, OrderMessageCreated};
use event_contracts::hiwwer::types::NotificationType;
use event_hub::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::Hiwwer;
use super::super::room::{Part, Room};
use super::super::store::messages::{self, Message};
use super::super::store::{attachments, people};
use super::super::telling::{self, News};
use crate::http::{Caller, Json, Kind, Path, Problem, Query, RequestId, limited};
use crate::{clock, new_id};

/// The most files of a message.
const FILES: usize = 10;

/// What is written about an order.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = hiwwer::NewOrderMessage)]
pub struct NewOrderMessage {
    /// The order.
    order_id: String,
    /// The text. It may be missing where there are attachments.
    #[serde(default)]
    text: String,
    /// The ids of files that were uploaded before with `POST /attachments`.
    #[serde(default)]
    attachments: Vec<String>,
}

/// What is written about a dispute.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = hiwwer::NewDisputeMessage)]
pub struct NewDisputeMessage {
    /// The text. It may be missing where there are attachments.
    #[serde(default)]
    text: String,
    /// The ids of files that were uploaded before with `POST /attachments`.
    #[serde(default)]
    attachments: Vec<String>,
}

/// Writes about an order, by its client or performer
///
/// It is stored, and then told with `order_message.created`; the other is told with `notification.created`, too.
#[utoipa::path(
    post, path = "/messages", tag = "hiwwer",
    responses((status = 201, description = "As in `order_message.created`")),
)]
pub async fn send(
    State(system): State<Arc<Hiwwer>>,
    caller: Caller,
    request: RequestId,
    Json(body): Json<NewOrderMessage>,
) -> Result<(StatusCode, Json<OrderMessageCreated>), Problem> {
    let room = Room::Order(body.order_id.clone());
    let mut tx = system.hub.store().begin().await?;
    let (message, part) = write(&system, &mut tx, &caller, &room, body.text, &body.attachments).await?;
    let created = of_order_message(body.order_id, message);
    let hub = system.on_behalf_of(&caller, &request);
    hub.emit(&mut tx, &created)?;
    for other in part.order.others(caller.id()) {
        let news = News {
            kind: NotificationType::NewMessage,
            title: "New message",
            text: format!("{} wrote about order {}", created.sender_name, part.order.title),
            room: &room,
        };
        telling::notify(&hub, &mut tx, other, news, &created.created_at).await?;
    }
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(created)))
}

/// Writes about a dispute, by its client, its performer or a moderator
///
/// It is stored, and then told with `dispute_message.created`; client and performer are told with `notification.created`, too.
#[utoipa::path(
    post, path = "/disputes/{id}/messages", tag = "hiwwer",
    responses((status = 201, description = "As in `dispute_message.created`")),
)]
pub async fn send_to_dispute(
    State(system): State<Arc<Hiwwer>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<String>,
    Json(body): Json<NewDisputeMessage>,
) -> Result<(StatusCode, Json<DisputeMessageCreated>), Problem> {
    let room = Room::Dispute(id.clone());
    let mut tx = system.hub.store().begin().await?;
    let (message, part) = write(&system, &mut tx, &caller, &room, body.text, &body.attachments).await?;
    let created = of_dispute_message(id, message);
    let hub = system.on_behalf_of(&caller, &request);
    hub.emit(&mut tx, &created)?;
    for other in part.order.others(caller.id()) {
        let news = News {
            kind: NotificationType::NewMessage,
            title: "New message",
            text: format!("{} ({}) wrote about the dispute", created.sender_name, created.sender_role),
            room: &room,
        };
        telling::notify(&hub, &mut tx, other, news, &created.created_at).await?;
    }
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(created)))
}

/// Stores a message with its files.
async fn write(
    system: &Hiwwer,
    tx: &mut Tx,
    caller: &Caller,
    room: &Room,
    text: String,
    files: &[String],
) -> Result<(Message, Part), Problem> {
    if files.is_empty() || !text.trim().is_empty() {
        limited("text", &text, 10_000)?;
    }
    if files.len() > FILES {
        return Err(Problem::field("attachments", format!("{FILES} at most")));
    }
    people::meet(tx.conn(), caller.id(), caller.name()).await?;
    let part = room.part(tx.conn(), &caller.0).await?;
    let mut message = Message {
        id: new_id("msg"),
        sender_id: caller.id().to_owned(),
        sender_name: caller.name().to_owned(),
        sender_role: part.role,
        text,
        attachments: Vec::new(),
        created_at: clock::now(),
        read_at: None,
    };
    let key = room.key();
    messages::keep(tx.conn(), &key, &message).await?;
    for (place, id) in files.iter().enumerate() {
        let url = |id: &str, name: &str| system.files.url(id, name);
        let file = attachments::send(tx.conn(), &key, caller.id(), &message.id, (id, place), url).await?;
        let missing = || Problem::field(format!("attachments[{place}]"), "the user uploaded no such file to this chat");
        message.attachments.push(file.ok_or_else(missing)?);
    }
    system.presence.touch(tx.conn(), caller.id(), &message.created_at).await?;
    Ok((message, part))
}

/// Which messages of a chat.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Before {
    /// The id of the oldest message that is known: what was written before it. Without it, the newest.
    before: Option<String>,
    /// How many, from 1 to 100; 50 unless given.
    limit: Option<usize>,
}

/// Messages, the newest first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = hiwwer::History)]
pub struct History<T> {
    /// The messages.
    messages: Vec<T>,
    /// Whether there are older ones.
    more: bool,
}

/// What was written about an order, the newest first
#[utoipa::path(
    get, path = "/orders/{id}/messages", tag = "hiwwer", params(Before),
    responses((status = 200, description = "Messages, as in `order_message.created`")),
)]
pub async fn of_order(
    State(system): State<Arc<Hiwwer>>,
    caller: Caller,
    Path(id): Path<String>,
    Query(before): Query<Before>,
) -> Result<Json<History<OrderMessageCreated>>, Problem> {
    let (messages, more) = history(&system, &caller, &Room::Order(id.clone()), before).await?;
    let messages = messages.into_iter().map(|message| of_order_message(id.clone(), message)).collect();
    Ok(Json(History { messages, more }))
}

/// What was written about a dispute, the newest first
#[utoipa::path(
    get, path = "/disputes/{id}/messages", tag = "hiwwer", params(Before),
    responses((status = 200, description = "Messages, as in `dispute_message.created`")),
)]
pub async fn of_dispute(
    State(system): State<Arc<Hiwwer>>,
    caller: Caller,
    Path(id): Path<String>,
    Query(before): Query<Before>,
) -> Result<Json<History<DisputeMessageCreated>>, Problem> {
    let (messages, more) = history(&system, &caller, &Room::Dispute(id.clone()), before).await?;
    let messages = messages.into_iter().map(|message| of_dispute_message(id.clone(), message)).collect();
    Ok(Json(History { messages, more }))
}

async fn history(
    system: &Hiwwer,
    caller: &Caller,
    room: &Room,
    before: Before,
) -> Result<(Vec<Message>, bool), Problem> {
    let limit = before.limit.unwrap_or(50);
    if !(1..=100).contains(&limit) {
        return Err(Problem::new(Kind::INVALID_REQUEST, "expected a number from 1 to 100").at("limit"));
    }
    let mut db = system.db().await?;
    room.part(&mut db, &caller.0).await?;
    let key = room.key();
    let place = match before.before {
        Some(id) => Some(messages::number(&mut db, &key, &id).await?.ok_or_else(|| Problem::not_found("message"))?),
        None => None,
    };
    let url = |id: &str, name: &str| system.files.url(id, name);
    let mut page = messages::page(&mut db, &key, place, limit.saturating_add(1), url).await?;
    let more = page.len() > limit;
    page.truncate(limit);
    Ok((page, more))
}

fn of_order_message(order_id: String, message: Message) -> OrderMessageCreated {
    let Message { id, sender_id, sender_name, text, attachments, created_at, read_at, .. } = message;
    OrderMessageCreated { id, order_id, sender_id, sender_name, text, attachments, created_at, read_at }
}

fn of_dispute_message(dispute_id: String, message: Message) -> DisputeMessageCreated {
    let Message { id, sender_id, sender_name, sender_role, text, attachments, created_at, read_at } = message;
    DisputeMessageCreated {
        id,
        dispute_id,
        sender_id,
        sender_name,
        sender_role,
        text,
        attachments,
        created_at,
        read_at,
    }
}

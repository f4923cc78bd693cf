//! The requests of agents.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use event_contracts::leads::types::{ContentType, LastMessage, LeadsInfo, Message, Participant};
use event_contracts::runtime::{Json as Value, Map};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::taking::{Draft, Media};
use super::{AGENT, Leads, store};
use crate::http::{Caller, Json, Page, Paging, Path, Problem, Query};
use crate::ids::now;

/// The longest text of a message of WhatsApp, in characters.
const LONGEST_TEXT: usize = 4096;

/// All of them.
pub fn requests(system: Arc<Leads>) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(post_room, list_rooms))
        .routes(routes!(get_room))
        .routes(routes!(read_room))
        .routes(routes!(post_message, list_messages))
        .routes(routes!(put_lead))
        .with_state(system)
}

/// A customer to write to.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = leads::RoomIn)]
struct RoomIn {
    /// The customer's number, in digits with the country's first.
    #[schema(example = "6287879565390")]
    phone: String,
}

/// A room with everything that the sidebar shows.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = leads::Room)]
struct Room {
    room_id: String,
    room_phone: String,
    room_title: String,
    room_created_at: String,
    room_updated_at: String,
    /// The customer. There is always a name.
    #[schema(value_type = Object)]
    leads_info: LeadsInfo,
    /// As much of the last message as the sidebar shows; null where there is none.
    #[schema(value_type = Option<Object>)]
    last_message: Option<LastMessage>,
    unread_count: u64,
    message_count: u64,
    /// The agents who take part.
    #[schema(value_type = Vec<Object>)]
    participants: Vec<Participant>,
}

/// An answer to a customer.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = leads::MessageIn)]
struct MessageIn {
    room_id: String,
    /// `text` unless said; a file needs its `media_id` or its `gcs_url`.
    #[schema(example = "text")]
    content_type: Option<String>,
    #[schema(max_length = 4096)]
    content_text: Option<String>,
    /// WhatsApp's id, where it has one already: sent again under the same id, it is stored once.
    wa_message_id: Option<String>,
    reply_to_wa_message_id: Option<String>,
    media_id: Option<String>,
    gcs_filename: Option<String>,
    gcs_url: Option<String>,
    file_size: Option<u64>,
    mime_type: Option<String>,
    original_filename: Option<String>,
    #[serde(default)]
    #[schema(value_type = Object)]
    metadata: Map<String, Value>,
}

/// What the business knows of a customer.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = leads::LeadIn)]
struct LeadIn {
    name: Option<String>,
    /// In whole rupiah.
    outstanding: Option<u64>,
    #[schema(example = "personal_loan")]
    loan_type: Option<String>,
    #[schema(example = "cold")]
    leads_status: Option<String>,
    #[schema(example = "contacted")]
    contact_status: Option<String>,
}

/// Whose messages to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct InRoom {
    room_id: String,
}

/// A page of messages. (The document's front end reads `messages`.)
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = leads::Messages)]
struct Messages {
    #[schema(value_type = Vec<Object>)]
    messages: Vec<Message>,
    /// Where the next page begins: send it as `after`. Absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A customer is put on the list, before anybody wrote
///
/// Nobody is told: a room is told of with its first message.
#[utoipa::path(post, path = "/rooms", tag = "leads", request_body = RoomIn, responses(
    (status = 201, description = "It was made", body = Room),
    (status = 200, description = "It had been there", body = Room),
))]
async fn post_room(
    State(system): State<Arc<Leads>>,
    caller: Caller,
    Json(body): Json<RoomIn>,
) -> Result<(StatusCode, Json<Room>), Problem> {
    caller.must_be(AGENT)?;
    fit_phone(&body.phone)?;
    let mut tx = system.store.begin().await?;
    let made = store::make_room(tx.conn(), &uuid::Uuid::new_v4().to_string(), &body.phone, None, &now()).await?;
    let room = store::room_of(tx.conn(), &body.phone).await?.ok_or_else(|| Problem::not_found("room"))?;
    tx.commit().await?;
    let status = if made { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(system.shown(room).await?)))
}

/// The rooms, those that changed last first
#[utoipa::path(get, path = "/rooms", tag = "leads", params(Paging), responses((status = 200, body = Page<Room>)))]
async fn list_rooms(
    State(system): State<Arc<Leads>>,
    caller: Caller,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<Room>>, Problem> {
    caller.must_be(AGENT)?;
    let limit = paging.limit()?;
    let found = store::rooms(system.store.pool(), paging.after_moment()?, one_more(limit)).await?;
    let page = Page::of(found, limit, |last| format!("{}~{}", last.updated_at, last.id));
    let mut items = Vec::with_capacity(page.items.len());
    for room in page.items {
        items.push(system.shown(room).await?);
    }
    Ok(Json(Page { items, next: page.next }))
}

/// A room
#[utoipa::path(get, path = "/rooms/{id}", tag = "leads", params(("id" = String, Path)),
    responses((status = 200, body = Room)))]
async fn get_room(
    State(system): State<Arc<Leads>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Room>, Problem> {
    caller.must_be(AGENT)?;
    let room = store::room(system.store.pool(), &id).await?.ok_or_else(|| Problem::not_found("room"))?;
    Ok(Json(system.shown(room).await?))
}

/// What the customer wrote was read
#[utoipa::path(post, path = "/rooms/{id}/read", tag = "leads", params(("id" = String, Path)),
    responses((status = 204, description = "The unread count is 0")))]
async fn read_room(
    State(system): State<Arc<Leads>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    caller.must_be(AGENT)?;
    let mut tx = system.store.begin().await?;
    if !store::read_room(tx.conn(), &id).await? {
        return Err(Problem::not_found("room"));
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An agent answers a customer
///
/// Everybody is told `new_message`, or `new_room_complete` where it is the first of its room.
#[utoipa::path(post, path = "/messages", tag = "leads", request_body = MessageIn, responses(
    (status = 201, description = "It was stored: the contract's `Message`", body = Object),
    (status = 204, description = "It had been stored before, under the same `wa_message_id`"),
))]
async fn post_message(
    State(system): State<Arc<Leads>>,
    caller: Caller,
    Json(body): Json<MessageIn>,
) -> Result<Response, Problem> {
    caller.must_be(AGENT)?;
    let content_type = ContentType::from(body.content_type.as_deref().unwrap_or("text"));
    let text = body.content_text.as_deref().unwrap_or_default();
    if content_type == ContentType::Text && text.trim().is_empty() {
        return Err(Problem::field("content_text", "expected something that was written"));
    }
    if content_type != ContentType::Text && body.media_id.is_none() && body.gcs_url.is_none() {
        return Err(Problem::field("media_id", "a file has a `media_id` or a `gcs_url`"));
    }
    let length = text.chars().count();
    if length > LONGEST_TEXT {
        return Err(Problem::field("content_text", format!("{length} characters: at most {LONGEST_TEXT} fit")));
    }
    let mut tx = system.store.begin().await?;
    let draft = Draft {
        user_id: Some(caller.id().to_owned()),
        content_text: body.content_text,
        wa_message_id: body.wa_message_id,
        reply_to_wa_message_id: body.reply_to_wa_message_id,
        reaction: None,
        media: Media {
            kind: Some(content_type.as_str().to_owned()).filter(|_| content_type != ContentType::Text),
            id: body.media_id,
            stored_as: body.gcs_filename,
            url: body.gcs_url,
            size: body.file_size,
            mime_type: body.mime_type,
            filename: body.original_filename,
        },
        content_type,
        metadata: body.metadata,
    };
    if store::room(tx.conn(), &body.room_id).await?.is_none() {
        return Err(Problem::not_found("room"));
    }
    store::take_part(tx.conn(), &body.room_id, caller.id(), caller.name()).await?;
    match system.take(tx, store::By::Agent(&body.room_id), draft).await? {
        Some(message) => Ok((StatusCode::CREATED, Json(message)).into_response()),
        None => Ok(StatusCode::NO_CONTENT.into_response()),
    }
}

/// The messages of a room, the newest first
#[utoipa::path(get, path = "/messages", tag = "leads", params(InRoom, Paging), responses((status = 200, body = Messages)))]
async fn list_messages(
    State(system): State<Arc<Leads>>,
    caller: Caller,
    Query(which): Query<InRoom>,
    Query(paging): Query<Paging>,
) -> Result<Json<Messages>, Problem> {
    caller.must_be(AGENT)?;
    if store::room(system.store.pool(), &which.room_id).await?.is_none() {
        return Err(Problem::not_found("room"));
    }
    let limit = paging.limit()?;
    let before = paging.after_number()?.unwrap_or(i64::MAX);
    let found = store::messages_before(system.store.pool(), &which.room_id, before, one_more(limit)).await?;
    let page = Page::of(found, limit, |last| last.place.to_string());
    Ok(Json(Messages { messages: page.items.into_iter().map(|stored| stored.message).collect(), next: page.next }))
}

/// What the business knows of the customer of a number
#[utoipa::path(put, path = "/leads/{phone}", tag = "leads", params(("phone" = String, Path)), request_body = LeadIn,
    responses((status = 204, description = "It is noted")))]
async fn put_lead(
    State(system): State<Arc<Leads>>,
    caller: Caller,
    Path(phone): Path<String>,
    Json(body): Json<LeadIn>,
) -> Result<StatusCode, Problem> {
    caller.must_be(AGENT)?;
    fit_phone(&phone)?;
    let outstanding = body.outstanding.map(i64::try_from).transpose();
    let lead = store::Lead {
        id: uuid::Uuid::new_v4().to_string(),
        phone,
        name: body.name,
        outstanding: outstanding.map_err(|_| Problem::field("outstanding", "more than the database can count"))?,
        loan_type: body.loan_type,
        leads_status: body.leads_status,
        contact_status: body.contact_status,
    };
    let mut tx = system.store.begin().await?;
    store::put_lead(tx.conn(), &lead).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

impl Leads {
    async fn shown(&self, room: store::Room) -> Result<Room, Problem> {
        Ok(Room {
            room_title: room.title(),
            participants: store::participants(self.store.pool(), &room.id).await?,
            room_id: room.id,
            room_phone: room.phone,
            room_created_at: room.created_at.into(),
            room_updated_at: room.updated_at.into(),
            leads_info: room.leads_info,
            last_message: room.last_message,
            unread_count: room.unread_count,
            message_count: room.message_count,
        })
    }
}

fn fit_phone(phone: &str) -> Result<(), Problem> {
    let fits = (5..=20).contains(&phone.len()) && phone.bytes().all(|byte| byte.is_ascii_digit());
    if fits { Ok(()) } else { Err(Problem::field("phone", "expected the digits of a number, the country's first")) }
}

fn one_more(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)
}

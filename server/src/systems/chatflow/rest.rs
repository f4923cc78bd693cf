//! The requests.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use event_contracts::chatflow::events::{
    ConversationAssigned, ConversationClosed, ConversationNew, ConversationReopened, MessageDeleted, MessageNew,
    MessageRead, MessageSent, VisitorNew,
};
use event_hub::StoreError;
use event_hub::auth::Grant;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::access::side_of;
use super::store::{self, Side};
use super::{AGENT, Chatflow, VISITOR};
use crate::http::{Caller, Json, Page, Paging, Path, Problem, Query, SESSION_COOKIE};
use crate::ids::{moment, new_id, now};
use crate::systems::Name;
use crate::tokens::new_token_id;

/// The longest text of a message, in characters.
const LONGEST_TEXT: usize = 10_000;

/// The longest name, address or id that somebody gives, in characters.
const LONGEST_WORD: usize = 2_000;

/// All of them.
pub fn requests(system: Arc<Chatflow>) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(post_visitor))
        .routes(routes!(list_agents))
        .routes(routes!(post_conversation, list_conversations))
        .routes(routes!(get_conversation))
        .routes(routes!(list_messages))
        .routes(routes!(assign))
        .routes(routes!(close))
        .routes(routes!(reopen))
        .routes(routes!(post_message))
        .routes(routes!(delete_message))
        .routes(routes!(read_message))
        .with_state(system)
}

// ---- What is said and answered

/// Somebody who comes to the site.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = chatflow::VisitorIn)]
struct VisitorIn {
    /// The visitor's name, where it is known.
    name: Option<String>,
    /// The page that the visitor looks at.
    #[schema(example = "https://example.com/prices")]
    page_url: String,
}

/// Who came, and the token for everything that follows. The same token is set as the cookie `session`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = chatflow::Visitor)]
struct Visitor {
    #[schema(example = "vis_789")]
    visitor_id: String,
    name: Option<String>,
    token: String,
}

/// An agent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = chatflow::Agent)]
struct Agent {
    #[schema(example = "agent_12")]
    agent_id: String,
    #[schema(example = "Dilnoza")]
    agent_name: String,
    /// Whether the agent is there.
    online: bool,
}

/// A conversation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = chatflow::Conversation)]
struct Conversation {
    #[schema(example = "conv_456")]
    id: String,
    visitor_id: String,
    visitor_name: Option<String>,
    /// `open` or `closed`.
    status: &'static str,
    /// Who is in charge, where somebody is.
    agent_id: Option<String>,
    agent_name: Option<String>,
    /// How many messages were written in it.
    message_count: i64,
    /// How many messages of the other side the caller's side has not read.
    unread_count: i64,
    created_at: String,
    updated_at: String,
}

/// A message to post.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = chatflow::MessageIn)]
struct MessageIn {
    conversation_id: String,
    #[schema(min_length = 1, max_length = 10000)]
    text: String,
    /// The id that the window gave the message; posted again under the same id, it is stored once.
    client_id: Option<String>,
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = chatflow::Message)]
struct Message {
    #[schema(example = "msg_123")]
    id: String,
    conversation_id: String,
    /// `visitor` or `agent`.
    sender: &'static str,
    /// What was written; null once it is deleted.
    text: Option<String>,
    timestamp: String,
    deleted_at: Option<String>,
}

/// Whom to put in charge.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = chatflow::Assignment)]
struct Assignment {
    /// The agent; whoever asks unless said.
    agent_id: Option<String>,
}

/// Which conversations to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// `open` or `closed` alone.
    #[param(inline)]
    status: Option<Status>,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = chatflow::Status)]
enum Status {
    Open,
    Closed,
}

impl Conversation {
    fn seen_by(conversation: store::Conversation, side: Side) -> Self {
        Self {
            id: conversation.id,
            visitor_id: conversation.visitor_id,
            visitor_name: conversation.visitor_name,
            status: if conversation.open { "open" } else { "closed" },
            agent_id: conversation.agent_id,
            agent_name: conversation.agent_name,
            message_count: conversation.message_count,
            unread_count: match side {
                Side::Agent => conversation.unread_by_agent,
                Side::Visitor => conversation.unread_by_visitor,
            },
            created_at: conversation.created_at,
            updated_at: conversation.updated_at,
        }
    }
}

impl From<store::Message> for Message {
    fn from(message: store::Message) -> Self {
        Self {
            id: message.id,
            conversation_id: message.conversation_id,
            sender: message.sender.as_str(),
            text: Some(message.text).filter(|_| message.deleted_at.is_none()),
            timestamp: message.created_at,
            deleted_at: message.deleted_at,
        }
    }
}

// ---- Visitors and agents

/// Somebody comes to the site
///
/// Who has no token yet becomes a visitor, and the agents are told `visitor.new`. A visitor who comes back stays the same.
#[utoipa::path(post, path = "/visitors", tag = "chatflow", request_body = VisitorIn, responses(
    (status = 201, description = "Came for the first time", body = Visitor),
    (status = 200, description = "Came back", body = Visitor),
))]
async fn post_visitor(
    State(system): State<Arc<Chatflow>>,
    caller: Option<Caller>,
    Json(body): Json<VisitorIn>,
) -> Result<Response, Problem> {
    short("page_url", &body.page_url, LONGEST_WORD)?;
    short("name", body.name.as_deref().unwrap_or_default(), LONGEST_WORD)?;
    let known = caller.filter(|caller| caller.is(VISITOR));
    let visitor_id = known.as_ref().map_or_else(|| new_id("vis"), |caller| caller.id().to_owned());
    let at = now();
    let mut tx = system.store.begin().await?;
    let new = store::add_visitor(tx.conn(), &visitor_id, body.name.as_deref(), &body.page_url, &at).await?;
    let name = store::visitor_name(tx.conn(), &visitor_id).await?.flatten();
    if new {
        let event = VisitorNew {
            visitor_id: visitor_id.clone(),
            name: name.clone(),
            page_url: body.page_url,
            timestamp: moment(&at)?,
        };
        system.hub.emit(&mut tx, &event)?;
    }
    tx.commit().await?;
    let lasting = system.config.visitor_session;
    let grant = Grant {
        name: name.clone(),
        roles: vec![VISITOR.to_owned()],
        token_id: Some(new_token_id()),
        lifetime: lasting,
        ..Grant::of(visitor_id.clone())
    };
    // Anybody is given one, so it is good here and in no other system.
    let token = system.tokens.sign_for(Name::Chatflow, &grant)?;
    let cookie = format!("{SESSION_COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}", lasting.as_secs());
    let status = if new { StatusCode::CREATED } else { StatusCode::OK };
    let mut response = (status, Json(Visitor { visitor_id, name, token })).into_response();
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The agents, and who of them is there
#[utoipa::path(get, path = "/agents", tag = "chatflow", responses((status = 200, body = Vec<Agent>)))]
async fn list_agents(State(system): State<Arc<Chatflow>>, caller: Caller) -> Result<Json<Vec<Agent>>, Problem> {
    caller.must_be(AGENT)?;
    let agents = store::agents(system.store.pool()).await?;
    let online = system.presence.online().await?;
    let shown = |agent: store::Agent| {
        let online = online.contains(&agent.id);
        Agent { agent_id: agent.id, agent_name: agent.name, online }
    };
    Ok(Json(agents.into_iter().map(shown).collect()))
}

// ---- Conversations

/// A visitor begins a conversation
///
/// The agents are told `conversation.new`, and all who are there join it. A visitor has one open conversation at a time: where
/// there is one, it is answered.
#[utoipa::path(post, path = "/conversations", tag = "chatflow", responses(
    (status = 201, description = "It began", body = Conversation),
    (status = 200, description = "The one that is open", body = Conversation),
))]
async fn post_conversation(
    State(system): State<Arc<Chatflow>>,
    caller: Caller,
) -> Result<(StatusCode, Json<Conversation>), Problem> {
    caller.must_be(VISITOR)?;
    let (id, at) = (new_id("conv"), now());
    let mut tx = system.store.begin().await?;
    let new = store::add_conversation(tx.conn(), &id, caller.id(), &at).await?;
    if new {
        let event = ConversationNew {
            conversation_id: id,
            visitor_id: caller.id().to_owned(),
            visitor_name: store::visitor_name(tx.conn(), caller.id()).await?.flatten(),
            timestamp: moment(&at)?,
        };
        system.hub.emit(&mut tx, &event)?;
    }
    let conversation = store::open_conversation_of(tx.conn(), caller.id()).await?;
    let conversation = conversation.ok_or_else(|| Problem::conflict("it was closed at this moment; begin another"))?;
    tx.commit().await?;
    if new {
        system.gather(&conversation.id, &conversation.visitor_id, true).await?;
    }
    let status = if new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(Conversation::seen_by(conversation, Side::Visitor))))
}

/// The caller's conversations: all for an agent, their own for a visitor
#[utoipa::path(get, path = "/conversations", tag = "chatflow", params(Which, Paging),
    responses((status = 200, description = "Those that changed last first", body = Page<Conversation>)))]
async fn list_conversations(
    State(system): State<Arc<Chatflow>>,
    caller: Caller,
    Query(which): Query<Which>,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<Conversation>>, Problem> {
    let side = if caller.is(AGENT) { Side::Agent } else { Side::Visitor };
    if side == Side::Visitor {
        caller.must_be(VISITOR)?;
    }
    let limit = paging.limit()?;
    let filter = store::Filter {
        visitor_id: Some(caller.id()).filter(|_| side == Side::Visitor),
        open: which.status.map(|status| matches!(status, Status::Open)),
        after: paging.after_moment()?,
        limit: one_more(limit),
    };
    let found = store::list_conversations(system.store.pool(), filter).await?;
    let items = found.into_iter().map(|conversation| Conversation::seen_by(conversation, side)).collect();
    Ok(Json(Page::of(items, limit, |last: &Conversation| format!("{}~{}", last.updated_at, last.id))))
}

/// A conversation
#[utoipa::path(get, path = "/conversations/{id}", tag = "chatflow", params(("id" = String, Path)),
    responses((status = 200, body = Conversation)))]
async fn get_conversation(
    State(system): State<Arc<Chatflow>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Conversation>, Problem> {
    let (conversation, side) = system.taking_part(&caller, &id).await?;
    Ok(Json(Conversation::seen_by(conversation, side)))
}

/// The messages of a conversation
#[utoipa::path(get, path = "/conversations/{id}/messages", tag = "chatflow", params(("id" = String, Path), Paging),
    responses((status = 200, description = "The newest first", body = Page<Message>)))]
async fn list_messages(
    State(system): State<Arc<Chatflow>>,
    caller: Caller,
    Path(id): Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<Message>>, Problem> {
    let (conversation, _) = system.taking_part(&caller, &id).await?;
    let limit = paging.limit()?;
    let before = paging.after_number()?.unwrap_or(i64::MAX);
    let found = store::messages_before(system.store.pool(), &conversation.id, before, one_more(limit)).await?;
    let page = Page::of(found, limit, |last| last.place.to_string());
    Ok(Json(Page { items: page.items.into_iter().map(Message::from).collect(), next: page.next }))
}

/// An agent is put in charge
///
/// Everybody in the conversation is told `conversation.assigned`.
#[utoipa::path(post, path = "/conversations/{id}/assign", tag = "chatflow", params(("id" = String, Path)),
    request_body = Assignment, responses((status = 200, body = Conversation)))]
async fn assign(
    State(system): State<Arc<Chatflow>>,
    caller: Caller,
    Path(id): Path<String>,
    Json(body): Json<Assignment>,
) -> Result<Json<Conversation>, Problem> {
    caller.must_be(AGENT)?;
    system.taking_part(&caller, &id).await?;
    let at = now();
    let mut tx = system.store.begin().await?;
    if body.agent_id.as_deref().is_none_or(|agent_id| agent_id == caller.id()) {
        store::know_agent(tx.conn(), caller.id(), caller.name()).await?;
    }
    let agent_id = body.agent_id.unwrap_or_else(|| caller.id().to_owned());
    let Some(agent_name) = store::agent_name(tx.conn(), &agent_id).await? else {
        return Err(Problem::field("agent_id", "there is no such agent: nobody with this id has connected yet"));
    };
    let news = store::assign(tx.conn(), &id, &agent_id, &at).await?;
    let conversation = found(store::conversation(tx.conn(), &id).await?)?;
    if !conversation.open {
        return Err(closed());
    }
    if news {
        let event = ConversationAssigned { conversation_id: id, agent_id, agent_name, timestamp: moment(&at)? };
        system.hub.emit(&mut tx, &event)?;
    }
    tx.commit().await?;
    Ok(Json(Conversation::seen_by(conversation, Side::Agent)))
}

/// A conversation comes to its end
///
/// Everybody in it is told `conversation.closed`. Closed once more, it stays closed and nobody is told.
#[utoipa::path(post, path = "/conversations/{id}/close", tag = "chatflow", params(("id" = String, Path)),
    responses((status = 200, body = Conversation)))]
async fn close(
    State(system): State<Arc<Chatflow>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Conversation>, Problem> {
    let (_, side) = system.taking_part(&caller, &id).await?;
    let at = now();
    let mut tx = system.store.begin().await?;
    if store::close(tx.conn(), &id, &at).await? {
        let event = ConversationClosed { conversation_id: id.clone(), closed_by: side, timestamp: moment(&at)? };
        system.hub.emit(&mut tx, &event)?;
    }
    let conversation = found(store::conversation(tx.conn(), &id).await?)?;
    tx.commit().await?;
    Ok(Json(Conversation::seen_by(conversation, side)))
}

/// A closed conversation goes on
///
/// Everybody in it is told `conversation.reopened`, and who is there and is not in it joins it.
#[utoipa::path(post, path = "/conversations/{id}/reopen", tag = "chatflow", params(("id" = String, Path)),
    responses((status = 200, body = Conversation)))]
async fn reopen(
    State(system): State<Arc<Chatflow>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Conversation>, Problem> {
    let (closed, side) = system.taking_part(&caller, &id).await?;
    // Before they are told, so that they hear it.
    system.gather(&id, &closed.visitor_id, false).await?;
    let at = now();
    let mut tx = system.store.begin().await?;
    let news = match store::reopen(tx.conn(), &id, &at).await.map_err(StoreError::from) {
        // Another was opened at this moment.
        Err(error) if error.is_unique_violation() => return Err(another_is_open()),
        news => news?,
    };
    let conversation = found(store::conversation(tx.conn(), &id).await?)?;
    if !conversation.open {
        return Err(another_is_open());
    }
    if news {
        let event = ConversationReopened { conversation_id: id, reopened_by: side, timestamp: moment(&at)? };
        system.hub.emit(&mut tx, &event)?;
    }
    tx.commit().await?;
    Ok(Json(Conversation::seen_by(conversation, side)))
}

// ---- Messages

/// A message is written
///
/// Everybody in the conversation is told `message.new`, and `message.sent` with the `client_id` for the windows of its writer.
#[utoipa::path(post, path = "/messages", tag = "chatflow", request_body = MessageIn, responses(
    (status = 201, description = "It was stored", body = Message),
    (status = 200, description = "It had been stored before, under the same `client_id`", body = Message),
))]
async fn post_message(
    State(system): State<Arc<Chatflow>>,
    caller: Caller,
    Json(body): Json<MessageIn>,
) -> Result<(StatusCode, Json<Message>), Problem> {
    if body.text.trim().is_empty() {
        return Err(Problem::field("text", "expected something that was written"));
    }
    short("text", &body.text, LONGEST_TEXT)?;
    short("client_id", body.client_id.as_deref().unwrap_or_default(), LONGEST_WORD)?;
    let (_, sender) = system.taking_part(&caller, &body.conversation_id).await?;
    let at = now();
    let mut tx = system.store.begin().await?;
    let place = store::next_place(tx.conn(), &body.conversation_id, &at).await?;
    if let Some(client_id) = &body.client_id {
        let stored = store::message_of_client(tx.conn(), &body.conversation_id, caller.id(), client_id).await?;
        if let Some(stored) = stored {
            return Ok((StatusCode::OK, Json(stored.into())));
        }
    }
    let message = store::Message {
        id: new_id("msg"),
        conversation_id: body.conversation_id,
        place: place.ok_or_else(closed)?,
        sender,
        sender_id: caller.id().to_owned(),
        client_id: body.client_id,
        text: body.text,
        created_at: at,
        deleted_at: None,
    };
    store::add_message(tx.conn(), &message).await?;
    let timestamp = moment(&message.created_at)?;
    let new = MessageNew {
        id: message.id.clone(),
        conversation_id: message.conversation_id.clone(),
        sender,
        text: message.text.clone(),
        timestamp: timestamp.clone(),
    };
    let sent = MessageSent {
        id: message.id.clone(),
        conversation_id: message.conversation_id.clone(),
        client_id: message.client_id.clone(),
        sender,
        timestamp,
    };
    let hub = system.hub.caused_by(Some(caller.0));
    hub.emit(&mut tx, &new)?;
    hub.emit(&mut tx, &sent)?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(message.into())))
}

/// A message, and those before it, were read by the caller's side
///
/// Everybody in the conversation is told `message.read`, once.
#[utoipa::path(post, path = "/messages/{id}/read", tag = "chatflow", params(("id" = String, Path)),
    responses((status = 204, description = "It counts as read")))]
async fn read_message(
    State(system): State<Arc<Chatflow>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let (message, side) = system.message(&caller, &id).await?;
    if message.sender == side {
        return Err(Problem::conflict("it is your own side's message: the other side reads it"));
    }
    let mut tx = system.store.begin().await?;
    if store::read_up_to(tx.conn(), &message.conversation_id, side, message.place).await? {
        let timestamp = moment(&now())?;
        let event = MessageRead { id, conversation_id: message.conversation_id, reader: side, timestamp };
        system.hub.emit(&mut tx, &event)?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A message is deleted: by who wrote it, or by an agent
///
/// Everybody in the conversation is told `message.deleted`, once. Its text is gone from the conversation; the event that told
/// it leaves the log with all others of its time.
#[utoipa::path(delete, path = "/messages/{id}", tag = "chatflow", params(("id" = String, Path)),
    responses((status = 204, description = "It is deleted")))]
async fn delete_message(
    State(system): State<Arc<Chatflow>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let (message, side) = system.message(&caller, &id).await?;
    if side != Side::Agent && message.sender_id != caller.id() {
        return Err(Problem::denied("a message is deleted by who wrote it, or by an agent"));
    }
    let at = now();
    let mut tx = system.store.begin().await?;
    if store::delete_message(tx.conn(), &id, &at).await? {
        let event = MessageDeleted { id, conversation_id: message.conversation_id, timestamp: moment(&at)? };
        system.hub.emit(&mut tx, &event)?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

impl Chatflow {
    /// A conversation that the caller takes part in, and on which side.
    async fn taking_part(&self, caller: &Caller, id: &str) -> Result<(store::Conversation, Side), Problem> {
        let conversation = found(store::conversation(self.store.pool(), id).await?)?;
        let side = side_of(&caller.0, &conversation).ok_or_else(|| Problem::not_found("conversation"))?;
        Ok((conversation, side))
    }

    /// A message of a conversation that the caller takes part in, and on which side.
    async fn message(&self, caller: &Caller, id: &str) -> Result<(store::Message, Side), Problem> {
        let missing = || Problem::not_found("message");
        let message = store::message(self.store.pool(), id).await?.ok_or_else(missing)?;
        let (_, side) =
            self.taking_part(caller, &message.conversation_id).await.map_err(|problem| match problem.kind() {
                crate::http::Kind::NOT_FOUND => missing(),
                _ => problem,
            })?;
        Ok((message, side))
    }
}

fn found(conversation: Option<store::Conversation>) -> Result<store::Conversation, Problem> {
    conversation.ok_or_else(|| Problem::not_found("conversation"))
}

fn closed() -> Problem {
    Problem::conflict("the conversation is closed: reopen it first")
}

fn another_is_open() -> Problem {
    Problem::conflict("the visitor has another open conversation: go on in that one")
}

fn short(field: &str, text: &str, longest: usize) -> Result<(), Problem> {
    match text.chars().count() {
        length if length > longest => Err(Problem::field(field, format!("{length} characters: at most {longest} fit"))),
        _ => Ok(()),
    }
}

fn one_more(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)
}

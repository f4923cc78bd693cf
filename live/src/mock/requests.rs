//! Requests: those that the catalogue names, which clients make instead of sending an event over the socket, and those that a scene
//! answers.
//!
//! In: a request such as `POST /messages`, with a JSON body. Out, of one that the catalogue names: its events, with what the body and
//! the path say in their payloads, and the first event's payload as the answer. A body that does not fit is refused as servers
//! refuse it: `application/problem+json` (RFC 9457), with the field.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use event_hub::auth::Token;
use event_hub::{Code, Refusal, User};
use event_spec::catalogue::{Binding, ChannelRoute, Event, Payload, Route};
use event_spec::types::Type;
use serde_json::{Map, Value, json};

use super::log::What;
use super::sample::{Scope, lay};
use super::scene::Asked;
use super::table::{Params, Pattern};
use super::world::World;
use super::{people, refusals};

/// All requests of all catalogues.
#[derive(Clone)]
struct Table(Arc<[Entry]>);

struct Entry {
    pattern: Pattern,
    world: Arc<World>,
    /// As it is written, as in `POST /messages`.
    written: String,
    /// The events that it stands for; none where a scene answers it.
    events: Vec<String>,
}

/// Somebody who may not, or something that does not fit.
pub struct Problem {
    status: StatusCode,
    detail: String,
    field: Option<String>,
}

/// The requests of worlds, each below its prefix.
pub fn router<'a>(worlds: impl IntoIterator<Item = (&'a Arc<World>, &'a str)>) -> Router {
    let mut entries: Vec<Entry> = Vec::new();
    for (world, prefix) in worlds {
        let mut requests: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for written in world.stage.requests() {
            requests.insert(written.to_owned(), Vec::new());
        }
        let own: Vec<Pattern> = requests.keys().filter_map(|written| Pattern::new(prefix, written)).collect();
        for (name, event) in &world.catalogue.events {
            let Some(rest) = &event.rest else { continue };
            let answered =
                Pattern::new(prefix, &rest.value).is_some_and(|pattern| own.iter().any(|own| own.is_like(&pattern)));
            if !answered {
                requests.entry(rest.value.clone()).or_default().push(name.clone());
            }
        }
        for (written, events) in requests {
            if let Some(pattern) = Pattern::new(prefix, &written) {
                entries.push(Entry { pattern, world: world.clone(), written, events });
            }
        }
    }
    // What says more is asked first.
    entries.sort_by_key(|entry| entry.pattern.params());
    Router::new().fallback(answer).with_state(Table(entries.into()))
}

async fn answer(State(table): State<Table>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let found = table.0.iter().find_map(|entry| Some((entry, entry.pattern.read(&method, uri.path())?)));
    let Some((entry, params)) = found else {
        let detail = format!("neither a catalogue nor a scene names `{method} {}`", uri.path());
        return Problem::new(StatusCode::NOT_FOUND, detail).into_response();
    };
    let query = Query::<Params>::try_from_uri(&uri).map(|Query(query)| query).unwrap_or_default();
    let response = entry.done(params, query, &headers, &body).await.unwrap_or_else(IntoResponse::into_response);
    entry.world.tell_log(What::Asked { request: &entry.written, status: response.status().as_u16() });
    response
}

impl Entry {
    async fn done(&self, path: Params, query: Params, headers: &HeaderMap, body: &Bytes) -> Result<Response, Problem> {
        let world = &self.world;
        let user = caller(headers, world.token.as_deref())?;
        let body = body_of(body)?;
        let first = self.events.first().map_or(self.written.as_str(), String::as_str);
        if let Some(refusal) = world.on_demand(first) {
            return Err(Problem::from(refusal));
        }
        if self.events.is_empty() {
            let object =
                |params: Params| Value::Object(params.into_iter().map(|(key, value)| (key, value.into())).collect());
            let asked = Asked { user, body, path: object(path), query: object(query) };
            return world.answer(&self.written, asked).await;
        }
        self.tell(&path, &body, user.as_ref()).await
    }

    /// Sends the events of the request.
    async fn tell(&self, path: &Params, body: &Value, user: Option<&User>) -> Result<Response, Problem> {
        let world = &self.world;
        let events: Vec<&Event> = self.events.iter().filter_map(|name| world.catalogue.events.get(name)).collect();
        let said = with_path(&events, path, body);
        for event in &events {
            world.fits(event, &said)?;
        }
        let mut scope = Scope::default().like(&said);
        if let Some(user) = user {
            for name in ["user_id", "sender_id", "author_id", "visitor_id"] {
                if said.get(name).is_none() {
                    scope = scope.named(name, user.id.as_str().into());
                }
            }
            // Which side somebody is on, where the contract tells sides by their roles.
            if let Some(role) = user.roles.first().filter(|_| said.get("sender").is_none()) {
                scope = scope.named("sender", role.as_str().into());
            }
        }
        let mut answer = None;
        for event in events.into_iter().filter(|event| event.server.is_some()) {
            let mut with = world.with(&event.name.value);
            let own = world.given_to(event, &said);
            let arguments = world.event_arguments(event, &scope.clone().given(own), &mut with);
            let payload = arguments.first().cloned().unwrap_or_default();
            // The events of one request are about one thing.
            scope = scope.like(&payload);
            let to = match &event.route {
                Route::Channel(route) => match world.target(route, &payload, &said, user) {
                    Some(address) => Some(address),
                    None => continue,
                },
                Route::Server | Route::Everybody | Route::Connection => None,
            };
            world.send(event, &arguments, to, (&mut with, None, user)).await?;
            answer.get_or_insert(payload);
        }
        let status = if self.written.starts_with("POST ") { StatusCode::CREATED } else { StatusCode::OK };
        Ok((status, Json(answer.unwrap_or(said))).into_response())
    }
}

/// What the body and the path say. A path's `:id` is the id of what the events' channel is of.
fn with_path(events: &[&Event], path: &Params, body: &Value) -> Value {
    let field = |binding: &Binding| match binding {
        Binding::Field(path) => path.keys.first().cloned(),
        Binding::Given(_) => None,
    };
    let bound = events.iter().find_map(|event| match &event.route {
        Route::Channel(route) => route.bindings.values().find_map(field),
        Route::Server | Route::Everybody | Route::Connection => None,
    });
    let mut said = body.clone();
    for (name, value) in path {
        let key = bound.clone().filter(|_| name == "id").unwrap_or_else(|| name.clone());
        lay(&mut said, json!({ key: value }));
    }
    said
}

/// Who makes a request.
fn caller(headers: &HeaderMap, only: Option<&str>) -> Result<Option<User>, Problem> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| Token::of(value.to_str().ok()?));
    let cookie = || {
        let texts = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut cookies = texts.flat_map(|text| text.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
        cookies.find(|(name, _)| *name == "session").and_then(|(_, value)| Token::of(value))
    };
    let unauthorized = |detail: String| Problem::new(StatusCode::UNAUTHORIZED, detail);
    match bearer.or_else(cookie) {
        Some(token) => people::user(&token, only).map(Some).map_err(|error| unauthorized(error.to_string())),
        None if only.is_some() => Err(unauthorized("present a token first".to_owned())),
        None => Ok(None),
    }
}

/// The body of a request: an object, or nothing.
///
/// # Errors
/// What is no JSON object.
pub fn body_of(bytes: &Bytes) -> Result<Value, Problem> {
    if bytes.is_empty() {
        return Ok(json!({}));
    }
    let read = serde_json::from_slice::<Value>(bytes).ok().filter(Value::is_object);
    read.ok_or_else(|| Problem::new(StatusCode::BAD_REQUEST, "the body is no JSON object"))
}

impl World {
    /// What a request says of an event's payload: the fields that it has.
    fn given_to(&self, event: &Event, said: &Value) -> Value {
        let object = event.server.as_ref().and_then(|message| match &message.payload {
            Payload::One(ty) => self.catalogue.types.as_object(ty),
            Payload::Empty | Payload::Args(_) => None,
        });
        let mut given = Map::new();
        for (key, value) in said.as_object().into_iter().flatten() {
            let Some(field) = object.and_then(|object| object.field(key)) else { continue };
            let is_number = matches!(self.catalogue.types.without_null(&field.ty), Type::Integer(_));
            let number = value.as_str().filter(|_| is_number).and_then(|text| text.parse::<i64>().ok());
            given.insert(key.clone(), number.map_or_else(|| value.clone(), Value::from));
        }
        Value::Object(given)
    }

    /// Whether what a request says fits an event: what clients would send, or the fields that the server's payload has.
    fn fits(&self, event: &Event, said: &Value) -> Result<(), Problem> {
        let Some(message) = event.client.as_ref().or(event.server.as_ref()) else { return Ok(()) };
        let Payload::One(ty) = &message.payload else { return Ok(()) };
        let whole = event.client.is_some();
        let typed = if whole { said.clone() } else { self.given_to(event, said) };
        // What the server adds is not asked of the client.
        let is_said = |field: &str| field.split(['.', '[']).next().is_some_and(|key| typed.get(key).is_some());
        for problem in self.judge.value(ty, &typed) {
            let field = problem.path.as_deref().and_then(refusals::field);
            if whole || field.as_deref().is_none_or(is_said) {
                return Err(Problem { status: StatusCode::UNPROCESSABLE_ENTITY, detail: problem.message, field });
            }
        }
        Ok(())
    }

    /// Where an event goes: by its payload, by the request, or to the caller's own channel.
    fn target(&self, route: &ChannelRoute, payload: &Value, said: &Value, user: Option<&User>) -> Option<String> {
        self.address(route, payload, said).or_else(|| {
            let own = self.first_id("user_id").unwrap_or_else(|| "user_1".into());
            let id = user.map_or(own, |user| user.id.as_str().into());
            let given = route.bindings.values().filter_map(|binding| match binding {
                Binding::Given(name) => Some((name.clone(), id.clone())),
                Binding::Field(_) => None,
            });
            self.address(route, payload, &Value::Object(given.collect()))
        })
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal.code {
            Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Code::Denied => StatusCode::FORBIDDEN,
            Code::NotFound => StatusCode::NOT_FOUND,
            Code::Unauthenticated => StatusCode::UNAUTHORIZED,
            Code::Failed | Code::TimedOut => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self { status, detail: refusal.message, field: refusal.field }
    }
}

impl Problem {
    /// A problem of this status.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), field: None }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let title = self.status.canonical_reason().unwrap_or("Problem");
        let mut body =
            json!({ "type": "about:blank", "title": title, "status": self.status.as_u16(), "detail": self.detail });
        if let (Some(field), Some(object)) = (self.field, body.as_object_mut()) {
            object.insert("field".to_owned(), field.into());
        }
        (self.status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
    }
}

//! The requests that the catalogue names: what a client does instead of sending an event over the socket.
//!
//! In: a request such as `POST /messages`, with a JSON body. Out: its events, with what the body and the path say in their payloads,
//! and the first event's payload as the answer. A body that does not fit is refused as servers refuse it: `application/problem+json`
//! (RFC 9457), with the field.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use axum::{Json, Router};
use event_hub::auth::Token;
use event_hub::{Code, Refusal, User};
use event_spec::catalogue::{Event, Route};
use event_spec::judge::Kind;
use serde_json::{Value, json};

use super::log::What;
use super::sample::{Scope, lay};
use super::world::World;
use super::{people, refusals};

/// A request that the catalogue names.
#[derive(Clone)]
struct Request {
    world: Arc<World>,
    /// As it is written, as in `POST /messages`.
    written: String,
    method: String,
    /// The events that it stands for.
    events: Vec<String>,
}

/// Somebody who may not, or something that does not fit.
pub struct Problem {
    status: StatusCode,
    detail: String,
    field: Option<String>,
}

/// The catalogue's requests, but those which `others` answer.
pub fn router(world: &Arc<World>, others: &[String]) -> Router {
    let mut requests: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, event) in &world.catalogue.events {
        if let Some(rest) = &event.rest {
            requests.entry(rest.value.clone()).or_default().push(name.clone());
        }
    }
    let mut router = Router::new();
    for (written, events) in requests {
        let Some((method, path)) = written.split_once(' ') else { continue };
        let Some(filter) = method_of(method).filter(|_| !others.contains(&written)) else { continue };
        let request = Request { world: world.clone(), method: method.to_owned(), written: written.clone(), events };
        router = router.route(&path_of(path), on(filter, answer).with_state(request));
    }
    router
}

/// The filter of a method, where it is one.
pub fn method_of(method: &str) -> Option<MethodFilter> {
    Some(match method {
        "GET" => MethodFilter::GET,
        "POST" => MethodFilter::POST,
        "PUT" => MethodFilter::PUT,
        "PATCH" => MethodFilter::PATCH,
        "DELETE" => MethodFilter::DELETE,
        _ => return None,
    })
}

/// A path with `:id` or `{id}` for what differs, as the router has it.
pub fn path_of(written: &str) -> String {
    let part = |part: &str| match part.strip_prefix(':') {
        Some(name) => format!("{{{name}}}"),
        None => part.to_owned(),
    };
    written.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Who makes a request.
///
/// # Errors
/// A token that is not good, or none where there has to be one.
pub fn caller(headers: &HeaderMap, only: Option<&str>) -> Result<Option<User>, Problem> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| Token::of(value.to_str().ok()?));
    let cookie = || {
        let texts = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut cookies = texts.flat_map(|text| text.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
        cookies.find(|(name, _)| *name == "session").and_then(|(_, value)| Token::of(value))
    };
    let unauthorized =
        || Problem { status: StatusCode::UNAUTHORIZED, detail: "present a token first".to_owned(), field: None };
    match bearer.or_else(cookie) {
        Some(token) => people::user(&token, only)
            .map(Some)
            .map_err(|error| Problem { detail: error.to_string(), ..unauthorized() }),
        None if only.is_some() => Err(unauthorized()),
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
    read.ok_or_else(|| Problem {
        status: StatusCode::BAD_REQUEST,
        detail: "the body is no JSON object".to_owned(),
        field: None,
    })
}

async fn answer(State(request): State<Request>, params: RawPathParams, headers: HeaderMap, body: Bytes) -> Response {
    let path: Vec<(String, String)> = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let done = request.done(&path, &headers, &body).await;
    let response = match done {
        Ok(answer) => answer,
        Err(problem) => problem.into_response(),
    };
    let status = response.status().as_u16();
    request.world.tell_log(What::Asked { request: &request.written, status });
    response
}

impl Request {
    async fn done(&self, path: &[(String, String)], headers: &HeaderMap, body: &Bytes) -> Result<Response, Problem> {
        let world = &self.world;
        let user = caller(headers, world.token.as_deref())?;
        let body = body_of(body)?;
        let first = self.events.first().map(String::as_str).unwrap_or_default();
        if let Some(refusal) = world.on_demand(first) {
            return Err(Problem::from(refusal));
        }
        let events: Vec<&Event> = self.events.iter().filter_map(|name| world.catalogue.events.get(name)).collect();
        let said = self.with_path(&events, path, &body);
        for event in &events {
            world.fits(event, &said)?;
        }
        let mut scope = Scope::default().like(&said);
        if let Some(user) = &user {
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
                Route::Channel(route) => Some(world.target(route, &payload, &said, user.as_ref())),
                Route::Server | Route::Everybody | Route::Connection => None,
            };
            if let Some(None) = to {
                continue;
            }
            let sent = world.send(event, &arguments, to.flatten(), (&mut with, None, user.as_ref())).await;
            sent.map_err(Problem::from)?;
            answer.get_or_insert(payload);
        }
        let status = if self.method == "POST" { StatusCode::CREATED } else { StatusCode::OK };
        Ok((status, Json(answer.unwrap_or(said))).into_response())
    }

    /// What the body and the path say. A path's `:id` is the id of what the events' channel is of, where nothing else has the name.
    fn with_path(&self, events: &[&Event], path: &[(String, String)], body: &Value) -> Value {
        let mut said = body.clone();
        for (name, value) in path {
            let bound = events.iter().find_map(|event| match &event.route {
                Route::Channel(route) => route.bindings.values().find_map(|binding| match binding {
                    event_spec::catalogue::Binding::Field(path) => path.keys.first().cloned(),
                    event_spec::catalogue::Binding::Given(_) => None,
                }),
                _ => None,
            });
            let key = if name == "id" { bound.unwrap_or_else(|| name.clone()) } else { name.clone() };
            lay(&mut said, json!({ key: value }));
        }
        said
    }
}

impl World {
    /// What a request says of an event's payload: the fields that it has.
    fn given_to(&self, event: &Event, said: &Value) -> Value {
        let object = event.server.as_ref().and_then(|message| match &message.payload {
            event_spec::catalogue::Payload::One(ty) => self.catalogue.types.as_object(ty),
            _ => None,
        });
        let fields = said.as_object().into_iter().flatten();
        let own = fields.filter(|(key, _)| object.is_some_and(|object| object.field(key).is_some()));
        let typed = |(key, value): (&String, &Value)| {
            let number = object.and_then(|object| object.field(key)).filter(|field| {
                matches!(self.catalogue.types.without_null(&field.ty), event_spec::types::Type::Integer(_))
            });
            let value = match (number, value) {
                (Some(_), Value::String(text)) => text.parse::<i64>().map_or_else(|_| value.clone(), Value::from),
                _ => value.clone(),
            };
            (key.clone(), value)
        };
        Value::Object(own.map(typed).collect())
    }

    /// Whether what a request says fits an event: what clients would send, or the fields that the server's payload has.
    fn fits(&self, event: &Event, said: &Value) -> Result<(), Problem> {
        let Some(message) = event.client.as_ref().or(event.server.as_ref()) else { return Ok(()) };
        let event_spec::catalogue::Payload::One(ty) = &message.payload else { return Ok(()) };
        let whole = event.client.is_some();
        let typed = if whole { said.clone() } else { self.given_to(event, said) };
        let problems = self.judge.value(ty, &typed);
        // What the server adds is not asked of the client.
        let wrong = problems.into_iter().find(|problem| {
            whole
                || problem
                    .path
                    .as_deref()
                    .and_then(refusals::field)
                    .is_none_or(|field| field.split(['.', '[']).next().is_some_and(|key| typed.get(key).is_some()))
        });
        match wrong {
            Some(problem) if problem.kind == Kind::Payload => Err(Problem {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                field: problem.path.as_deref().and_then(refusals::field),
                detail: problem.message,
            }),
            _ => Ok(()),
        }
    }

    /// Where an event goes: by its payload, by the request, or to the caller's own channel.
    fn target(
        &self,
        route: &event_spec::catalogue::ChannelRoute,
        payload: &Value,
        said: &Value,
        user: Option<&User>,
    ) -> Option<String> {
        self.address(route, payload, said).or_else(|| {
            let own = self.first_id("user_id").unwrap_or_else(|| "user_1".into());
            let id = user.map_or(own, |user| user.id.as_str().into());
            let given: serde_json::Map<String, Value> = route
                .bindings
                .values()
                .filter_map(|binding| match binding {
                    event_spec::catalogue::Binding::Given(name) => Some((name.clone(), id.clone())),
                    event_spec::catalogue::Binding::Field(_) => None,
                })
                .collect();
            self.address(route, payload, &Value::Object(given))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_the_routers() {
        assert_eq!(path_of("/api/conversations/:id/messages"), "/api/conversations/{id}/messages");
        assert_eq!(path_of("/messages/{id}"), "/messages/{id}");
    }
}

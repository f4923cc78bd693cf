//! The send form's door: an event as the server sends it, or as if a client that is connected had sent it.
//!
//! What goes out as the server's goes through the engine like any other: to the log first where the catalogue says so, to its
//! channel in its order, with the priority of the event. It is held to the contract, and one that breaks it is sent only where
//! that is asked for. It replaces no event that waits, and counts against no limit. What comes in as a client's goes through the
//! gateway: limits, decoder, handler.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use event_contracts_runtime::Raw;
use serde::Deserialize;
use serde_json::value::to_raw_value;
use serde_json::{Value, json};

use super::{Inspected, Window};
use crate::engine::{Engine, Session};
use crate::inspect::What;
use crate::message::{EVERYBODY, Message, frame};

/// What is to be sent.
#[derive(Deserialize)]
pub(super) struct Wish {
    contract: String,
    /// Who sends it.
    by: By,
    /// The connection that it goes to, or comes from.
    session: Option<String>,
    /// A client's frame, as JSON text.
    text: Option<String>,
    /// The server's event.
    event: Option<String>,
    /// The address of its channel.
    channel: Option<String>,
    #[serde(default)]
    arguments: Vec<Value>,
    /// Whether it is sent although it breaks the contract.
    #[serde(default)]
    anyway: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum By {
    Server,
    Client,
}

/// Why it was not sent.
struct Mistake(StatusCode, String);

impl Mistake {
    fn new(problem: impl Into<String>) -> Self {
        Self(StatusCode::UNPROCESSABLE_ENTITY, problem.into())
    }
}

/// `POST /inspect/send`: `{"sent": true, "text", "acknowledgement"?}`, or 422 with `{"problem"}`.
pub(super) async fn send(State(window): State<Window>, Json(wish): Json<Wish>) -> (StatusCode, Json<Value>) {
    let done = match window.of(&wish.contract) {
        None => Err(Mistake::new("no such contract is served here")),
        Some(inspected) => match wish.by {
            By::Server => as_server(inspected, wish).await,
            By::Client => as_client(inspected, wish).await,
        },
    };
    match done {
        Ok(done) => (StatusCode::OK, Json(done)),
        Err(Mistake(status, problem)) => (status, Json(json!({ "problem": problem }))),
    }
}

async fn as_client(inspected: &Inspected, wish: Wish) -> Result<Value, Mistake> {
    let session = session(inspected.engine(), wish.session.as_deref())?;
    let text = wish.text.ok_or_else(|| Mistake::new("`text` is missing: the client's frame"))?;
    let answer = inspected.gateway.take(&session, &text, true).await;
    let answer = answer.map(|answer| serde_json::from_str::<Value>(&answer).unwrap_or_default());
    Ok(json!({ "sent": true, "text": text, "acknowledgement": answer }))
}

async fn as_server(inspected: &Inspected, wish: Wish) -> Result<Value, Mistake> {
    let engine = inspected.engine();
    let name = wish.event.ok_or_else(|| Mistake::new("`event` is missing: its name"))?;
    let event =
        event(inspected.model(), &name).ok_or_else(|| Mistake::new("the server sends no event of this name"))?;
    let channel = wish.channel.as_deref();
    if let Some(address) = channel.filter(|address| !inspected.voice.knows(address)) {
        return Err(Mistake::new(format!("`{address}` is the address of no channel of the contract")));
    }
    let arguments = wish.arguments.iter().map(to_raw_value).collect::<Result<Vec<_>, _>>();
    let raw = Raw { name: name.clone(), arguments: arguments.map_err(|error| Mistake::new(error.to_string()))? };
    let text = inspected.voice.encode(&raw, channel);
    let text = text.ok_or_else(|| Mistake::new("the metadata of this contract's envelope cannot be made here"))?;
    let text = with_priority(inspected.model(), event, &text).unwrap_or_else(|| text.to_string());
    if let Some(problem) = engine.facts.judge.and_then(|judge| judge(&text).err())
        && !wish.anyway
    {
        return Err(Mistake(StatusCode::UNPROCESSABLE_ENTITY, problem));
    }
    let shown = serde_json::from_str::<Value>(&text).unwrap_or_default();
    let text: Arc<str> = text.into();
    match event["route"]["to"].as_str() {
        Some("connection") => {
            let session = session(engine, wish.session.as_deref())?;
            session.push_frame(engine, frame(&engine.wire, &text, None));
            engine.tap.tell(|| What::Said { session: session.id, text });
        }
        to => {
            let address = match (to, channel) {
                (Some("channel"), None) => {
                    return Err(Mistake::new("`channel` is missing: the address that it goes to"));
                }
                (_, address) => address.unwrap_or(EVERYBODY),
            };
            let priority = engine.facts.priority(event["priority"].as_str().unwrap_or_default());
            let message = Message::new(name.into(), address.into(), priority, vec![text]);
            deliver(engine, message, event["storage"] == "stored").await?;
        }
    }
    Ok(json!({ "sent": true, "frame": shown }))
}

async fn deliver(engine: &Arc<Engine>, message: Message, stored: bool) -> Result<(), Mistake> {
    if !stored {
        engine.send(message);
        return Ok(());
    }
    let unavailable = |error| {
        tracing::warn!(%error, "an event of the inspector could not be stored");
        Mistake(StatusCode::SERVICE_UNAVAILABLE, "the database could not store it".to_owned())
    };
    let mut tx = engine.store.begin().await.map_err(unavailable)?;
    tx.emit(engine.clone(), message);
    tx.commit().await.map_err(unavailable)
}

/// What the model says of an event that the server sends.
fn event<'m>(model: &'m Value, name: &str) -> Option<&'m Value> {
    let mut events = model["events"].as_array()?.iter();
    events.find(|event| event["name"] == name && event["server"].is_object())
}

/// The frame with the name of the event's priority, where the envelope has a place for that.
fn with_priority(model: &Value, event: &Value, text: &str) -> Option<String> {
    let (key, priority) = (model["envelope"]["priority"].as_str()?, event["priority"].as_str()?);
    let mut frame: Value = serde_json::from_str(text).ok()?;
    let envelope = match &mut frame {
        Value::Array(items) => items.get_mut(1)?,
        envelope => envelope,
    };
    envelope.as_object_mut()?.insert(key.to_owned(), priority.into());
    Some(frame.to_string())
}

fn session(engine: &Engine, id: Option<&str>) -> Result<Arc<Session>, Mistake> {
    let id = id.ok_or_else(|| Mistake::new("`session` is missing: the connection that is meant"))?;
    let found = engine.sessions().into_iter().find(|session| session.id.to_string() == id);
    found.ok_or_else(|| Mistake::new("this connection is gone"))
}

//! Switching a mock while it runs: `/mock` tells how it stands, and what is posted below it changes that.
//!
//! | request | what it does |
//! |---|---|
//! | `GET /mock` | the seed, the faults, who is there |
//! | `POST /mock/cut` | cuts every connection that events flow over; with `{"for": "5s"}` none comes through for so long |
//! | `POST /mock/faults` | sets faults: `{"latency": "200ms..800ms", "slow": "20kB", "errors": 0.05, "drop": 0.1, "cut_every": "30s"}`; null takes one away |
//! | `POST /mock/send` | sends an event: `{"event", "payload"?, "to"?, "catalogue"?}`; what is not given is made |

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use event_spec::catalogue::Route;
use event_spec::suggest;
use serde_json::{Map, Value, json};

use super::faults::{Faults, Switch, parse_latency, parse_share, parse_speed, parse_time};
use super::requests::{Problem, body_of};
use super::sample::Scope;
use super::world::{World, who};

/// What is switched.
#[derive(Clone)]
pub struct Control {
    pub worlds: Arc<[Arc<World>]>,
    pub switch: Arc<Switch>,
    pub seed: u64,
}

/// The paths below `/mock`.
pub fn router(control: Control) -> Router {
    Router::new()
        .route("/mock", get(state))
        .route("/mock/cut", post(cut))
        .route("/mock/faults", post(faults))
        .route("/mock/send", post(send))
        .with_state(control)
}

async fn state(State(control): State<Control>) -> Json<Value> {
    let world = |world: &Arc<World>| {
        let clients: Vec<Value> = world
            .clients()
            .iter()
            .map(|client| {
                let mut channels: Vec<String> = client.channels().iter().map(ToString::to_string).collect();
                channels.sort();
                json!({ "id": client.id().to_string(), "user": who(client), "channels": channels })
            })
            .collect();
        json!({ "catalogue": world.name(), "version": world.catalogue.version.value, "clients": clients })
    };
    let worlds: Vec<Value> = control.worlds.iter().map(world).collect();
    Json(json!({ "seed": control.seed, "faults": shown(&control.switch.now()), "catalogues": worlds }))
}

async fn cut(State(control): State<Control>, body: Bytes) -> Result<StatusCode, Problem> {
    let asked = body_of(&body)?;
    let time = asked.get("for").and_then(Value::as_str).map(parse_time).transpose();
    let time = time.map_err(|why| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, format!("`for`: {why}")))?;
    control.switch.cut(time.unwrap_or_default());
    Ok(StatusCode::NO_CONTENT)
}

async fn faults(State(control): State<Control>, body: Bytes) -> Result<Json<Value>, Problem> {
    let asked = body_of(&body)?;
    let mut faults = control.switch.now();
    for (key, value) in asked.as_object().into_iter().flatten() {
        set(&mut faults, key, value)
            .map_err(|why| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, format!("`{key}`: {why}")))?;
    }
    control.switch.set(faults.clone());
    Ok(Json(shown(&faults)))
}

fn set(faults: &mut Faults, key: &str, value: &Value) -> Result<(), String> {
    let text = match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    let text = text.as_deref();
    match key {
        "latency" => faults.latency = text.map(parse_latency).transpose()?,
        "slow" => faults.slow = text.map(parse_speed).transpose()?,
        "errors" => faults.errors = text.map(parse_share).transpose()?.unwrap_or_default(),
        "drop" => faults.drop = text.map(parse_share).transpose()?.unwrap_or_default(),
        "cut_every" => {
            faults.cut_every = text.map(parse_time).transpose()?;
        }
        _ => return Err("expected one of `latency`, `slow`, `errors`, `drop`, `cut_every`".to_owned()),
    }
    Ok(())
}

fn shown(faults: &Faults) -> Value {
    let time = |time| humantime::format_duration(time).to_string();
    json!({
        "latency": faults.latency.map(|(least, most)| if least == most { time(least) } else { format!("{}..{}", time(least), time(most)) }),
        "slow": faults.slow,
        "errors": faults.errors,
        "drop": faults.drop,
        "cut_every": faults.cut_every.map(time),
    })
}

async fn send(State(control): State<Control>, body: Bytes) -> Result<Json<Value>, Problem> {
    let asked = body_of(&body)?;
    let unfit = |detail: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail);
    let name = asked.get("event").and_then(Value::as_str).ok_or_else(|| unfit("`event`: which event?".to_owned()))?;
    let catalogue = asked.get("catalogue").and_then(Value::as_str);
    let worlds = || control.worlds.iter().filter(|world| catalogue.is_none_or(|own| own == world.name()));
    let found = worlds()
        .find_map(|world| Some((world, world.catalogue.events.get(name).filter(|event| event.server.is_some())?)));
    let Some((world, event)) = found else {
        let known = worlds().flat_map(|world| world.catalogue.events.values()).filter(|event| event.server.is_some());
        let near = suggest::did_you_mean(name, known.map(|event| event.name.value.as_str()));
        let help = near.map(|near| format!(": {near}")).unwrap_or_default();
        return Err(unfit(format!("`event`: the server sends no `{name}`{help}")));
    };
    let to = asked.get("to").and_then(Value::as_str);
    let payload = asked.get("payload").cloned().unwrap_or_else(|| Value::Object(Map::new()));
    let sent = world.send_given(event, payload, to).await.map_err(unfit)?;
    Ok(Json(json!({ "event": name, "to": sent.0, "payload": sent.1 })))
}

impl World {
    /// Sends an event of which a part is given, to an address, or where its payload says, or where somebody is. Gives back where it
    /// went, and what it carried.
    ///
    /// # Errors
    /// What does not fit the event; nobody to send it to; too many for the contract's limits.
    pub async fn send_given(
        &self,
        event: &event_spec::catalogue::Event,
        payload: Value,
        to: Option<&str>,
    ) -> Result<(String, Value), String> {
        let mut with = self.with(&event.name.value);
        let mut scope = Scope::default();
        let mut address = to.map(str::to_owned);
        if let Route::Channel(route) = &event.route {
            address = address.or_else(|| self.address(route, &payload, &payload));
            if address.is_none() {
                let inhabited =
                    self.channel(&route.channel.value).map(|channel| self.inhabited(channel)).unwrap_or_default();
                address = inhabited.into_iter().next();
            }
            if let Some(address) = &address {
                scope = self.scope_of(route, address);
            }
        }
        let mut given = scope.finish(Value::Object(Map::new()));
        super::sample::lay(&mut given, payload.clone());
        let scope =
            if given.as_object().is_some_and(Map::is_empty) { scope } else { scope.like(&payload).given(given) };
        let arguments = self.event_arguments(event, &scope, &mut with);
        if let Some(problem) = self.problem(event, &arguments, None) {
            return Err(problem);
        }
        let carried = arguments.first().cloned().unwrap_or_default();
        match &event.route {
            Route::Connection => {
                for client in self.clients() {
                    self.send_to(&client, event, &arguments, &mut with).await;
                }
                return Ok(("everybody, one by one".to_owned(), carried));
            }
            // By its payload, now that it is whole.
            Route::Channel(route) if address.is_none() => {
                address = self.address(route, &carried, &payload);
                if address.is_none() {
                    return Err("nobody is in its channel: say `to`".to_owned());
                }
            }
            _ => {}
        }
        let sent = self.send(event, &arguments, address.clone(), (&mut with, None, None)).await;
        sent.map_err(|refusal| refusal.to_string())?;
        Ok((address.unwrap_or_else(|| "everybody".to_owned()), carried))
    }
}

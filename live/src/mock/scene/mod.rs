//! Playing a scene: what happens by itself, when somebody comes or goes, and when a request is made.
//!
//! In: a checked scene. Out: events, memberships and answers, one step after the other. What a scene keeps lies in memory, and is
//! gone with the mock.

mod fill;
mod stage;
mod steps;

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use event_hub::User;
use event_hub::untyped::Connection;
use event_spec::scene::Scene;
use serde_json::{Map, Value, json};

pub use self::stage::Stage;
use self::steps::{Ended, Player};
use super::log::What;
use super::requests::Problem;
use super::world::World;

/// A request that was made.
pub struct Asked {
    pub user: Option<User>,
    pub body: Value,
    pub path: Value,
    pub query: Value,
}

impl World {
    /// Answers a request that the scene knows.
    ///
    /// # Errors
    /// A record that is not found; an event that does not fit once it is filled in.
    pub async fn answer(&self, written: &str, asked: Asked) -> Result<Response, Problem> {
        let Some(steps) = self.stage.answering(written) else {
            return Err(Problem::new(StatusCode::NOT_FOUND, "the scene has no such request"));
        };
        let mut around = around(asked.user.as_ref());
        around.insert("body".to_owned(), asked.body);
        around.insert("path".to_owned(), asked.path);
        around.insert("query".to_owned(), asked.query);
        let mut player = Player::new(self, around, None);
        match player.play(steps).await {
            Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
            Err(Ended::Answered { status, body }) => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
                Ok(match body {
                    Some(body) => (status, axum::Json(body)).into_response(),
                    None => status.into_response(),
                })
            }
            Err(Ended::NotFound(list)) => {
                Err(Problem::new(StatusCode::NOT_FOUND, format!("there is no such record in `{list}`")))
            }
            Err(Ended::Unfit(why)) => Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, why)),
        }
    }

    /// What the scene does when a client has connected.
    pub async fn begin_for(&self, connection: &Connection) {
        self.play_for(connection, &self.stage.scene.connected).await;
    }

    /// What the scene does when a client has gone.
    pub async fn end_for(&self, connection: &Connection) {
        self.play_for(connection, &self.stage.scene.disconnected).await;
    }

    async fn play_for(&self, connection: &Connection, steps: &[event_spec::scene::Step]) {
        let around = around(connection.user().as_deref());
        let mut player = Player::new(self, around, Some(connection.clone()));
        if let Err(Ended::Unfit(why)) = player.play(steps).await {
            self.tell_log(What::Note(&format!("the scene: {why}")));
        }
    }
}

/// Plays what happens by itself, once somebody is there.
pub async fn play(world: Arc<World>) {
    if world.stage.scene.steps.is_empty() {
        return;
    }
    let mut player = Player::new(&world, around(None), None);
    while world.clients().is_empty() {
        let came = world.came.notified();
        if world.clients().is_empty() {
            came.await;
        }
    }
    match player.play(&world.stage.scene.steps).await {
        Err(Ended::Unfit(why)) => world.tell_log(What::Note(&format!("the scene ended: {why}"))),
        Err(Ended::NotFound(list)) => {
            world.tell_log(What::Note(&format!("the scene ended: no such record in `{list}`")))
        }
        Ok(()) | Err(Ended::Answered { .. }) => world.tell_log(What::Note("the scene is over")),
    }
}

/// A scene in which nothing happens.
pub fn empty(catalogue: &str) -> Scene {
    Scene { catalogue: catalogue.to_owned(), auto_join: true, ..Scene::default() }
}

/// What `${..}` can tell of from the start.
fn around(user: Option<&User>) -> Map<String, Value> {
    let user = match user {
        Some(user) => json!({ "id": user.id, "name": user.name, "roles": user.roles }),
        None => json!({ "id": null, "name": null, "roles": [] }),
    };
    Map::from_iter([("user".to_owned(), user)])
}

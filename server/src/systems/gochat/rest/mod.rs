//! The requests of gochat. What they change is stored first and told after the commit.

mod conversations;
mod friendships;
mod messages;
mod notices;
mod profile;

use std::sync::Arc;

use event_contracts::gochat::Gochat;
use event_hub::Hub;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Chat;
use crate::http::{Caller, RequestId};

/// All of them.
pub fn requests(chat: Arc<Chat>) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(profile::change))
        .routes(routes!(conversations::begin, conversations::list))
        .routes(routes!(conversations::rename, conversations::delete))
        .routes(routes!(messages::send, messages::list))
        .routes(routes!(messages::edit, messages::delete))
        .routes(routes!(messages::react, messages::take_back))
        .routes(routes!(friendships::request, friendships::list))
        .routes(routes!(friendships::remove))
        .routes(routes!(friendships::accept))
        .routes(routes!(notices::list))
        .routes(routes!(notices::alert))
        .with_state(chat)
}

impl Chat {
    /// The hub, for what a request does.
    fn on_behalf_of(&self, caller: &Caller, request: &RequestId) -> Hub<Gochat> {
        self.hub.caused_by(Some(caller.0.clone())).in_request(&request.0)
    }
}

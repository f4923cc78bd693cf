//! The requests of hiwwer. What they change is stored first and told after the commit.

mod disputes;
mod files;
mod messages;
mod notifications;
mod orders;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use event_contracts::hiwwer as contract;
use event_hub::Hub;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;

use super::Hiwwer;
use super::files::MOST_BYTES;
use crate::http::{Caller, RequestId};

/// All of them.
pub fn requests(system: Arc<Hiwwer>) -> OpenApiRouter {
    // One byte more than a file may have: that it is too large is said by what knows how large it may be.
    let files = DefaultBodyLimit::max(MOST_BYTES.saturating_add(1));
    OpenApiRouter::new()
        .routes(routes!(orders::make, orders::list))
        .routes(routes!(orders::read))
        .routes(routes!(orders::advance))
        .routes(routes!(messages::send))
        .routes(routes!(messages::of_order))
        .routes(routes!(disputes::open, disputes::list))
        .routes(routes!(messages::send_to_dispute, messages::of_dispute))
        .routes(routes!(files::upload).layer(files))
        .routes(routes!(files::load))
        .routes(routes!(notifications::list))
        .with_state(system)
}

impl Hiwwer {
    /// The hub, for what a request does.
    fn on_behalf_of(&self, caller: &Caller, request: &RequestId) -> Hub<contract::Hiwwer> {
        self.hub.caused_by(Some(caller.0.clone())).in_request(&request.0)
    }
}

//! The requests of mechamap: a way in for each of its events. What they change is stored first and told after the commit.

mod forum;
mod market;
mod messaging;
mod notices;
mod people;
mod showcase;

use std::sync::Arc;

use event_contracts::mechamap as contract;
use event_contracts::mechamap::types::Member;
use event_hub::{Hub, Tx};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Mechamap, number, store};
use crate::http::{Caller, Problem, RequestId};

/// All of them.
pub fn requests(system: Arc<Mechamap>) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(forum::begin))
        .routes(routes!(forum::view))
        .routes(routes!(forum::comment, forum::comments))
        .routes(routes!(forum::edit))
        .routes(routes!(forum::react))
        .routes(routes!(forum::typing))
        .routes(routes!(market::offer))
        .routes(routes!(market::set_stock))
        .routes(routes!(market::set_price))
        .routes(routes!(market::order, market::orders))
        .routes(routes!(market::advance))
        .routes(routes!(messaging::begin))
        .routes(routes!(messaging::send, messaging::list))
        .routes(routes!(messaging::typing))
        .routes(routes!(notices::notify, notices::list))
        .routes(routes!(notices::read))
        .routes(routes!(notices::alert))
        .routes(routes!(notices::announce))
        .routes(routes!(people::change))
        .routes(routes!(people::follow, people::unfollow))
        .routes(routes!(people::status))
        .routes(routes!(people::feed))
        .routes(routes!(showcase::begin))
        .routes(routes!(showcase::news))
        .routes(routes!(showcase::view))
        .routes(routes!(showcase::like))
        .routes(routes!(showcase::comment))
        .with_state(system)
}

/// The caller's id, which is a number on this site.
fn id_of(caller: &Caller) -> Result<i64, Problem> {
    number(&caller.0).ok_or_else(|| Problem::denied("the ids of this site's users are numbers; the token's is none"))
}

/// Who asks, as others see them.
async fn member(tx: &mut Tx, caller: &Caller) -> Result<Member, Problem> {
    let id = id_of(caller)?;
    store::people::meet(tx.conn(), id, caller.name()).await?;
    store::people::find(tx.conn(), id).await?.ok_or_else(|| Problem::not_found("user"))
}

impl Mechamap {
    /// The hub, for what a request does.
    fn on_behalf_of(&self, caller: &Caller, request: &RequestId) -> Hub<contract::Mechamap> {
        self.hub.caused_by(Some(caller.0.clone())).in_request(&request.0)
    }
}

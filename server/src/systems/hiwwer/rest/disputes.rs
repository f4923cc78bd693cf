//! Opening and listing disputes.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use event_contracts::hiwwer::events::DisputeOpened;
use event_contracts::hiwwer::types::{NotificationType, OrderStatus};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::room::Room;
use super::super::store::{disputes, orders, people};
use super::super::telling::{self, News};
use super::super::{Hiwwer, MODERATOR};
use crate::http::{Caller, Json, Page, Paging, Problem, Query, RequestId, limited};
use crate::{clock, new_id};

/// What is wrong, and with which order.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = hiwwer::NewDispute)]
pub struct NewDispute {
    /// The order.
    order_id: String,
    /// What is wrong.
    reason: String,
}

/// Opens a dispute about an order, by its client or performer
///
/// There is one of an order at most. Moderators are told with `dispute.opened`, client and performer with
/// `notification.created`, who looks at the order with `order.status_changed`.
#[utoipa::path(
    post, path = "/disputes", tag = "hiwwer",
    responses((status = 201, description = "As in `dispute.opened`")),
)]
pub async fn open(
    State(system): State<Arc<Hiwwer>>,
    caller: Caller,
    request: RequestId,
    Json(body): Json<NewDispute>,
) -> Result<(StatusCode, Json<DisputeOpened>), Problem> {
    limited("reason", &body.reason, 2000)?;
    let now = clock::now();
    let mut tx = system.hub.store().begin().await?;
    people::meet(tx.conn(), caller.id(), caller.name()).await?;
    let order = orders::hold(tx.conn(), &body.order_id).await?;
    let mut order = order.ok_or_else(|| Problem::not_found("order").at("order_id"))?;
    let role = order.role_of(caller.id()).ok_or_else(|| Problem::denied("the user takes no part in the order"))?;
    if order.status == OrderStatus::Cancelled {
        return Err(Problem::conflict("the order was cancelled"));
    }
    let dispute = DisputeOpened {
        dispute_id: new_id("dsp"),
        order_id: body.order_id,
        opened_by: caller.id().to_owned(),
        opened_by_role: role,
        reason: body.reason,
        created_at: now.clone(),
    };
    if !disputes::keep(tx.conn(), &dispute).await? {
        return Err(Problem::conflict("the order has a dispute"));
    }
    let hub = system.on_behalf_of(&caller, &request);
    hub.emit(&mut tx, &dispute)?;
    telling::advance(&hub.counted(), &mut tx, &mut order, OrderStatus::Disputed, caller.id(), &now).await?;
    system.presence.touch(tx.conn(), caller.id(), &now).await?;
    let room = Room::Dispute(dispute.dispute_id.clone());
    for user in [&order.client_id, &order.performer_id] {
        let news = News {
            kind: NotificationType::DisputeOpened,
            title: "A dispute was opened",
            text: format!("The {role} opened a dispute about order {}.", order.id),
            room: &room,
        };
        telling::notify(&hub, &mut tx, user, news, &now).await?;
    }
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(dispute)))
}

/// The caller's disputes, or all of them for a moderator, the newest first
#[utoipa::path(
    get, path = "/disputes", tag = "hiwwer", params(Paging),
    responses((status = 200, description = "As in `dispute.opened`")),
)]
pub async fn list(
    State(system): State<Arc<Hiwwer>>,
    caller: Caller,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<DisputeOpened>>, Problem> {
    let limit = paging.limit()?;
    let mut db = system.db().await?;
    let user = (!caller.is(MODERATOR)).then_some(caller.id());
    let list = disputes::list(&mut db, user, paging.after_moment()?, limit.saturating_add(1)).await?;
    Ok(Json(Page::of(list, limit, |dispute| format!("{}~{}", dispute.created_at, dispute.dispute_id))))
}

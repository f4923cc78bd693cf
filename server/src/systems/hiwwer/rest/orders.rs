//! Making orders and bringing them further.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use event_contracts::hiwwer::types::{NotificationType, OrderStatus, Role};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::room::Room;
use super::super::store::orders::{self, Order};
use super::super::store::people;
use super::super::telling::{self, News};
use super::super::{Hiwwer, MODERATOR};
use crate::http::{Caller, Json, Page, Paging, Path, Problem, Query, RequestId, limited};
use crate::{clock, new_id};

/// What is ordered, and of whom.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = hiwwer::NewOrder)]
pub struct NewOrder {
    /// Who is to do it.
    performer_id: String,
    /// What it is.
    title: String,
}

/// Makes an order
///
/// Its performer is told with `notification.created`.
#[utoipa::path(post, path = "/orders", tag = "hiwwer", responses((status = 201, description = "The order")))]
pub async fn make(
    State(system): State<Arc<Hiwwer>>,
    caller: Caller,
    request: RequestId,
    Json(body): Json<NewOrder>,
) -> Result<(StatusCode, Json<Order>), Problem> {
    limited("title", &body.title, 200)?;
    if body.performer_id == caller.id() {
        return Err(Problem::field("performer_id", "nobody orders of themselves"));
    }
    let mut tx = system.hub.store().begin().await?;
    people::meet(tx.conn(), caller.id(), caller.name()).await?;
    if people::name(tx.conn(), &body.performer_id).await?.is_none() {
        return Err(Problem::not_found("user").at("performer_id"));
    }
    let order = Order {
        id: new_id("ord"),
        client_id: caller.id().to_owned(),
        performer_id: body.performer_id,
        title: body.title,
        status: OrderStatus::Pending,
        created_at: clock::now(),
    };
    orders::keep(tx.conn(), &order).await?;
    let news = News {
        kind: NotificationType::OrderStatusChanged,
        title: "New order",
        text: format!("{} ordered: {}", caller.name(), order.title),
        room: &Room::Order(order.id.clone()),
    };
    let hub = system.on_behalf_of(&caller, &request);
    telling::notify(&hub, &mut tx, &order.performer_id, news, &order.created_at).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(order)))
}

/// The caller's orders, the newest first
#[utoipa::path(
    get, path = "/orders", tag = "hiwwer", params(Paging),
    responses((status = 200, description = "Orders")),
)]
pub async fn list(
    State(system): State<Arc<Hiwwer>>,
    caller: Caller,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<Order>>, Problem> {
    let limit = paging.limit()?;
    let mut db = system.db().await?;
    let list = orders::of_user(&mut db, caller.id(), paging.after_moment()?, limit.saturating_add(1)).await?;
    Ok(Json(Page::of(list, limit, |order| format!("{}~{}", order.created_at, order.id))))
}

/// An order of the caller's
#[utoipa::path(get, path = "/orders/{id}", tag = "hiwwer", responses((status = 200, description = "The order")))]
pub async fn read(
    State(system): State<Arc<Hiwwer>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Order>, Problem> {
    let part = Room::Order(id).part(&mut *system.db().await?, &caller.0).await?;
    Ok(Json(part.order))
}

/// How far an order has come.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = hiwwer::OrderChange)]
pub struct OrderChange {
    /// `in_progress`, `completed` or `cancelled`.
    #[schema(value_type = String)]
    status: OrderStatus,
}

/// Brings an order further
///
/// The performer begins it, the client takes it as completed, either cancels it, a moderator decides one that is disputed.
/// Who looks at the order is told with `order.status_changed`, the others of the two with `notification.created`.
#[utoipa::path(
    patch, path = "/orders/{id}/status", tag = "hiwwer",
    responses((status = 200, description = "The order")),
)]
pub async fn advance(
    State(system): State<Arc<Hiwwer>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<String>,
    Json(body): Json<OrderChange>,
) -> Result<Json<Order>, Problem> {
    let now = clock::now();
    let mut tx = system.hub.store().begin().await?;
    people::meet(tx.conn(), caller.id(), caller.name()).await?;
    let mut order = orders::hold(tx.conn(), &id).await?.ok_or_else(|| Problem::not_found("order"))?;
    let role = order.role_of(caller.id()).or(caller.is(MODERATOR).then_some(Role::Moderator));
    let role = role.ok_or_else(|| Problem::denied("the user takes no part in it"))?;
    if !may_follow(&order.status, &body.status) {
        return Err(Problem::conflict(format!("`{}` does not follow `{}`", body.status, order.status)));
    }
    if !may_bring(role, &order.status, &body.status) {
        return Err(Problem::denied(format!("it is not for the {role} to make it `{}`", body.status)));
    }
    let hub = system.on_behalf_of(&caller, &request);
    telling::advance(&hub, &mut tx, &mut order, body.status, caller.id(), &now).await?;
    system.presence.touch(tx.conn(), caller.id(), &now).await?;
    for other in order.others(caller.id()) {
        let news = News {
            kind: NotificationType::OrderStatusChanged,
            title: "Order changed",
            text: format!("{}: {}", order.title, order.status),
            room: &Room::Order(id.clone()),
        };
        telling::notify(&hub, &mut tx, other, news, &now).await?;
    }
    tx.commit().await?;
    Ok(Json(order))
}

fn may_follow(old: &OrderStatus, new: &OrderStatus) -> bool {
    use OrderStatus::{Cancelled, Completed, Disputed, InProgress, Pending};
    matches!(
        (old, new),
        (Pending, InProgress | Cancelled)
            | (InProgress, Completed | Cancelled)
            | (Disputed, InProgress | Completed | Cancelled)
    )
}

fn may_bring(role: Role, old: &OrderStatus, new: &OrderStatus) -> bool {
    use OrderStatus::{Cancelled, Completed, Disputed, InProgress};
    match role {
        Role::Moderator => *old == OrderStatus::Disputed,
        _ if *old == Disputed => false,
        Role::Client => matches!(new, Completed | Cancelled),
        Role::Performer => matches!(new, InProgress | Cancelled),
    }
}

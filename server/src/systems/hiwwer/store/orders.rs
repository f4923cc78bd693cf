//! Orders.

use event_contracts::hiwwer::types::{OrderStatus, Role};
use event_contracts::runtime::Timestamp;
use event_hub::StoreError;
use serde::Serialize;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::column;

/// An order.
#[derive(Clone, Debug, Serialize)]
pub struct Order {
    /// The order.
    pub id: String,
    /// Who ordered.
    pub client_id: String,
    /// Who does it.
    pub performer_id: String,
    /// What it is.
    pub title: String,
    /// How far it has come.
    pub status: OrderStatus,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Order {
    /// The part that a user has in it.
    pub fn role_of(&self, user: &str) -> Option<Role> {
        match user {
            _ if user == self.client_id => Some(Role::Client),
            _ if user == self.performer_id => Some(Role::Performer),
            _ => None,
        }
    }

    /// Client and performer without one of them.
    pub fn others(&self, user: &str) -> impl Iterator<Item = &str> {
        [&*self.client_id, &*self.performer_id].into_iter().filter(move |other| *other != user)
    }
}

/// Keeps a new order.
pub async fn keep(db: &mut AnyConnection, order: &Order) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO hiwwer_orders (id, client_id, performer_id, title, status, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&*order.id)
    .bind(&*order.client_id)
    .bind(&*order.performer_id)
    .bind(&*order.title)
    .bind(order.status.as_str())
    .bind(order.created_at.as_str())
    .execute(db)
    .await?;
    Ok(())
}

/// An order.
pub async fn find(db: &mut AnyConnection, id: &str) -> Result<Option<Order>, StoreError> {
    let row =
        sqlx::query("SELECT id, client_id, performer_id, title, status, created_at FROM hiwwer_orders WHERE id = $1")
            .bind(id)
            .fetch_optional(db)
            .await?;
    Ok(row.as_ref().map(order).transpose()?)
}

/// An order, held until the end of the transaction.
pub async fn hold(db: &mut AnyConnection, id: &str) -> Result<Option<Order>, StoreError> {
    let row = sqlx::query(
        "UPDATE hiwwer_orders SET status = status WHERE id = $1
         RETURNING id, client_id, performer_id, title, status, created_at",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    Ok(row.as_ref().map(order).transpose()?)
}

/// A user's orders, the newest first: those after this moment and id, or from the first.
pub async fn of_user(
    db: &mut AnyConnection,
    user: &str,
    after: Option<(&str, &str)>,
    limit: usize,
) -> Result<Vec<Order>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, client_id, performer_id, title, status, created_at FROM hiwwer_orders
         WHERE (client_id = $1 OR performer_id = $1)
           AND ($2 IS NULL OR created_at < $2 OR (created_at = $2 AND id > $3))
         ORDER BY created_at DESC, id LIMIT $4",
    )
    .bind(user)
    .bind(after.map(|(at, _)| at))
    .bind(after.map(|(_, id)| id))
    .bind(column::limit(limit))
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(order).collect::<Result<_, _>>()?)
}

fn order(row: &AnyRow) -> Result<Order, sqlx::Error> {
    Ok(Order {
        id: row.try_get("id")?,
        client_id: row.try_get("client_id")?,
        performer_id: row.try_get("performer_id")?,
        title: row.try_get("title")?,
        status: column::word(row, "status")?,
        created_at: column::time(row, "created_at")?,
    })
}

/// Brings an order further.
pub async fn advance(db: &mut AnyConnection, id: &str, status: &OrderStatus) -> Result<(), StoreError> {
    sqlx::query("UPDATE hiwwer_orders SET status = $2 WHERE id = $1")
        .bind(id)
        .bind(status.as_str())
        .execute(db)
        .await?;
    Ok(())
}

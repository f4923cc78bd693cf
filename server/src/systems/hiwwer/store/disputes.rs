//! Disputes: at most one about an order.

use event_contracts::hiwwer::events::DisputeOpened;
use event_hub::StoreError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::column;

/// Keeps a new dispute. Says whether it is new indeed.
pub async fn keep(db: &mut AnyConnection, dispute: &DisputeOpened) -> Result<bool, StoreError> {
    let kept = sqlx::query(
        "INSERT INTO hiwwer_disputes (id, order_id, opened_by, opened_by_role, reason, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (order_id) DO NOTHING",
    )
    .bind(&*dispute.dispute_id)
    .bind(&*dispute.order_id)
    .bind(&*dispute.opened_by)
    .bind(dispute.opened_by_role.as_str())
    .bind(&*dispute.reason)
    .bind(dispute.created_at.as_str())
    .execute(db)
    .await?;
    Ok(kept.rows_affected() > 0)
}

/// A dispute.
pub async fn find(db: &mut AnyConnection, id: &str) -> Result<Option<DisputeOpened>, StoreError> {
    let row = sqlx::query(
        "SELECT id, order_id, opened_by, opened_by_role, reason, created_at FROM hiwwer_disputes WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    Ok(row.as_ref().map(dispute).transpose()?)
}

/// All disputes for a moderator (no user), or a user's, the newest first: those after this moment and id, or from the first.
pub async fn list(
    db: &mut AnyConnection,
    user: Option<&str>,
    after: Option<(&str, &str)>,
    limit: usize,
) -> Result<Vec<DisputeOpened>, StoreError> {
    let rows = sqlx::query(
        "SELECT d.id, d.order_id, d.opened_by, d.opened_by_role, d.reason, d.created_at FROM hiwwer_disputes d
         JOIN hiwwer_orders o ON o.id = d.order_id
         WHERE ($1 IS NULL OR o.client_id = $1 OR o.performer_id = $1)
           AND ($2 IS NULL OR d.created_at < $2 OR (d.created_at = $2 AND d.id > $3))
         ORDER BY d.created_at DESC, d.id LIMIT $4",
    )
    .bind(user)
    .bind(after.map(|(at, _)| at))
    .bind(after.map(|(_, id)| id))
    .bind(column::limit(limit))
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(dispute).collect::<Result<_, _>>()?)
}

fn dispute(row: &AnyRow) -> Result<DisputeOpened, sqlx::Error> {
    Ok(DisputeOpened {
        dispute_id: row.try_get("id")?,
        order_id: row.try_get("order_id")?,
        opened_by: row.try_get("opened_by")?,
        opened_by_role: column::word(row, "opened_by_role")?,
        reason: row.try_get("reason")?,
        created_at: column::time(row, "created_at")?,
    })
}

//! People, and who has to do with whom.

use event_hub::StoreError;
use sqlx::{AnyConnection, Row};

/// Makes sure that the bearer of a token is known, by the name that it has.
pub async fn meet(db: &mut AnyConnection, id: &str, name: &str) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO hiwwer_users (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name",
    )
    .bind(id)
    .bind(name)
    .execute(db)
    .await?;
    Ok(())
}

/// A user's name.
pub async fn name(db: &mut AnyConnection, id: &str) -> Result<Option<String>, StoreError> {
    let row = sqlx::query("SELECT name FROM hiwwer_users WHERE id = $1").bind(id).fetch_optional(db).await?;
    Ok(row.map(|row| row.try_get("name")).transpose()?)
}

/// Whether two users have an order together, or one of them wrote as a moderator about a dispute of the other's.
pub async fn are_partners(db: &mut AnyConnection, one: &str, other: &str) -> Result<bool, StoreError> {
    let order = sqlx::query(
        "SELECT id FROM hiwwer_orders
         WHERE (client_id = $1 AND performer_id = $2) OR (client_id = $2 AND performer_id = $1) LIMIT 1",
    )
    .bind(one)
    .bind(other)
    .fetch_optional(&mut *db)
    .await?;
    if order.is_some() {
        return Ok(true);
    }
    let dispute = sqlx::query(
        "SELECT d.id FROM hiwwer_disputes d JOIN hiwwer_orders o ON o.id = d.order_id
         JOIN hiwwer_messages m ON m.room = 'dispute.' || d.id AND m.sender_role = 'moderator'
         WHERE (m.sender_id = $2 AND (o.client_id = $1 OR o.performer_id = $1))
            OR (m.sender_id = $1 AND (o.client_id = $2 OR o.performer_id = $2)) LIMIT 1",
    )
    .bind(one)
    .bind(other)
    .fetch_optional(db)
    .await?;
    Ok(dispute.is_some())
}

/// Whether a user takes part in a dispute as client or performer.
pub async fn is_disputing(db: &mut AnyConnection, user: &str) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "SELECT d.id FROM hiwwer_disputes d JOIN hiwwer_orders o ON o.id = d.order_id
         WHERE o.client_id = $1 OR o.performer_id = $1 LIMIT 1",
    )
    .bind(user)
    .fetch_optional(db)
    .await?;
    Ok(row.is_some())
}

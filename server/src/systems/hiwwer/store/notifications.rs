//! Notifications.

use event_contracts::hiwwer::events::NotificationCreated;
use event_hub::StoreError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::column;

/// Keeps a notification.
pub async fn keep(db: &mut AnyConnection, notification: &NotificationCreated) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO hiwwer_notifications (id, user_id, kind, title, text, link, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&*notification.id)
    .bind(&*notification.user_id)
    .bind(notification.r#type.as_str())
    .bind(&*notification.title)
    .bind(&*notification.text)
    .bind(notification.link.as_deref())
    .bind(notification.created_at.as_str())
    .execute(db)
    .await?;
    Ok(())
}

/// A user's notifications, the newest first: those after this moment and id, or from the first.
pub async fn of_user(
    db: &mut AnyConnection,
    user: &str,
    after: Option<(&str, &str)>,
    limit: usize,
) -> Result<Vec<NotificationCreated>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, user_id, kind, title, text, link, created_at FROM hiwwer_notifications
         WHERE user_id = $1 AND ($2 IS NULL OR created_at < $2 OR (created_at = $2 AND id > $3))
         ORDER BY created_at DESC, id LIMIT $4",
    )
    .bind(user)
    .bind(after.map(|(at, _)| at))
    .bind(after.map(|(_, id)| id))
    .bind(column::limit(limit))
    .fetch_all(db)
    .await?;
    let read = |row: &AnyRow| {
        Ok(NotificationCreated {
            id: row.try_get("id")?,
            user_id: row.try_get("user_id")?,
            r#type: column::word(row, "kind")?,
            title: row.try_get("title")?,
            text: row.try_get("text")?,
            link: row.try_get("link")?,
            created_at: column::time(row, "created_at")?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
}

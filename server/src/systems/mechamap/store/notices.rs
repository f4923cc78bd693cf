//! Notifications, security alerts and announcements.

use event_contracts::mechamap::events::{NotificationSecurityAlert, NotificationSystemAnnouncement};
use event_contracts::mechamap::types::UserNotification;
use event_contracts::runtime::Timestamp;
use event_hub::StoreError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::column;

/// Keeps a notification. Gives back how many the user has not read, this one included.
pub async fn keep(db: &mut AnyConnection, user: i64, notification: &UserNotification) -> Result<u64, StoreError> {
    sqlx::query(
        "INSERT INTO mechamap_notifications (id, user_id, kind, title, message, icon, action_url, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(notification.id)
    .bind(user)
    .bind(notification.r#type.as_str())
    .bind(&*notification.title)
    .bind(&*notification.message)
    .bind(notification.icon.as_deref())
    .bind(notification.action_url.as_deref())
    .bind(notification.created_at.as_str())
    .execute(&mut *db)
    .await?;
    let row =
        sqlx::query("SELECT COUNT(*) AS unread FROM mechamap_notifications WHERE user_id = $1 AND read_at IS NULL")
            .bind(user)
            .fetch_one(db)
            .await?;
    Ok(column::count(&row, "unread")?)
}

/// Notes that a user has read a notification. Says whether there is such a one.
pub async fn read(db: &mut AnyConnection, user: i64, id: i64, now: &Timestamp) -> Result<bool, StoreError> {
    let read =
        sqlx::query("UPDATE mechamap_notifications SET read_at = COALESCE(read_at, $3) WHERE id = $2 AND user_id = $1")
            .bind(user)
            .bind(id)
            .bind(now.as_str())
            .execute(db)
            .await?;
    Ok(read.rows_affected() > 0)
}

/// A user's notifications, the newest first: before this id, or from the newest.
pub async fn of_user(
    db: &mut AnyConnection,
    user: i64,
    before: Option<i64>,
    limit: usize,
) -> Result<Vec<UserNotification>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, kind, title, message, icon, action_url, created_at FROM mechamap_notifications
         WHERE user_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
    )
    .bind(user)
    .bind(before.unwrap_or(i64::MAX))
    .bind(column::limit(limit))
    .fetch_all(db)
    .await?;
    let read = |row: &AnyRow| {
        Ok(UserNotification {
            id: row.try_get("id")?,
            r#type: column::word(row, "kind")?,
            title: row.try_get("title")?,
            message: row.try_get("message")?,
            icon: row.try_get("icon")?,
            action_url: row.try_get("action_url")?,
            created_at: column::time(row, "created_at")?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
}

/// Keeps a security alert.
pub async fn keep_alert(db: &mut AnyConnection, alert: &NotificationSecurityAlert) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO mechamap_alerts (id, user_id, kind, title, message, ip_address, action_url, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(alert.id)
    .bind(alert.user_id)
    .bind(alert.r#type.as_str())
    .bind(&*alert.title)
    .bind(&*alert.message)
    .bind(alert.ip_address.as_deref())
    .bind(alert.action_url.as_deref())
    .bind(alert.created_at.as_str())
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps an announcement.
pub async fn keep_announcement(
    db: &mut AnyConnection,
    announcement: &NotificationSystemAnnouncement,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO mechamap_announcements (id, title, message, action_url, starts_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(announcement.id)
    .bind(&*announcement.title)
    .bind(&*announcement.message)
    .bind(announcement.action_url.as_deref())
    .bind(announcement.starts_at.as_str())
    .bind(announcement.ends_at.as_ref().map(Timestamp::as_str))
    .execute(db)
    .await?;
    Ok(())
}

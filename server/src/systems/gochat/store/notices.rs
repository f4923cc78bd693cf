//! What a user may want to know (notifications) and must know (alerts).

use event_contracts::gochat::events::{Alert, Notification};
use event_hub::StoreError;
use serde::Serialize;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::column;

/// Keeps a notification.
pub async fn keep(db: &mut AnyConnection, notification: &Notification) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO gochat_notices (id, user_id, kind, title, message, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&*notification.id)
    .bind(&*notification.user_id)
    .bind(notification.r#type.as_str())
    .bind(&*notification.title)
    .bind(&*notification.message)
    .bind(notification.created_at.as_str())
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps an alert.
pub async fn keep_alert(db: &mut AnyConnection, alert: &Alert) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO gochat_notices (id, user_id, title, message, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(&*alert.id)
        .bind(&*alert.user_id)
        .bind(&*alert.title)
        .bind(&*alert.message)
        .bind(alert.created_at.as_str())
        .execute(db)
        .await?;
    Ok(())
}

/// Either of the two.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Notice {
    /// What the user may want to know.
    Notification(Notification),
    /// What the user must know.
    Alert(Alert),
}

impl Notice {
    /// Its moment and its id.
    pub fn place(&self) -> (&str, &str) {
        match self {
            Self::Notification(notification) => (notification.created_at.as_str(), &notification.id),
            Self::Alert(alert) => (alert.created_at.as_str(), &alert.id),
        }
    }
}

/// A user's notifications and alerts, the newest first: those after this moment and id, or from the first.
pub async fn of_user(
    db: &mut AnyConnection,
    user: &str,
    after: Option<(&str, &str)>,
    limit: usize,
) -> Result<Vec<Notice>, StoreError> {
    let rows = sqlx::query(
        "SELECT n.id, n.user_id, n.kind, n.title, n.message, n.created_at FROM gochat_notices n
         WHERE n.user_id = $1
           AND ($2 IS NULL OR n.created_at < $2 OR (n.created_at = $2 AND n.id > $3))
         ORDER BY n.created_at DESC, n.id LIMIT $4",
    )
    .bind(user)
    .bind(after.map(|(at, _)| at))
    .bind(after.map(|(_, id)| id))
    .bind(column::limit(limit))
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(notice).collect::<Result<_, _>>()?)
}

fn notice(row: &AnyRow) -> Result<Notice, sqlx::Error> {
    let (id, user_id) = (row.try_get("id")?, row.try_get("user_id")?);
    let (title, message) = (row.try_get("title")?, row.try_get("message")?);
    let created_at = column::time(row, "created_at")?;
    Ok(match column::maybe_word(row, "kind")? {
        Some(r#type) => Notice::Notification(Notification { id, user_id, r#type, title, message, created_at }),
        None => Notice::Alert(Alert { id, user_id, title, message, created_at }),
    })
}

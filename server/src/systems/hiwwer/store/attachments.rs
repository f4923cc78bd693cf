//! Files that came with messages: what is known of them. Their bytes lie in the data folder.

use event_contracts::hiwwer::types::Attachment;
use event_contracts::runtime::Timestamp;
use event_hub::StoreError;
use sqlx::{AnyConnection, Row};

use super::messages::attachment;
use crate::column;

/// Keeps what is known of an uploaded file.
pub async fn keep(
    db: &mut AnyConnection,
    room: &str,
    uploader: &str,
    file: &Attachment,
    now: &Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO hiwwer_attachments (id, room, uploader_id, place, file_name, mime_type, size, created_at)
         VALUES ($1, $2, $3, 0, $4, $5, $6, $7)",
    )
    .bind(&*file.id)
    .bind(room)
    .bind(uploader)
    .bind(&*file.file_name)
    .bind(&*file.mime_type)
    .bind(column::number(file.size))
    .bind(now.as_str())
    .execute(db)
    .await?;
    Ok(())
}

/// Puts an uploaded file into a message; none where the sender uploaded no such file to this room, or sent it before.
pub async fn send(
    db: &mut AnyConnection,
    room: &str,
    uploader: &str,
    message: &str,
    (id, place): (&str, usize),
    url: impl Fn(&str, &str) -> String,
) -> Result<Option<Attachment>, StoreError> {
    let row = sqlx::query(
        "UPDATE hiwwer_attachments SET message_id = $4, place = $5
         WHERE id = $1 AND room = $2 AND uploader_id = $3 AND message_id IS NULL
         RETURNING id, file_name, mime_type, size",
    )
    .bind(id)
    .bind(room)
    .bind(uploader)
    .bind(message)
    .bind(column::limit(place))
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| attachment(&row, url)).transpose()?)
}

/// A file as it is loaded.
#[derive(Clone, Debug)]
pub struct File {
    /// Where it was uploaded to.
    pub room: String,
    /// By whom.
    pub uploader_id: String,
    /// Whether it was sent with a message.
    pub sent: bool,
    /// Its name.
    pub file_name: String,
    /// Its media type.
    pub mime_type: String,
}

/// A file.
pub async fn find(db: &mut AnyConnection, id: &str) -> Result<Option<File>, StoreError> {
    let row =
        sqlx::query("SELECT room, uploader_id, message_id, file_name, mime_type FROM hiwwer_attachments WHERE id = $1")
            .bind(id)
            .fetch_optional(db)
            .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(File {
        room: row.try_get("room")?,
        uploader_id: row.try_get("uploader_id")?,
        sent: row.try_get::<Option<String>, _>("message_id")?.is_some(),
        file_name: row.try_get("file_name")?,
        mime_type: row.try_get("mime_type")?,
    }))
}

/// Forgets files that were uploaded before a moment and never sent. Gives their ids back.
pub async fn forget_unsent(db: &mut AnyConnection, before: &Timestamp) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query("DELETE FROM hiwwer_attachments WHERE message_id IS NULL AND created_at < $1 RETURNING id")
        .bind(before.as_str())
        .fetch_all(db)
        .await?;
    Ok(rows.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?)
}

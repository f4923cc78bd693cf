//! Messages of rooms, and how far they were read.

use std::collections::HashMap;

use event_contracts::hiwwer::types::{Attachment, Role};
use event_contracts::runtime::Timestamp;
use event_hub::StoreError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::column;

/// A message of a room.
#[derive(Clone, Debug)]
pub struct Message {
    /// The message.
    pub id: String,
    /// Who wrote it.
    pub sender_id: String,
    /// The sender's name.
    pub sender_name: String,
    /// The sender's part in the room.
    pub sender_role: Role,
    /// What was written.
    pub text: String,
    /// Files that came with it.
    pub attachments: Vec<Attachment>,
    /// When it was stored.
    pub created_at: Timestamp,
    /// When another first read it.
    pub read_at: Option<Timestamp>,
}

/// Keeps a message as the last of its room. Its sender has read what came before.
pub async fn keep(db: &mut AnyConnection, room: &str, message: &Message) -> Result<(), StoreError> {
    let number: i64 = sqlx::query_scalar(
        "INSERT INTO hiwwer_rooms (room, last_number) VALUES ($1, 1)
         ON CONFLICT (room) DO UPDATE SET last_number = hiwwer_rooms.last_number + 1 RETURNING last_number",
    )
    .bind(room)
    .fetch_one(&mut *db)
    .await?;
    sqlx::query(
        "INSERT INTO hiwwer_messages (id, room, number, sender_id, sender_role, text, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&*message.id)
    .bind(room)
    .bind(number)
    .bind(&*message.sender_id)
    .bind(message.sender_role.as_str())
    .bind(&*message.text)
    .bind(message.created_at.as_str())
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// The place of a message in its room.
pub async fn number(db: &mut AnyConnection, room: &str, id: &str) -> Result<Option<i64>, StoreError> {
    let number = sqlx::query_scalar("SELECT number FROM hiwwer_messages WHERE room = $1 AND id = $2")
        .bind(room)
        .bind(id)
        .fetch_optional(db)
        .await?;
    Ok(number)
}

/// The messages of a room, the newest first: those before this place, or from the newest.
pub async fn page(
    db: &mut AnyConnection,
    room: &str,
    before: Option<i64>,
    limit: usize,
    url: impl Fn(&str, &str) -> String,
) -> Result<Vec<Message>, StoreError> {
    let rows = sqlx::query(
        "SELECT m.id, m.number, m.sender_id, m.sender_role, m.text, m.created_at, m.read_at, u.name
         FROM hiwwer_messages m JOIN hiwwer_users u ON u.id = m.sender_id
         WHERE m.room = $1 AND m.number < $2 ORDER BY m.number DESC LIMIT $3",
    )
    .bind(room)
    .bind(before.unwrap_or(i64::MAX))
    .bind(column::limit(limit))
    .fetch_all(&mut *db)
    .await?;
    let mut messages = rows.iter().map(message).collect::<Result<Vec<_>, _>>()?;
    let Some(oldest) = rows.last() else { return Ok(messages) };
    let oldest: i64 = oldest.try_get("number")?;
    let files = sqlx::query(
        "SELECT a.id, a.message_id, a.file_name, a.mime_type, a.size FROM hiwwer_attachments a
         JOIN hiwwer_messages m ON m.id = a.message_id
         WHERE m.room = $1 AND m.number >= $2 AND m.number < $3 ORDER BY a.place",
    )
    .bind(room)
    .bind(oldest)
    .bind(before.unwrap_or(i64::MAX))
    .fetch_all(db)
    .await?;
    let mut by_message: HashMap<String, Vec<Attachment>> = HashMap::new();
    for row in &files {
        by_message.entry(row.try_get("message_id")?).or_default().push(attachment(row, &url)?);
    }
    for message in &mut messages {
        message.attachments = by_message.remove(&message.id).unwrap_or_default();
    }
    Ok(messages)
}

fn message(row: &AnyRow) -> Result<Message, sqlx::Error> {
    Ok(Message {
        id: row.try_get("id")?,
        sender_id: row.try_get("sender_id")?,
        sender_name: row.try_get("name")?,
        sender_role: column::word(row, "sender_role")?,
        text: row.try_get("text")?,
        attachments: Vec::new(),
        created_at: column::time(row, "created_at")?,
        read_at: column::maybe_time(row, "read_at")?,
    })
}

/// An attachment out of a row of `hiwwer_attachments`.
pub(super) fn attachment(row: &AnyRow, url: impl Fn(&str, &str) -> String) -> Result<Attachment, sqlx::Error> {
    let (id, file_name): (String, String) = (row.try_get("id")?, row.try_get("file_name")?);
    Ok(Attachment {
        url: url(&id, &file_name),
        id,
        file_name,
        mime_type: row.try_get("mime_type")?,
        size: column::count(row, "size")?,
    })
}

/// Notes that somebody has read everything up to a place. Says whether that is news.
pub async fn read(
    db: &mut AnyConnection,
    room: &str,
    reader: &str,
    number: i64,
    now: &Timestamp,
) -> Result<bool, StoreError> {
    let news = sqlx::query(
        "INSERT INTO hiwwer_readers (room, user_id, number) VALUES ($1, $2, $3)
         ON CONFLICT (room, user_id) DO UPDATE SET number = EXCLUDED.number
         WHERE hiwwer_readers.number < EXCLUDED.number",
    )
    .bind(room)
    .bind(reader)
    .bind(number)
    .execute(&mut *db)
    .await?;
    if news.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query(
        "UPDATE hiwwer_messages SET read_at = $4
         WHERE room = $1 AND number <= $3 AND sender_id <> $2 AND read_at IS NULL",
    )
    .bind(room)
    .bind(reader)
    .bind(number)
    .bind(now.as_str())
    .execute(db)
    .await?;
    Ok(true)
}

//! Private conversations.

use event_contracts::mechamap::types::{PersonWithPicture, PrivateMessage};
use event_hub::StoreError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::column;

/// Begins a conversation.
pub async fn begin(db: &mut AnyConnection, id: i64, participants: &[i64]) -> Result<(), StoreError> {
    for participant in participants {
        sqlx::query(
            "INSERT INTO mechamap_participants (conversation_id, user_id) VALUES ($1, $2)
             ON CONFLICT (conversation_id, user_id) DO NOTHING",
        )
        .bind(id)
        .bind(participant)
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Who takes part.
pub async fn participants(db: &mut AnyConnection, id: i64) -> Result<Vec<i64>, StoreError> {
    let ids =
        sqlx::query_scalar("SELECT user_id FROM mechamap_participants WHERE conversation_id = $1 ORDER BY user_id")
            .bind(id)
            .fetch_all(db)
            .await?;
    Ok(ids)
}

/// Holds a conversation, by one of its rows, until the end of the transaction: its messages have the order of their ids.
pub async fn hold(db: &mut AnyConnection, id: i64) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE mechamap_participants SET user_id = user_id WHERE conversation_id = $1
         AND user_id = (SELECT MIN(p.user_id) FROM mechamap_participants p WHERE p.conversation_id = $1)",
    )
    .bind(id)
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps a message.
pub async fn keep(db: &mut AnyConnection, message: &PrivateMessage) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO mechamap_messages (id, conversation_id, sender_id, content, created_at)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(message.id)
    .bind(message.conversation_id)
    .bind(message.sender.id)
    .bind(&*message.content)
    .bind(message.created_at.as_str())
    .execute(db)
    .await?;
    Ok(())
}

/// The messages of a conversation, the newest first: before this id, or from the newest.
pub async fn messages(
    db: &mut AnyConnection,
    conversation: i64,
    before: Option<i64>,
    limit: usize,
) -> Result<Vec<PrivateMessage>, StoreError> {
    let rows = sqlx::query(
        "SELECT m.id, m.conversation_id, m.content, m.created_at, u.id AS user_id, u.name, u.avatar_url
         FROM mechamap_messages m JOIN mechamap_users u ON u.id = m.sender_id
         WHERE m.conversation_id = $1 AND m.id < $2 ORDER BY m.id DESC LIMIT $3",
    )
    .bind(conversation)
    .bind(before.unwrap_or(i64::MAX))
    .bind(column::limit(limit))
    .fetch_all(db)
    .await?;
    let read = |row: &AnyRow| {
        let sender = PersonWithPicture {
            id: row.try_get("user_id")?,
            name: row.try_get("name")?,
            avatar_url: row.try_get("avatar_url")?,
        };
        Ok(PrivateMessage {
            id: row.try_get("id")?,
            conversation_id: row.try_get("conversation_id")?,
            content: row.try_get("content")?,
            sender,
            created_at: column::time(row, "created_at")?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
}

//! Messages of a conversation: numbered as they are written, so that reading one means reading all before it.

use event_contracts::gochat::types::{Message, MessageType, UserProfile};
use event_contracts::runtime::Timestamp;
use event_hub::StoreError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::users::profile;
use crate::column;

/// What is written.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// Its id.
    pub id: &'a str,
    /// Where.
    pub conversation_id: &'a str,
    /// Who.
    pub sender: &'a UserProfile,
    /// What it is.
    pub kind: &'a MessageType,
    /// The text, or the address of the file.
    pub content: &'a str,
}

/// Stores a message as the last of its conversation. Its sender has read it, and all before it.
pub async fn write(db: &mut AnyConnection, new: &New<'_>, now: &Timestamp) -> Result<Message, StoreError> {
    let number: i64 = sqlx::query_scalar(
        "UPDATE gochat_conversations SET last_number = last_number + 1, last_message_at = $2, active_at = $2
         WHERE id = $1 RETURNING last_number",
    )
    .bind(new.conversation_id)
    .bind(now.as_str())
    .fetch_one(&mut *db)
    .await?;
    sqlx::query(
        "INSERT INTO gochat_messages (id, conversation_id, number, sender_id, kind, content, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new.id)
    .bind(new.conversation_id)
    .bind(number)
    .bind(&*new.sender.id)
    .bind(new.kind.as_str())
    .bind(new.content)
    .bind(now.as_str())
    .execute(&mut *db)
    .await?;
    read_up_to(db, new.conversation_id, &new.sender.id, number).await?;
    Ok(Message {
        id: new.id.to_owned(),
        conversation_id: new.conversation_id.to_owned(),
        sender_id: new.sender.id.clone(),
        sender_name: new.sender.display_name.clone(),
        sender_avatar: new.sender.profile_image_url.clone(),
        sender_info: new.sender.clone(),
        message_type: new.kind.clone(),
        content: new.content.to_owned(),
        created_at: now.clone(),
        is_read: true,
        read_count: 1,
    })
}

/// A message with its place.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its place in the conversation.
    pub number: i64,
    /// The message.
    pub message: Message,
}

/// A message of a conversation.
pub async fn find(db: &mut AnyConnection, conversation: &str, id: &str) -> Result<Option<Stored>, StoreError> {
    let row = sqlx::query(
        "SELECT m.id AS message_id, m.conversation_id, m.number, m.kind, m.content, m.created_at,
            u.id, u.username, u.display_name, u.profile_image_url,
            (SELECT COUNT(*) FROM gochat_members r
             WHERE r.conversation_id = m.conversation_id AND r.read_up_to >= m.number) AS readers
         FROM gochat_messages m JOIN gochat_users u ON u.id = m.sender_id
         WHERE m.conversation_id = $1 AND m.id = $2",
    )
    .bind(conversation)
    .bind(id)
    .fetch_optional(db)
    .await?;
    Ok(row.as_ref().map(stored).transpose()?)
}

/// The messages of a conversation, the newest first: those before this number, or from the newest.
pub async fn page(
    db: &mut AnyConnection,
    conversation: &str,
    before: Option<i64>,
    limit: usize,
) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query(
        "SELECT m.id AS message_id, m.conversation_id, m.number, m.kind, m.content, m.created_at,
            u.id, u.username, u.display_name, u.profile_image_url,
            (SELECT COUNT(*) FROM gochat_members r
             WHERE r.conversation_id = m.conversation_id AND r.read_up_to >= m.number) AS readers
         FROM gochat_messages m JOIN gochat_users u ON u.id = m.sender_id
         WHERE m.conversation_id = $1 AND m.number < $2 ORDER BY m.number DESC LIMIT $3",
    )
    .bind(conversation)
    .bind(before.unwrap_or(i64::MAX))
    .bind(column::limit(limit))
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(stored).collect::<Result<_, _>>()?)
}

fn stored(row: &AnyRow) -> Result<Stored, sqlx::Error> {
    let sender = profile(row)?;
    let readers = column::count(row, "readers")?;
    let message = Message {
        id: row.try_get("message_id")?,
        conversation_id: row.try_get("conversation_id")?,
        sender_id: sender.id.clone(),
        sender_name: sender.display_name.clone(),
        sender_avatar: sender.profile_image_url.clone(),
        sender_info: sender,
        message_type: column::word(row, "kind")?,
        content: row.try_get("content")?,
        created_at: column::time(row, "created_at")?,
        is_read: readers > 0,
        read_count: readers,
    };
    Ok(Stored { number: row.try_get("number")?, message })
}

/// Gives a message a new text.
pub async fn edit(db: &mut AnyConnection, id: &str, content: &str, now: &Timestamp) -> Result<(), StoreError> {
    sqlx::query("UPDATE gochat_messages SET content = $2, edited_at = $3 WHERE id = $1")
        .bind(id)
        .bind(content)
        .bind(now.as_str())
        .execute(db)
        .await?;
    Ok(())
}

/// Deletes a message and what was said of it.
pub async fn delete(db: &mut AnyConnection, id: &str) -> Result<(), StoreError> {
    for statement in ["DELETE FROM gochat_reactions WHERE message_id = $1", "DELETE FROM gochat_messages WHERE id = $1"]
    {
        sqlx::query(statement).bind(id).execute(&mut *db).await?;
    }
    Ok(())
}

/// Notes that a member has read everything up to a number. Says whether that is news.
pub async fn read_up_to(
    db: &mut AnyConnection,
    conversation: &str,
    user: &str,
    number: i64,
) -> Result<bool, StoreError> {
    let changed = sqlx::query(
        "UPDATE gochat_members SET read_up_to = $3
         WHERE conversation_id = $1 AND user_id = $2 AND read_up_to < $3",
    )
    .bind(conversation)
    .bind(user)
    .bind(number)
    .execute(db)
    .await?;
    Ok(changed.rows_affected() > 0)
}

/// A reaction to a message.
#[derive(Clone, Copy, Debug)]
pub struct Reaction<'a> {
    /// Where the message is.
    pub conversation_id: &'a str,
    /// The message.
    pub message_id: &'a str,
    /// Who reacts.
    pub user_id: &'a str,
    /// How.
    pub reaction: &'a str,
}

/// Stores a reaction, or takes it back. Says whether that is news.
pub async fn react(
    db: &mut AnyConnection,
    reaction: &Reaction<'_>,
    removed: bool,
    now: &Timestamp,
) -> Result<bool, StoreError> {
    let query = if removed {
        sqlx::query("DELETE FROM gochat_reactions WHERE message_id = $1 AND user_id = $2 AND reaction = $3")
    } else {
        sqlx::query(
            "INSERT INTO gochat_reactions (message_id, user_id, reaction, conversation_id, created_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (message_id, user_id, reaction) DO NOTHING",
        )
    };
    let query = query.bind(reaction.message_id).bind(reaction.user_id).bind(reaction.reaction);
    let query = if removed { query } else { query.bind(reaction.conversation_id).bind(now.as_str()) };
    Ok(query.execute(db).await?.rows_affected() > 0)
}

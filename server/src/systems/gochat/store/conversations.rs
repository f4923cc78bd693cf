//! Conversations and who takes part in them.

use event_contracts::gochat::types::{ConversationSummary, ConversationType, UserProfile};
use event_contracts::runtime::Timestamp;
use event_hub::StoreError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::pair;
use super::users::profile;
use crate::column;

/// What a new conversation is.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// Its id, if it is new indeed.
    pub id: &'a str,
    /// Who talks.
    pub kind: &'a ConversationType,
    /// The title of a group.
    pub title: Option<&'a str>,
    /// Who begins it, a member like the others.
    pub by: &'a str,
    /// The others, without the one who begins it, each once.
    pub others: &'a [String],
}

/// Begins a conversation. Two people have one direct conversation: if they have it already, that is the answer.
pub async fn begin(db: &mut AnyConnection, new: &New<'_>, now: &str) -> Result<Begun, StoreError> {
    let direct_key = match (new.kind, new.others) {
        (ConversationType::Direct, [other]) => Some(pair(new.by, other)),
        _ => None,
    };
    let made = sqlx::query(
        "INSERT INTO gochat_conversations (id, kind, title, created_by, direct_key, last_number, active_at)
         VALUES ($1, $2, $3, $4, $5, 0, $6) ON CONFLICT (direct_key) DO NOTHING",
    )
    .bind(new.id)
    .bind(new.kind.as_str())
    .bind(new.title)
    .bind(new.by)
    .bind(direct_key.as_deref())
    .bind(now)
    .execute(&mut *db)
    .await?;
    if made.rows_affected() == 0 {
        let known = sqlx::query("SELECT id FROM gochat_conversations WHERE direct_key = $1")
            .bind(direct_key.as_deref())
            .fetch_one(db)
            .await?;
        return Ok(Begun::Known(known.try_get("id")?));
    }
    for member in new.others.iter().map(String::as_str).chain([new.by]) {
        sqlx::query("INSERT INTO gochat_members (conversation_id, user_id, read_up_to) VALUES ($1, $2, 0)")
            .bind(new.id)
            .bind(member)
            .execute(&mut *db)
            .await?;
    }
    Ok(Begun::New)
}

/// What came of beginning a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is new.
    New,
    /// The two have this one already.
    Known(String),
}

/// A conversation, by what the rules ask of it.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// Who talks.
    pub kind: ConversationType,
    /// Who began it.
    pub created_by: String,
}

/// A conversation, whoever asks.
pub async fn find(db: &mut AnyConnection, id: &str) -> Result<Option<Conversation>, StoreError> {
    let row = sqlx::query("SELECT kind, created_by FROM gochat_conversations WHERE id = $1")
        .bind(id)
        .fetch_optional(db)
        .await?;
    let read = |row: AnyRow| {
        let kind = column::word(&row, "kind")?;
        Ok::<_, sqlx::Error>(Conversation { kind, created_by: row.try_get("created_by")? })
    };
    Ok(row.map(read).transpose()?)
}

/// Whether a user takes part.
pub async fn has_member(db: &mut AnyConnection, id: &str, user: &str) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT user_id FROM gochat_members WHERE conversation_id = $1 AND user_id = $2")
        .bind(id)
        .bind(user)
        .fetch_optional(db)
        .await?;
    Ok(row.is_some())
}

/// Who takes part, in the order of their ids.
pub async fn members(db: &mut AnyConnection, id: &str) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query_scalar("SELECT user_id FROM gochat_members WHERE conversation_id = $1 ORDER BY user_id")
        .bind(id)
        .fetch_all(db)
        .await?;
    Ok(rows)
}

/// Who takes part, as others see them.
pub async fn profiles(db: &mut AnyConnection, id: &str) -> Result<Vec<UserProfile>, StoreError> {
    let rows = sqlx::query(
        "SELECT u.id, u.username, u.display_name, u.profile_image_url FROM gochat_members m
         JOIN gochat_users u ON u.id = m.user_id WHERE m.conversation_id = $1 ORDER BY u.id",
    )
    .bind(id)
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(profile).collect::<Result<_, _>>()?)
}

/// A user's conversations, the last active first: those after this moment and id, or from the first. None of them is subscribed yet.
pub async fn of_user(
    db: &mut AnyConnection,
    user: &str,
    after: Option<(&str, &str)>,
    limit: usize,
) -> Result<Vec<Listed>, StoreError> {
    let rows = sqlx::query(
        "SELECT c.id, c.kind, c.title, c.last_message_at, c.active_at,
            (SELECT COUNT(*) FROM gochat_messages m
             WHERE m.conversation_id = c.id AND m.number > me.read_up_to) AS unread,
            (SELECT MIN(u.display_name) FROM gochat_members o JOIN gochat_users u ON u.id = o.user_id
             WHERE o.conversation_id = c.id AND o.user_id <> me.user_id) AS other
         FROM gochat_members me JOIN gochat_conversations c ON c.id = me.conversation_id
         WHERE me.user_id = $1
           AND ($2 IS NULL OR c.active_at < $2 OR (c.active_at = $2 AND c.id > $3))
         ORDER BY c.active_at DESC, c.id LIMIT $4",
    )
    .bind(user)
    .bind(after.map(|(at, _)| at))
    .bind(after.map(|(_, id)| id))
    .bind(column::limit(limit))
    .fetch_all(db)
    .await?;
    let listed = |row| Ok(Listed { active_at: column::time(row, "active_at")?, summary: summary(row)? });
    Ok(rows.iter().map(listed).collect::<Result<_, sqlx::Error>>()?)
}

/// A conversation of a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// When it began, or when its last message was written.
    pub active_at: Timestamp,
    /// As its member sees it.
    pub summary: ConversationSummary,
}

/// One conversation as a member's list shows it.
pub async fn for_member(
    db: &mut AnyConnection,
    id: &str,
    user: &str,
) -> Result<Option<ConversationSummary>, StoreError> {
    let row = sqlx::query(
        "SELECT c.id, c.kind, c.title, c.last_message_at,
            (SELECT COUNT(*) FROM gochat_messages m
             WHERE m.conversation_id = c.id AND m.number > me.read_up_to) AS unread,
            (SELECT MIN(u.display_name) FROM gochat_members o JOIN gochat_users u ON u.id = o.user_id
             WHERE o.conversation_id = c.id AND o.user_id <> me.user_id) AS other
         FROM gochat_members me JOIN gochat_conversations c ON c.id = me.conversation_id
         WHERE me.user_id = $1 AND c.id = $2",
    )
    .bind(user)
    .bind(id)
    .fetch_optional(db)
    .await?;
    Ok(row.as_ref().map(summary).transpose()?)
}

fn summary(row: &AnyRow) -> Result<ConversationSummary, sqlx::Error> {
    let title: Option<String> = row.try_get("title")?;
    let other: Option<String> = row.try_get("other")?;
    Ok(ConversationSummary {
        id: row.try_get("id")?,
        title: title.or(other).unwrap_or_default(),
        r#type: column::word(row, "kind")?,
        last_message_at: column::maybe_time(row, "last_message_at")?,
        unread_count: column::count(row, "unread")?,
        is_subscribed: false,
    })
}

/// Gives a conversation a new title.
pub async fn rename(db: &mut AnyConnection, id: &str, title: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE gochat_conversations SET title = $2 WHERE id = $1").bind(id).bind(title).execute(db).await?;
    Ok(())
}

/// Takes the time of the last message from the messages that are left, and gives it back.
pub async fn settle_last_message(db: &mut AnyConnection, id: &str) -> Result<Option<Timestamp>, StoreError> {
    let row = sqlx::query(
        "UPDATE gochat_conversations
         SET last_message_at = (SELECT MAX(created_at) FROM gochat_messages WHERE conversation_id = $1)
         WHERE id = $1 RETURNING last_message_at",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| column::maybe_time(&row, "last_message_at")).transpose()?.flatten())
}

/// Holds a conversation until the end of the transaction. Whoever changes what is in it holds it first, so that no two wait for
/// each other. Says whether there is such a one.
pub async fn hold(db: &mut AnyConnection, id: &str) -> Result<bool, StoreError> {
    let held = sqlx::query("UPDATE gochat_conversations SET active_at = active_at WHERE id = $1");
    Ok(held.bind(id).execute(db).await?.rows_affected() > 0)
}

/// Deletes a conversation with everything in it.
pub async fn delete(db: &mut AnyConnection, id: &str) -> Result<(), StoreError> {
    for statement in [
        "DELETE FROM gochat_conversations WHERE id = $1",
        "DELETE FROM gochat_reactions WHERE conversation_id = $1",
        "DELETE FROM gochat_messages WHERE conversation_id = $1",
        "DELETE FROM gochat_members WHERE conversation_id = $1",
    ] {
        sqlx::query(statement).bind(id).execute(&mut *db).await?;
    }
    Ok(())
}

//! Threads, their comments, and what others think of those.

use event_contracts::mechamap::types::{ForumComment, ReactionType, ThreadSummary};
use event_contracts::runtime::Timestamp;
use event_hub::StoreError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::people::member;
use crate::column;

/// A thread.
#[derive(Clone, Debug)]
pub struct Thread {
    /// The forum that it is in.
    pub forum_id: i64,
    /// Who began it.
    pub author_id: i64,
    /// As a list shows it.
    pub summary: ThreadSummary,
    /// How often it was viewed.
    pub view_count: u64,
}

/// Keeps a new thread.
pub async fn begin(db: &mut AnyConnection, thread: &Thread, now: &Timestamp) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO mechamap_threads (id, forum_id, author_id, title, reply_count, view_count, created_at)
         VALUES ($1, $2, $3, $4, 0, 0, $5)",
    )
    .bind(thread.summary.id)
    .bind(thread.forum_id)
    .bind(thread.author_id)
    .bind(&*thread.summary.title)
    .bind(now.as_str())
    .execute(db)
    .await?;
    Ok(())
}

/// A thread.
pub async fn thread(db: &mut AnyConnection, id: i64) -> Result<Option<Thread>, StoreError> {
    let row = sqlx::query(
        "SELECT id, forum_id, author_id, title, reply_count, view_count FROM mechamap_threads WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    Ok(row.as_ref().map(read_thread).transpose()?)
}

/// Counts a view, and gives the thread back.
pub async fn view(db: &mut AnyConnection, id: i64) -> Result<Option<Thread>, StoreError> {
    let row = sqlx::query(
        "UPDATE mechamap_threads SET view_count = view_count + 1 WHERE id = $1
         RETURNING id, forum_id, author_id, title, reply_count, view_count",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    Ok(row.as_ref().map(read_thread).transpose()?)
}

/// Counts a comment, and gives the thread back.
pub async fn reply(db: &mut AnyConnection, id: i64) -> Result<Option<Thread>, StoreError> {
    let row = sqlx::query(
        "UPDATE mechamap_threads SET reply_count = reply_count + 1 WHERE id = $1
         RETURNING id, forum_id, author_id, title, reply_count, view_count",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    Ok(row.as_ref().map(read_thread).transpose()?)
}

fn read_thread(row: &AnyRow) -> Result<Thread, sqlx::Error> {
    let summary = ThreadSummary {
        id: row.try_get("id")?,
        title: row.try_get("title")?,
        reply_count: column::count(row, "reply_count")?,
    };
    Ok(Thread {
        forum_id: row.try_get("forum_id")?,
        author_id: row.try_get("author_id")?,
        summary,
        view_count: column::count(row, "view_count")?,
    })
}

/// Keeps a new comment.
pub async fn comment(db: &mut AnyConnection, thread: i64, comment: &ForumComment) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO mechamap_comments (id, thread_id, parent_id, author_id, content, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(comment.id)
    .bind(thread)
    .bind(comment.parent_id)
    .bind(comment.user.id)
    .bind(&*comment.content)
    .bind(comment.created_at.as_str())
    .execute(db)
    .await?;
    Ok(())
}

/// Where a comment is, and whose.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Its thread.
    pub thread_id: i64,
    /// Who wrote it.
    pub author_id: i64,
}

/// Where a comment is.
pub async fn place(db: &mut AnyConnection, comment: i64) -> Result<Option<Place>, StoreError> {
    let row = sqlx::query("SELECT thread_id, author_id FROM mechamap_comments WHERE id = $1")
        .bind(comment)
        .fetch_optional(db)
        .await?;
    let read = |row: AnyRow| {
        Ok::<_, sqlx::Error>(Place { thread_id: row.try_get("thread_id")?, author_id: row.try_get("author_id")? })
    };
    Ok(row.map(read).transpose()?)
}

/// The comments of a thread in their order: after this id, or from the first.
pub async fn comments(
    db: &mut AnyConnection,
    thread: i64,
    after: Option<i64>,
    limit: usize,
) -> Result<Vec<ForumComment>, StoreError> {
    let rows = sqlx::query(
        "SELECT c.id, c.content, c.parent_id, c.created_at, u.id AS user_id, u.name, u.username, u.avatar_url
         FROM mechamap_comments c JOIN mechamap_users u ON u.id = c.author_id
         WHERE c.thread_id = $1 AND c.id > $2 ORDER BY c.id LIMIT $3",
    )
    .bind(thread)
    .bind(after.unwrap_or(0))
    .bind(column::limit(limit))
    .fetch_all(db)
    .await?;
    let read = |row: &AnyRow| {
        Ok(ForumComment {
            id: row.try_get("id")?,
            content: row.try_get("content")?,
            parent_id: row.try_get("parent_id")?,
            user: member(row)?,
            created_at: column::time(row, "created_at")?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
}

/// Gives a comment another text.
pub async fn edit(db: &mut AnyConnection, comment: i64, content: &str, now: &Timestamp) -> Result<(), StoreError> {
    sqlx::query("UPDATE mechamap_comments SET content = $2, edited_at = $3 WHERE id = $1")
        .bind(comment)
        .bind(content)
        .bind(now.as_str())
        .execute(db)
        .await?;
    Ok(())
}

/// Keeps a reaction. Gives back how many of its type the comment has now; none where the user had reacted so before.
/// Holds the comment until the end of the transaction, so that of two at once the second counts the first.
pub async fn react(
    db: &mut AnyConnection,
    comment: i64,
    reaction: &ReactionType,
    user: i64,
) -> Result<Option<u64>, StoreError> {
    let held = sqlx::query("UPDATE mechamap_comments SET content = content WHERE id = $1");
    held.bind(comment).execute(&mut *db).await?;
    let kept = sqlx::query(
        "INSERT INTO mechamap_reactions (comment_id, reaction_type, user_id) VALUES ($1, $2, $3)
         ON CONFLICT (comment_id, reaction_type, user_id) DO NOTHING",
    )
    .bind(comment)
    .bind(reaction.as_str())
    .bind(user)
    .execute(&mut *db)
    .await?;
    if kept.rows_affected() == 0 {
        return Ok(None);
    }
    let row = sqlx::query(
        "SELECT COUNT(*) AS reactions FROM mechamap_reactions WHERE comment_id = $1 AND reaction_type = $2",
    )
    .bind(comment)
    .bind(reaction.as_str())
    .fetch_one(db)
    .await?;
    Ok(Some(column::count(&row, "reactions")?))
}

//! Showcase projects and their figures.

use event_contracts::mechamap::events::{ShowcaseProjectStatsUpdated, ShowcaseProjectUpdated};
use event_contracts::runtime::Timestamp;
use event_hub::{StoreError, Tx};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::column;

/// Keeps a new project.
pub async fn begin(db: &mut AnyConnection, id: i64, author: i64, title: &str) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO mechamap_showcases (id, author_id, title, view_count, like_count, comment_count)
         VALUES ($1, $2, $3, 0, 0, 0)",
    )
    .bind(id)
    .bind(author)
    .bind(title)
    .execute(db)
    .await?;
    Ok(())
}

/// A project's author and title.
pub async fn find(db: &mut AnyConnection, id: i64) -> Result<Option<(i64, String)>, StoreError> {
    let row = sqlx::query("SELECT author_id, title FROM mechamap_showcases WHERE id = $1")
        .bind(id)
        .fetch_optional(db)
        .await?;
    let read = |row: AnyRow| Ok::<_, sqlx::Error>((row.try_get("author_id")?, row.try_get("title")?));
    Ok(row.map(read).transpose()?)
}

/// Keeps what is new about a project.
pub async fn keep_news(tx: &mut Tx, news: &ShowcaseProjectUpdated, now: &Timestamp) -> Result<(), StoreError> {
    let id = tx.next_id("mechamap_showcase_news").await?;
    sqlx::query(
        "INSERT INTO mechamap_showcase_news (id, showcase_id, update_type, image_url, description, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(news.showcase_id)
    .bind(news.update_type.as_str())
    .bind(news.content.image_url.as_deref())
    .bind(&*news.content.description)
    .bind(now.as_str())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What somebody did to a project.
#[derive(Clone, Copy, Debug)]
pub enum Touch<'a> {
    /// Looked at it.
    View,
    /// Likes it.
    Like,
    /// Wrote about it.
    Comment(&'a str),
}

/// Notes it, and gives back the figures as they are now; none where they stay as they were, or where there is no such project.
pub async fn touch(
    tx: &mut Tx,
    id: i64,
    user: i64,
    touch: Touch<'_>,
    now: &Timestamp,
) -> Result<Option<ShowcaseProjectStatsUpdated>, StoreError> {
    let (views, likes, comments) = match touch {
        Touch::View => (1, 0, 0),
        Touch::Like => {
            let liked = sqlx::query(
                "INSERT INTO mechamap_showcase_likes (showcase_id, user_id) VALUES ($1, $2)
                 ON CONFLICT (showcase_id, user_id) DO NOTHING",
            );
            if liked.bind(id).bind(user).execute(tx.conn()).await?.rows_affected() == 0 {
                return Ok(None);
            }
            (0, 1, 0)
        }
        Touch::Comment(content) => {
            let comment = tx.next_id("mechamap_showcase_comments").await?;
            sqlx::query(
                "INSERT INTO mechamap_showcase_comments (id, showcase_id, author_id, content, created_at)
                 VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(comment)
            .bind(id)
            .bind(user)
            .bind(content)
            .bind(now.as_str())
            .execute(tx.conn())
            .await?;
            (0, 0, 1)
        }
    };
    let row = sqlx::query(
        "UPDATE mechamap_showcases SET view_count = view_count + $2, like_count = like_count + $3,
         comment_count = comment_count + $4 WHERE id = $1 RETURNING id, view_count, like_count, comment_count",
    )
    .bind(id)
    .bind(views)
    .bind(likes)
    .bind(comments)
    .fetch_optional(tx.conn())
    .await?;
    let read = |row: AnyRow| {
        Ok::<_, sqlx::Error>(ShowcaseProjectStatsUpdated {
            showcase_id: row.try_get("id")?,
            view_count: column::count(&row, "view_count")?,
            like_count: column::count(&row, "like_count")?,
            comment_count: column::count(&row, "comment_count")?,
        })
    };
    Ok(row.map(read).transpose()?)
}

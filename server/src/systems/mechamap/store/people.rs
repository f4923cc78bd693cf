//! People, who follows whom, and what they did.

use event_contracts::mechamap::types::{Activity, Member};
use event_hub::{StoreError, Tx};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::column;

/// Makes sure that the bearer of a token is known; who is known already keeps the names that they have.
pub async fn meet(db: &mut AnyConnection, id: i64, name: &str) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO mechamap_users (id, name, username) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING")
        .bind(id)
        .bind(name)
        .bind(format!("user{id}"))
        .execute(db)
        .await?;
    Ok(())
}

/// Holds a user's row until the end of the transaction.
pub async fn hold(db: &mut AnyConnection, id: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE mechamap_users SET name = name WHERE id = $1").bind(id).execute(db).await?;
    Ok(())
}

/// Says how others see a user. What is absent stays as it is.
pub async fn change(
    db: &mut AnyConnection,
    id: i64,
    name: Option<&str>,
    username: Option<&str>,
    avatar_url: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE mechamap_users SET name = COALESCE($2, name), username = COALESCE($3, username),
         avatar_url = COALESCE($4, avatar_url) WHERE id = $1",
    )
    .bind(id)
    .bind(name)
    .bind(username)
    .bind(avatar_url)
    .execute(db)
    .await?;
    Ok(())
}

/// A user.
pub async fn find(db: &mut AnyConnection, id: i64) -> Result<Option<Member>, StoreError> {
    let row = sqlx::query("SELECT id AS user_id, name, username, avatar_url FROM mechamap_users WHERE id = $1")
        .bind(id)
        .fetch_optional(db)
        .await?;
    Ok(row.as_ref().map(member).transpose()?)
}

/// A user, out of a row with `user_id` and the other columns of `mechamap_users`.
pub(super) fn member(row: &AnyRow) -> Result<Member, sqlx::Error> {
    Ok(Member {
        id: row.try_get("user_id")?,
        name: row.try_get("name")?,
        username: row.try_get("username")?,
        avatar_url: row.try_get("avatar_url")?,
    })
}

/// Lets somebody follow a user, or not any more. Says whether that is news.
pub async fn follow(db: &mut AnyConnection, user: i64, follower: i64, follows: bool) -> Result<bool, StoreError> {
    let query = if follows {
        sqlx::query(
            "INSERT INTO mechamap_follows (user_id, follower_id) VALUES ($1, $2)
             ON CONFLICT (user_id, follower_id) DO NOTHING",
        )
    } else {
        sqlx::query("DELETE FROM mechamap_follows WHERE user_id = $1 AND follower_id = $2")
    };
    Ok(query.bind(user).bind(follower).execute(db).await?.rows_affected() > 0)
}

/// Who follows a user: the first of them by their ids.
pub async fn followers(db: &mut AnyConnection, user: i64, most: usize) -> Result<Vec<i64>, StoreError> {
    let ids =
        sqlx::query_scalar("SELECT follower_id FROM mechamap_follows WHERE user_id = $1 ORDER BY follower_id LIMIT $2")
            .bind(user)
            .bind(column::limit(most))
            .fetch_all(db)
            .await?;
    Ok(ids)
}

/// Keeps what a user did.
pub async fn keep_activity(tx: &mut Tx, activity: &Activity) -> Result<(), StoreError> {
    let id = tx.next_id("mechamap_activities").await?;
    sqlx::query(
        "INSERT INTO mechamap_activities (id, user_id, kind, content_id, content_title, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(activity.user_id)
    .bind(activity.r#type.as_str())
    .bind(activity.content_id)
    .bind(&*activity.content_title)
    .bind(activity.created_at.as_str())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What those did whom a user follows, the newest first: before this number, or from the newest. Each with its number.
pub async fn feed(
    db: &mut AnyConnection,
    follower: i64,
    before: Option<i64>,
    limit: usize,
) -> Result<Vec<(i64, Activity)>, StoreError> {
    let rows = sqlx::query(
        "SELECT a.id, a.user_id, a.kind, a.content_id, a.content_title, a.created_at FROM mechamap_follows f
         JOIN mechamap_activities a ON a.user_id = f.user_id
         WHERE f.follower_id = $1 AND a.id < $2 ORDER BY a.id DESC LIMIT $3",
    )
    .bind(follower)
    .bind(before.unwrap_or(i64::MAX))
    .bind(column::limit(limit))
    .fetch_all(db)
    .await?;
    let activity = |row: &AnyRow| {
        let activity = Activity {
            r#type: column::word(row, "kind")?,
            user_id: row.try_get("user_id")?,
            content_id: row.try_get("content_id")?,
            content_title: row.try_get("content_title")?,
            created_at: column::time(row, "created_at")?,
        };
        Ok((row.try_get("id")?, activity))
    };
    Ok(rows.iter().map(activity).collect::<Result<_, sqlx::Error>>()?)
}

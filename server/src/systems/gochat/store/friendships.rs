//! Who is whose friend, and who asked to be.

use event_contracts::gochat::types::FriendshipStatus;
use event_contracts::runtime::Timestamp;
use event_hub::StoreError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::pair;
use crate::column;

/// A friendship, or the request for one.
#[derive(Clone, Debug)]
pub struct Friendship {
    /// Its id, that of the request too.
    pub id: String,
    /// Who asked.
    pub user_id: String,
    /// Who was asked.
    pub friend_id: String,
    /// How far the two have come.
    pub status: FriendshipStatus,
    /// When the one asked.
    pub requested_at: Timestamp,
    /// When the other accepted.
    pub accepted_at: Option<Timestamp>,
}

impl Friendship {
    /// The other of the two; none for a third.
    pub fn other(&self, user: &str) -> Option<&str> {
        match user {
            _ if user == self.user_id => Some(&self.friend_id),
            _ if user == self.friend_id => Some(&self.user_id),
            _ => None,
        }
    }
}

/// Asks for a friendship. Says whether that is news: two people have one friendship, whoever asked.
pub async fn request(db: &mut AnyConnection, new: &Friendship) -> Result<bool, StoreError> {
    let made = sqlx::query(
        "INSERT INTO gochat_friendships (id, pair, user_id, friend_id, status, requested_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (pair) DO NOTHING",
    )
    .bind(&*new.id)
    .bind(pair(&new.user_id, &new.friend_id))
    .bind(&*new.user_id)
    .bind(&*new.friend_id)
    .bind(new.status.as_str())
    .bind(new.requested_at.as_str())
    .execute(db)
    .await?;
    Ok(made.rows_affected() > 0)
}

/// Accepts a request. Says whether it was still open.
pub async fn accept(db: &mut AnyConnection, id: &str, now: &Timestamp) -> Result<bool, StoreError> {
    let accepted = sqlx::query(
        "UPDATE gochat_friendships SET status = 'accepted', accepted_at = $2 WHERE id = $1 AND status = 'pending'",
    )
    .bind(id)
    .bind(now.as_str())
    .execute(db)
    .await?;
    Ok(accepted.rows_affected() > 0)
}

/// Ends a friendship, or takes back or refuses the request. Says what it was at its end, if there was one: it may have been accepted
/// at the same moment.
pub async fn remove(db: &mut AnyConnection, id: &str) -> Result<Option<FriendshipStatus>, StoreError> {
    let removed = sqlx::query("DELETE FROM gochat_friendships WHERE id = $1 RETURNING status")
        .bind(id)
        .fetch_optional(db)
        .await?;
    Ok(removed.map(|row| column::word(&row, "status")).transpose()?)
}

/// A friendship by its id.
pub async fn find(db: &mut AnyConnection, id: &str) -> Result<Option<Friendship>, StoreError> {
    let row = sqlx::query(
        "SELECT id, user_id, friend_id, status, requested_at, accepted_at FROM gochat_friendships WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    Ok(row.as_ref().map(friendship).transpose()?)
}

/// What a user has to do with others, the newest first: those after this moment and id, or from the first.
pub async fn of_user(
    db: &mut AnyConnection,
    user: &str,
    after: Option<(&str, &str)>,
    limit: usize,
) -> Result<Vec<Friendship>, StoreError> {
    let rows = sqlx::query(
        "SELECT f.id, f.user_id, f.friend_id, f.status, f.requested_at, f.accepted_at FROM gochat_friendships f
         WHERE (f.user_id = $1 OR f.friend_id = $1)
           AND ($2 IS NULL OR f.requested_at < $2 OR (f.requested_at = $2 AND f.id > $3))
         ORDER BY f.requested_at DESC, f.id LIMIT $4",
    )
    .bind(user)
    .bind(after.map(|(at, _)| at))
    .bind(after.map(|(_, id)| id))
    .bind(column::limit(limit))
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(friendship).collect::<Result<_, _>>()?)
}

fn friendship(row: &AnyRow) -> Result<Friendship, sqlx::Error> {
    Ok(Friendship {
        id: row.try_get("id")?,
        user_id: row.try_get("user_id")?,
        friend_id: row.try_get("friend_id")?,
        status: column::word(row, "status")?,
        requested_at: column::time(row, "requested_at")?,
        accepted_at: column::maybe_time(row, "accepted_at")?,
    })
}

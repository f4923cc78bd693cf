//! The tables of presence, and what is asked of them.

use std::collections::HashSet;

use event_contracts::runtime::Timestamp;
use event_hub::{Migration, StoreError};
use sqlx::{AnyConnection, Row};

use crate::column;

/// How the tables came to be.
pub(super) const MIGRATIONS: &[Migration] =
    &[Migration { version: 1, name: "tables", sql: include_str!("tables.sql") }];

/// Whether a user is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Whether they are connected.
    pub online: bool,
    /// When they last did something, if ever.
    pub last_active_at: Option<Timestamp>,
}

/// Notes that a user did something, and holds their row until the end of the transaction.
pub(super) async fn touch(db: &mut AnyConnection, system: &str, user: &str, at: &Timestamp) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO presence_users (system, user_id, last_active_at) VALUES ($1, $2, $3)
         ON CONFLICT (system, user_id) DO UPDATE SET last_active_at = EXCLUDED.last_active_at",
    )
    .bind(system)
    .bind(user)
    .bind(at.as_str())
    .execute(db)
    .await?;
    Ok(())
}

/// Holds a user's row until the end of the transaction.
pub(super) async fn hold(db: &mut AnyConnection, system: &str, user: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE presence_users SET last_active_at = last_active_at WHERE system = $1 AND user_id = $2")
        .bind(system)
        .bind(user)
        .execute(db)
        .await?;
    Ok(())
}

/// Says whether it is new.
pub(super) async fn insert(
    db: &mut AnyConnection,
    system: &str,
    connection: &str,
    user: &str,
    node: &str,
    at: &Timestamp,
) -> Result<bool, StoreError> {
    let inserted = sqlx::query(
        "INSERT INTO presence_connections (system, id, user_id, node, connected_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (system, id) DO NOTHING",
    )
    .bind(system)
    .bind(connection)
    .bind(user)
    .bind(node)
    .bind(at.as_str())
    .execute(db)
    .await?;
    Ok(inserted.rows_affected() > 0)
}

/// Says whether it was there.
pub(super) async fn remove(db: &mut AnyConnection, system: &str, connection: &str) -> Result<bool, StoreError> {
    let removed = sqlx::query("DELETE FROM presence_connections WHERE system = $1 AND id = $2")
        .bind(system)
        .bind(connection)
        .execute(db)
        .await?;
    Ok(removed.rows_affected() > 0)
}

/// How many connections a user has.
pub(super) async fn connections(db: &mut AnyConnection, system: &str, user: &str) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar("SELECT COUNT(*) FROM presence_connections WHERE system = $1 AND user_id = $2")
        .bind(system)
        .bind(user)
        .fetch_one(db)
        .await?;
    Ok(count)
}

/// The users with connections.
pub(super) async fn online(db: &mut AnyConnection, system: &str) -> Result<HashSet<String>, StoreError> {
    let users: Vec<String> = sqlx::query_scalar("SELECT DISTINCT user_id FROM presence_connections WHERE system = $1")
        .bind(system)
        .fetch_all(db)
        .await?;
    Ok(users.into_iter().collect())
}

pub(super) async fn state(db: &mut AnyConnection, system: &str, user: &str) -> Result<State, StoreError> {
    let online = connections(&mut *db, system, user).await? > 0;
    let row = sqlx::query("SELECT last_active_at FROM presence_users WHERE system = $1 AND user_id = $2")
        .bind(system)
        .bind(user)
        .fetch_optional(db)
        .await?;
    let last_active_at = row.map(|row| column::time(&row, "last_active_at")).transpose()?;
    Ok(State { online, last_active_at })
}

/// Says that a node is alive until then. Says whether it was still thought to be.
pub(super) async fn renew(
    db: &mut AnyConnection,
    system: &str,
    node: &str,
    now: i64,
    until: i64,
) -> Result<bool, StoreError> {
    let renewed =
        sqlx::query("UPDATE presence_nodes SET alive_until = $4 WHERE system = $1 AND node = $2 AND alive_until >= $3")
            .bind(system)
            .bind(node)
            .bind(now)
            .bind(until)
            .execute(&mut *db)
            .await?;
    if renewed.rows_affected() > 0 {
        return Ok(true);
    }
    sqlx::query(
        "INSERT INTO presence_nodes (system, node, alive_until) VALUES ($1, $2, $3)
         ON CONFLICT (system, node) DO UPDATE SET alive_until = EXCLUDED.alive_until",
    )
    .bind(system)
    .bind(node)
    .bind(until)
    .execute(db)
    .await?;
    Ok(false)
}

/// Forgets the leases that have run out, or all but one's own.
pub(super) async fn forget_nodes(
    db: &mut AnyConnection,
    system: &str,
    own: &str,
    now: Option<i64>,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM presence_nodes WHERE system = $1 AND node <> $2 AND alive_until < $3")
        .bind(system)
        .bind(own)
        .bind(now.unwrap_or(i64::MAX))
        .execute(db)
        .await?;
    Ok(())
}

/// The users with connections of nodes that hold no lease.
pub(super) async fn left_behind(db: &mut AnyConnection, system: &str) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(
        "SELECT DISTINCT user_id FROM presence_connections c WHERE system = $1
         AND NOT EXISTS (SELECT 1 FROM presence_nodes n WHERE n.system = c.system AND n.node = c.node)",
    )
    .bind(system)
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(|row| row.try_get("user_id")).collect::<Result<_, _>>()?)
}

/// Takes a user's connections of such nodes away. Says whether there were any.
pub(super) async fn clear(db: &mut AnyConnection, system: &str, user: &str) -> Result<bool, StoreError> {
    let cleared = sqlx::query(
        "DELETE FROM presence_connections WHERE system = $1 AND user_id = $2
         AND node NOT IN (SELECT n.node FROM presence_nodes n WHERE n.system = $1)",
    )
    .bind(system)
    .bind(user)
    .execute(db)
    .await?;
    Ok(cleared.rows_affected() > 0)
}

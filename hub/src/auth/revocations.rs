//! Tokens that are no longer good, though they have not expired.
//!
//! They stand in the database, in the order in which they were revoked. Every node reads what is new at each sweep, so that what
//! one node revokes, all know soon after. A row is needed until the token would have expired by itself.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use parking_lot::RwLock;
use sqlx::Row;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::close::Close;
use crate::engine::Engine;
use crate::store::{Migration, Store, StoreError};
use crate::user::User;

const TABLES: &[Migration] = &[Migration {
    version: 1,
    name: "revocations",
    sql: "CREATE TABLE hub_revocations (
        place BIGINT PRIMARY KEY,
        token_id TEXT,
        user_id TEXT,
        issued_until BIGINT NOT NULL,
        keep_until BIGINT NOT NULL
    );",
}];

/// So often a place may be taken by somebody else first.
const MOST_TRIES: usize = 100;

/// How often old rows are deleted.
const PRUNING: Duration = Duration::from_secs(60);

/// Tokens that are no longer good, as a database has them: for a program that is no node and only revokes. A hub has its own, see
/// [`Hub::revoke_token`](crate::Hub::revoke_token).
#[derive(Debug)]
pub struct Revocations {
    store: Store,
    known: RwLock<Known>,
    /// One reads at a time.
    reading: Mutex<Reading>,
}

#[derive(Debug, Default)]
struct Known {
    /// Whether it was read at all.
    ready: bool,
    /// Until when each has to be known.
    tokens: HashMap<String, SystemTime>,
    /// Up to when the user's tokens were issued, and until when that has to be known.
    users: HashMap<String, (SystemTime, SystemTime)>,
}

#[derive(Debug, Default)]
struct Reading {
    migrated: bool,
    last: i64,
    pruned: Option<Instant>,
}

/// What is revoked.
#[derive(Clone, Copy, Debug)]
enum Revoked<'a> {
    /// The token of this id.
    Token(&'a str),
    /// All tokens of this user that were issued up to now.
    User(&'a str),
}

impl Revocations {
    /// Those of a database.
    pub fn new(store: Store) -> Self {
        Self { store, known: RwLock::default(), reading: Mutex::default() }
    }

    /// Whether a user's token was revoked, as far as this node knows.
    pub(crate) fn cover(&self, user: &User) -> bool {
        let known = self.known.read();
        if user.token_id.as_ref().is_some_and(|id| known.tokens.contains_key(id)) {
            return true;
        }
        // A token that does not say when it was issued may have been issued before.
        let before = |until: SystemTime| user.issued_at.is_none_or(|issued_at| issued_at <= until);
        known.users.get(&user.id).is_some_and(|(until, _)| before(*until))
    }

    /// Ends the connections whose tokens were revoked, as far as this node knows.
    pub(crate) fn end_sessions(&self, engine: &Engine) {
        for session in engine.sessions() {
            if session.user().is_some_and(|user| self.cover(&user)) {
                session.close(Close::Revoked);
            }
        }
    }

    /// Revokes a token by its id, the claim `jti`, and remembers it until `expires_at`: when it would have expired by itself. Nodes
    /// learn of it at their next sweep.
    ///
    /// # Errors
    /// A database that refuses or cannot be reached: then nothing was revoked.
    pub async fn revoke_token(&self, id: &str, expires_at: SystemTime) -> Result<(), StoreError> {
        self.revoke(Revoked::Token(id), expires_at).await
    }

    /// Revokes all tokens of a user that were issued up to now, in the same way. `expires_at` is when the last of them will have
    /// expired by itself.
    ///
    /// # Errors
    /// A database that refuses or cannot be reached: then nothing was revoked.
    pub async fn revoke_user(&self, user: &str, expires_at: SystemTime) -> Result<(), StoreError> {
        self.revoke(Revoked::User(user), expires_at).await
    }

    async fn revoke(&self, what: Revoked<'_>, keep_until: SystemTime) -> Result<(), StoreError> {
        self.refresh().await?;
        let (token, user) = match what {
            Revoked::Token(id) => (Some(id), None),
            Revoked::User(id) => (None, Some(id)),
        };
        let mut tries = 0;
        loop {
            let mut tx = self.store.begin().await?;
            // Two that take the same place at once are told apart by its key, and the later one tries again: so places rise in
            // the order of the commits, and who has read up to one has missed none.
            let inserted = sqlx::query(
                "INSERT INTO hub_revocations (place, token_id, user_id, issued_until, keep_until)
                 SELECT COALESCE(MAX(place), 0) + 1, $1, $2, $3, $4 FROM hub_revocations",
            )
            .bind(token)
            .bind(user)
            .bind(milliseconds(SystemTime::now()))
            .bind(milliseconds(keep_until))
            .execute(tx.conn())
            .await;
            match inserted {
                Ok(_) => {
                    tx.commit().await?;
                    return self.refresh().await.map(drop);
                }
                Err(sqlx::Error::Database(error)) if error.is_unique_violation() && tries < MOST_TRIES => tries += 1,
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Reads what was revoked, unless this node has begun to.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub(crate) async fn ready(&self) -> Result<(), StoreError> {
        if !self.known.read().ready {
            self.refresh().await?;
        }
        Ok(())
    }

    /// Reads what is new; says whether anything is.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub(crate) async fn refresh(&self) -> Result<bool, StoreError> {
        let mut reading = self.reading.lock().await;
        if !reading.migrated {
            self.store.migrate("hub-revocations", TABLES).await?;
            reading.migrated = true;
        }
        let rows = sqlx::query(
            "SELECT place, token_id, user_id, issued_until, keep_until FROM hub_revocations
             WHERE place > $1 ORDER BY place",
        )
        .bind(reading.last)
        .fetch_all(self.store.pool())
        .await?;
        for row in &rows {
            let (until, keep) = (time(row.try_get(3)?), time(row.try_get(4)?));
            let mut known = self.known.write();
            if let Some(token) = row.try_get::<Option<String>, _>(1)? {
                known.tokens.insert(token, keep);
            }
            if let Some(user) = row.try_get::<Option<String>, _>(2)? {
                let own = known.users.entry(user).or_insert((until, keep));
                *own = (own.0.max(until), own.1.max(keep));
            }
            reading.last = row.try_get(0)?;
        }
        self.known.write().ready = true;
        if reading.pruned.is_none_or(|pruned| pruned.elapsed() >= PRUNING) {
            reading.pruned = Some(Instant::now());
            self.prune(reading.last).await?;
        }
        Ok(!rows.is_empty())
    }

    /// Forgets what has expired by itself. The last row stays, so that its place is not given again.
    async fn prune(&self, last: i64) -> Result<(), StoreError> {
        let now = SystemTime::now();
        {
            let mut known = self.known.write();
            known.tokens.retain(|_, keep| *keep > now);
            known.users.retain(|_, (_, keep)| *keep > now);
        }
        let old = sqlx::query("SELECT COUNT(*) FROM hub_revocations WHERE keep_until <= $1 AND place < $2")
            .bind(milliseconds(now))
            .bind(last)
            .fetch_one(self.store.pool())
            .await?;
        if old.try_get::<i64, _>(0)? > 0 {
            let mut tx = self.store.begin().await?;
            sqlx::query("DELETE FROM hub_revocations WHERE keep_until <= $1 AND place < $2")
                .bind(milliseconds(now))
                .bind(last)
                .execute(tx.conn())
                .await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

fn milliseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

fn time(milliseconds: i64) -> SystemTime {
    let since = Duration::from_millis(milliseconds.try_into().unwrap_or_default());
    SystemTime::UNIX_EPOCH.checked_add(since).unwrap_or(SystemTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests;

//! Which log it is that positions count in.
//!
//! A position is an offset and an epoch. The epoch of a channel is that of the database at the time of the channel's first event, a
//! random word that is made with the tables. A database that was made anew has another, so that positions of before are refused and
//! never mistaken.
//!
//! A backup that was restored has the old epoch, and offsets that are given out a second time. That must not be taken for the log
//! that went on, so the epochs are renewed
//! - when the tables are opened and are not where they were: on PostgreSQL another cluster, another timeline (a recovery to a
//!   point in time, a standby that took over), another database, or tables made again by a restore; with SQLite another file;
//! - when a client, or the cursor of a node, is ahead of its channel: see [`Store::renew`]. A client may have made that up, so its
//!   word counts once a day for a channel;
//! - when the operator says so: [`Store::forget_positions`].
//!
//! Not noticed is a copy of the disk that was put back under the same server, as long as no client or node is ahead: after that,
//! the operator has to say so. Renewed too often is harmless: clients are told that they cannot recover, and load afresh.

use std::time::{Duration, SystemTime};

use rand::Rng;
use sqlx::{AnyConnection, Row};

use super::log::milliseconds;
use super::place::Kind;
use super::{Store, StoreError};

/// What tells one log from another: eight letters and digits.
pub(super) fn random_epoch() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut random = rand::rng();
    (0..8)
        .filter_map(|_| LETTERS.get(random.random_range(0..LETTERS.len())))
        .map(|letter| char::from(*letter))
        .collect()
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What stays as it is for as long as the tables are where they are.
const IDENTITIES: [&str; 3] = [
    "SELECT system_identifier::text FROM pg_control_system()",
    "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)",
    "SELECT oid::text || ' ' || 'hub_channels'::regclass::oid::text FROM pg_database WHERE datname = current_database()",
];

impl Store {
    /// Makes the epoch of a new database, and renews all epochs of one that is not where it was.
    pub(super) async fn settle_lineage(&self) -> Result<(), StoreError> {
        let identity = self.identity().await;
        let mut tx = self.begin().await?;
        let made = sqlx::query(
            "INSERT INTO hub_lineage (one, epoch, identity) VALUES (1, $1, $2) ON CONFLICT (one) DO NOTHING",
        )
        .bind(random_epoch())
        .bind(&identity)
        .execute(tx.conn())
        .await?;
        if made.rows_affected() == 0 {
            let row = sqlx::query("SELECT identity FROM hub_lineage").fetch_one(tx.conn()).await?;
            let known: String = row.try_get(0)?;
            if known != identity {
                tracing::warn!(database = self.name(), "the tables are not where they were: clients cannot recover");
                renew_all(tx.conn(), self.kind(), &identity).await?;
            }
        }
        tx.commit().await
    }

    /// Gives all channels a new epoch, so that no client can recover from a position of before. Call it after a backup was put back
    /// while the server stood still, if it is not among those that are noticed.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn forget_positions(&self) -> Result<(), StoreError> {
        let identity = self.identity().await;
        let mut tx = self.begin().await?;
        renew_all(tx.conn(), self.kind(), &identity).await?;
        tx.commit().await
    }

    /// Gives a channel a new epoch, unless it has another than this one already: somebody has seen an offset of this epoch that is
    /// ahead of the channel's head, so the log went back.
    pub(crate) async fn renew(&self, contract: &str, address: &str, epoch: &str) -> Result<(), StoreError> {
        self.renew_unless_since(i64::MAX, contract, address, epoch).await
    }

    /// The same on the word of a client, which may have made it up: everybody else in the channel has to load afresh for it, so it
    /// counts once a day.
    pub(crate) async fn renew_on_a_word(&self, contract: &str, address: &str, epoch: &str) -> Result<(), StoreError> {
        let limit = SystemTime::now().checked_sub(DAY).map_or(0, milliseconds);
        self.renew_unless_since(limit, contract, address, epoch).await
    }

    /// Gives a channel a new epoch, unless that was done after a time.
    async fn renew_unless_since(
        &self,
        limit: i64,
        contract: &str,
        address: &str,
        epoch: &str,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "UPDATE hub_channels SET epoch = $1, floor = head, renewed_at = $5
             WHERE contract = $2 AND address = $3 AND epoch = $4 AND renewed_at <= $6",
        )
        .bind(random_epoch())
        .bind(contract)
        .bind(address)
        .bind(epoch)
        .bind(milliseconds(SystemTime::now()))
        .bind(limit)
        .execute(tx.conn())
        .await?;
        tx.commit().await
    }

    /// Where the tables are. What a server does not tell its users is left out.
    async fn identity(&self) -> String {
        match self.kind() {
            Kind::Sqlite => self.file_identity(),
            Kind::Postgres => {
                let mut parts = Vec::new();
                for part in IDENTITIES {
                    let answer = sqlx::query(part).fetch_one(self.pool()).await.and_then(|row| row.try_get(0));
                    parts.push(answer.unwrap_or_else(|_| "-".to_owned()));
                }
                parts.join(" ")
            }
        }
    }

    #[cfg(unix)]
    fn file_identity(&self) -> String {
        use std::os::unix::fs::MetadataExt;
        let metadata = self.file().and_then(|file| std::fs::metadata(file).ok());
        metadata.map_or_else(String::new, |metadata| metadata.ino().to_string())
    }

    #[cfg(not(unix))]
    fn file_identity(&self) -> String {
        String::new()
    }
}

async fn renew_all(conn: &mut AnyConnection, kind: Kind, identity: &str) -> Result<(), StoreError> {
    let epoch = random_epoch();
    sqlx::query("UPDATE hub_lineage SET epoch = $1, identity = $2")
        .bind(&epoch)
        .bind(identity)
        .execute(&mut *conn)
        .await?;
    sqlx::query("UPDATE hub_channels SET epoch = $1, floor = head").bind(&epoch).execute(&mut *conn).await?;
    if kind == Kind::Postgres {
        // Marks are numbers of transactions, which start again in another cluster.
        sqlx::query("UPDATE hub_log SET mark = 0 WHERE mark > pg_current_xact_id()::text::bigint")
            .execute(conn)
            .await?;
    }
    Ok(())
}

//! Numbers for an application's rows, in the same words on both databases.

use sqlx::{AnyConnection, AssertSqlSafe, ConnectOptions, Connection, Row};

use super::place::Kind;
use super::{Store, StoreError};

/// Locks out other nodes that make a sequence at the same time.
const LOCK: i64 = 0x6875_625f_7365_7175;

impl Store {
    /// The next number of a sequence, counted from 1. On PostgreSQL a sequence of the database itself, so that two transactions
    /// never wait for each other; a number of one that is rolled back is left out.
    pub(super) async fn next_id(&self, conn: &mut AnyConnection, name: &str) -> Result<i64, StoreError> {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if name.is_empty() || name.len() > 40 || !name.bytes().all(fits) {
            return Err(StoreError::SequenceName(name.to_owned()));
        }
        let row = match self.kind() {
            Kind::Sqlite => {
                let sql = "INSERT INTO hub_sequences (name, last) VALUES ($1, 1)
                           ON CONFLICT (name) DO UPDATE SET last = hub_sequences.last + 1 RETURNING last";
                sqlx::query(sql).bind(name).fetch_one(conn).await?
            }
            Kind::Postgres => {
                self.make_sequence(name).await?;
                sqlx::query("SELECT nextval($1::text::regclass)")
                    .bind(format!("hub_ids_{name}"))
                    .fetch_one(conn)
                    .await?
            }
        };
        Ok(row.try_get(0)?)
    }

    /// Makes a sequence of PostgreSQL at its first use by this node, on a connection of its own: the transaction that needs it may be
    /// rolled back, and the pool may be empty.
    async fn make_sequence(&self, name: &str) -> Result<(), StoreError> {
        if self.sequences().lock().contains(name) {
            return Ok(());
        }
        let mut conn = self.pool().connect_options().connect().await?;
        let mut tx = conn.begin().await?;
        sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(LOCK).execute(&mut *tx).await?;
        sqlx::query(AssertSqlSafe(format!("CREATE SEQUENCE IF NOT EXISTS hub_ids_{name}"))).execute(&mut *tx).await?;
        tx.commit().await?;
        conn.close().await?;
        self.sequences().lock().insert(name.to_owned());
        Ok(())
    }
}

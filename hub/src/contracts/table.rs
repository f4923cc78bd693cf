//! What all nodes have seen, in the database.

use std::collections::HashMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sqlx::{AnyConnection, Row};
use tokio::sync::OnceCell;

use super::state::{News, REWRITING, Seen, Version};
use crate::store::{Migration, Store, StoreError};

const TABLES: &[Migration] = &[Migration {
    version: 1,
    name: "usage",
    sql: "
        CREATE TABLE hub_usage (
            contract TEXT NOT NULL,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            last_seen BIGINT NOT NULL,
            PRIMARY KEY (contract, kind, name)
        );
        CREATE TABLE hub_connections (
            contract TEXT NOT NULL,
            version TEXT NOT NULL,
            node TEXT NOT NULL,
            connections BIGINT NOT NULL,
            written_at BIGINT NOT NULL,
            PRIMARY KEY (contract, version, node)
        );
    ",
}];

/// A node that has not written for this long has no connections any more.
const GONE: Duration = Duration::from_secs(3 * REWRITING.as_secs());

/// What was not seen for this long is forgotten.
const FORGOTTEN: Duration = Duration::from_secs(400 * 24 * 60 * 60);

/// The tables of one contract, as one node writes them.
#[derive(Debug)]
pub(super) struct Table {
    contract: &'static str,
    node: String,
    store: Store,
    made: OnceCell<()>,
}

/// What all nodes have written.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// When each was seen last.
    pub(super) seen: HashMap<Seen, SystemTime>,
    /// The connections of other nodes, by version.
    pub(super) elsewhere: HashMap<Version, u64>,
}

impl Table {
    pub(super) fn new(contract: &'static str, store: Store) -> Self {
        Self { contract, node: format!("{:016x}", rand::random::<u64>()), store, made: OnceCell::new() }
    }

    /// Writes what a node has seen, in one transaction. Gives back the versions that the database knows.
    pub(super) async fn write(&self, news: &News) -> Result<Vec<Version>, StoreError> {
        self.make().await?;
        let at = milliseconds(news.at);
        let mut tx = self.store.begin().await?;
        let conn = tx.conn();
        // In one order, so that two nodes never wait for each other's rows.
        let mut seen: Vec<_> = news.seen.iter().map(|(what, at)| (columns(what), *at)).collect();
        seen.sort();
        for ((kind, name), at) in seen {
            self.write_seen(conn, kind, name, milliseconds(at)).await?;
        }
        sqlx::query("DELETE FROM hub_connections WHERE contract = $1 AND (node = $2 OR written_at < $3)")
            .bind(self.contract)
            .bind(&*self.node)
            .bind(before(news.at, GONE))
            .execute(&mut *conn)
            .await?;
        for (version, connections) in &news.connections {
            sqlx::query(
                "INSERT INTO hub_connections (contract, version, node, connections, written_at)
                 VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(self.contract)
            .bind(&**version)
            .bind(&*self.node)
            .bind(i64::try_from(*connections).unwrap_or(i64::MAX))
            .bind(at)
            .execute(&mut *conn)
            .await?;
        }
        sqlx::query("DELETE FROM hub_usage WHERE contract = $1 AND last_seen < $2")
            .bind(self.contract)
            .bind(before(news.at, FORGOTTEN))
            .execute(&mut *conn)
            .await?;
        let known = sqlx::query("SELECT name FROM hub_usage WHERE contract = $1 AND kind = $2 AND name <> ''")
            .bind(self.contract)
            .bind(VERSION)
            .fetch_all(&mut *conn)
            .await?;
        tx.commit().await?;
        known.iter().map(|row| Ok(row.try_get::<&str, _>(0)?.into())).collect()
    }

    async fn write_seen(&self, conn: &mut AnyConnection, kind: &str, name: &str, at: i64) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO hub_usage (contract, kind, name, last_seen) VALUES ($1, $2, $3, $4)
             ON CONFLICT (contract, kind, name) DO UPDATE SET last_seen =
                 CASE WHEN excluded.last_seen > hub_usage.last_seen THEN excluded.last_seen ELSE hub_usage.last_seen END",
        )
        .bind(self.contract)
        .bind(kind)
        .bind(name)
        .bind(at)
        .execute(conn)
        .await?;
        Ok(())
    }

    /// Reads what all nodes have written.
    pub(super) async fn read(&self, now: SystemTime) -> Result<Written, StoreError> {
        self.make().await?;
        let mut written = Written::default();
        let rows = sqlx::query("SELECT kind, name, last_seen FROM hub_usage WHERE contract = $1")
            .bind(self.contract)
            .fetch_all(self.store.pool())
            .await?;
        for row in &rows {
            let name: &str = row.try_get(1)?;
            let what = match row.try_get(0)? {
                VERSION => Seen::Version(name.into()),
                _ => Seen::Alias(name.into()),
            };
            written.seen.insert(what, time(row.try_get(2)?));
        }
        let rows = sqlx::query(
            "SELECT version, connections FROM hub_connections WHERE contract = $1 AND node <> $2 AND written_at >= $3",
        )
        .bind(self.contract)
        .bind(&*self.node)
        .bind(before(now, GONE))
        .fetch_all(self.store.pool())
        .await?;
        for row in &rows {
            let version: &str = row.try_get(0)?;
            let count = written.elsewhere.entry(version.into()).or_default();
            *count = count.saturating_add(u64::try_from(row.try_get::<i64, _>(1)?).unwrap_or(0));
        }
        Ok(written)
    }

    async fn make(&self) -> Result<(), StoreError> {
        self.made.get_or_try_init(|| self.store.migrate("hub usage", TABLES)).await?;
        Ok(())
    }
}

/// The kind of a version's rows. All others are of former names.
const VERSION: &str = "version";

fn columns(seen: &Seen) -> (&'static str, &str) {
    match seen {
        Seen::Version(version) => (VERSION, version),
        Seen::Alias(name) => ("alias", name),
    }
}

fn before(now: SystemTime, long: Duration) -> i64 {
    now.checked_sub(long).map_or(0, milliseconds)
}

fn milliseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

fn time(milliseconds: i64) -> SystemTime {
    let since = Duration::from_millis(u64::try_from(milliseconds).unwrap_or(0));
    UNIX_EPOCH.checked_add(since).unwrap_or(UNIX_EPOCH)
}

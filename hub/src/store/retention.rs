//! Old entries leave the log, in small portions, and the floors of their channels rise.

use std::sync::Weak;
use std::time::{Duration, SystemTime};

use sqlx::Row;

use super::log::milliseconds;
use super::{Store, StoreError};
use crate::engine::Engine;

/// So many old entries are looked for at a time; one transaction deletes them.
const PORTION: i64 = 500;

/// Deletes what is too old of an engine's contract, again and again, for as long as there is an engine. Several nodes may do so.
pub(crate) async fn tidy(engine: Weak<Engine>, retention: Duration) {
    let every = (retention / 24).clamp(Duration::from_secs(1), Duration::from_secs(60 * 60));
    loop {
        tokio::time::sleep(every).await;
        let Some(engine) = engine.upgrade() else { return };
        let contract = engine.facts.name;
        match engine.store.forget(contract, retention).await {
            Ok(0) => {}
            Ok(events) => tracing::debug!(contract, events, "deleted what is older than the retention"),
            Err(error) => tracing::warn!(contract, %error, "what is older than the retention cannot be deleted"),
        }
    }
}

impl Store {
    /// Deletes the events of a contract that were stored longer ago than this, and says how many they were. The transactions are
    /// short, so that others hardly wait.
    pub(crate) async fn forget(&self, contract: &str, older_than: Duration) -> Result<u64, StoreError> {
        let limit = SystemTime::now().checked_sub(older_than).map_or(0, milliseconds);
        let mut deleted = 0;
        loop {
            let portion = self.forget_portion(contract, limit).await?;
            if portion == 0 {
                return Ok(deleted);
            }
            deleted += portion;
        }
    }

    async fn forget_portion(&self, contract: &str, limit: i64) -> Result<u64, StoreError> {
        // Marks rise with time: the oldest entries come first without an index of their own.
        let rows = sqlx::query(
            "SELECT address, MAX(place) FROM (
                 SELECT address, place, stored_at FROM hub_log WHERE contract = $1 ORDER BY mark LIMIT $2
             ) AS oldest WHERE stored_at < $3 GROUP BY address",
        )
        .bind(contract)
        .bind(PORTION)
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        if rows.is_empty() {
            return Ok(0);
        }
        let mut channels = Vec::with_capacity(rows.len());
        for row in &rows {
            channels.push((row.try_get::<String, _>(0)?, row.try_get::<i64, _>(1)?));
        }
        // The order in which commits lock channels, too.
        channels.sort();
        let mut tx = self.begin().await?;
        let mut deleted = 0;
        for (address, place) in channels {
            sqlx::query("UPDATE hub_channels SET floor = $1 WHERE contract = $2 AND address = $3 AND floor < $1")
                .bind(place)
                .bind(contract)
                .bind(&address)
                .execute(tx.conn())
                .await?;
            let gone = sqlx::query("DELETE FROM hub_log WHERE contract = $1 AND address = $2 AND place <= $3")
                .bind(contract)
                .bind(&address)
                .bind(place)
                .execute(tx.conn())
                .await?;
            deleted += gone.rows_affected();
        }
        tx.commit().await?;
        Ok(deleted)
    }
}

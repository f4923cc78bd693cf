//! A node's lease on its connections: renewed while it lives, and what others left behind is taken away.

use std::sync::Weak;
use std::time::{Duration, SystemTime};

use event_hub::StoreError;

use super::{Change, Presence, table};
use crate::clock;

/// Renews the lease as long as somebody holds the presence.
pub(super) async fn beat(presence: Weak<Presence>, every: Duration) {
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    ticks.tick().await;
    loop {
        ticks.tick().await;
        let Some(presence) = presence.upgrade() else { return };
        if let Err(error) = presence.renew_lease().await {
            tracing::warn!(%error, system = presence.system, "the lease on connections could not be renewed");
        }
    }
}

impl Presence {
    /// Takes the first lease. A SQLite file belongs to one process, so whatever stands in one is left behind.
    pub(super) async fn take_lease(&self) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        let alone = tx.conn().backend_name() == "SQLite";
        let now = milliseconds();
        table::forget_nodes(tx.conn(), self.system, &self.node, (!alone).then_some(now)).await?;
        table::renew(tx.conn(), self.system, &self.node, now, self.until(now)).await?;
        tx.commit().await?;
        self.clear_left_behind().await
    }

    async fn renew_lease(&self) -> Result<(), StoreError> {
        let now = milliseconds();
        let mut tx = self.store.begin().await?;
        let held = table::renew(tx.conn(), self.system, &self.node, now, self.until(now)).await?;
        table::forget_nodes(tx.conn(), self.system, &self.node, Some(now)).await?;
        tx.commit().await?;
        if !held {
            self.note_again().await?;
        }
        self.part_late().await?;
        self.clear_left_behind().await
    }

    /// The lease had run out, and others may have taken this node's connections away: they are written again.
    async fn note_again(&self) -> Result<(), StoreError> {
        let here = self.here.lock().clone();
        for (connection, user) in here {
            let _turn = self.turn(&user).await;
            if self.here.lock().contains_key(&connection) {
                self.note(&user, &connection).await?;
            }
        }
        Ok(())
    }

    async fn clear_left_behind(&self) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        let users = table::left_behind(tx.conn(), self.system).await?;
        tx.commit().await?;
        for user in users {
            let _turn = self.turn(&user).await;
            let mut tx = self.store.begin().await?;
            table::hold(tx.conn(), self.system, &user).await?;
            let cleared = table::clear(tx.conn(), self.system, &user).await?;
            let gone = cleared && table::connections(tx.conn(), self.system, &user).await? == 0;
            tx.commit().await?;
            if gone {
                (self.tell)(Change { user, online: false, at: clock::now() }).await;
            }
        }
        Ok(())
    }

    /// Tells the database of those who went while it could not be reached.
    async fn part_late(&self) -> Result<(), StoreError> {
        loop {
            let Some((connection, user)) = self.late.lock().pop() else { return Ok(()) };
            let _turn = self.turn(&user).await;
            if let Err(error) = self.part(&user, &connection).await {
                self.late.lock().push((connection, user));
                return Err(error);
            }
        }
    }

    fn until(&self, now: i64) -> i64 {
        now.saturating_add(i64::try_from(self.lease.as_millis()).unwrap_or(i64::MAX))
    }
}

fn milliseconds() -> i64 {
    i64::try_from(clock::milliseconds(SystemTime::now())).unwrap_or(i64::MAX)
}

//! What goes on beside the connections: tokens that expire, and those that are revoked elsewhere.

use std::sync::{Arc, Weak};
use std::time::Duration;

use serde::Serialize;
use tokio::task::AbortHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::auth::{Expiry, Revocations, Stage};
use crate::close::Close;
use crate::engine::Engine;
use crate::notice::Notice;

/// The tasks of a gateway: two, however many connections there are. They end with it.
#[derive(Debug)]
pub(super) struct Keeping([AbortHandle; 2]);

/// The payload of `hub:expiring`: how long the connection still lasts.
#[derive(Serialize)]
struct Expiring {
    seconds: u64,
}

impl Keeping {
    pub(super) fn begin(engine: &Arc<Engine>, expiry: Arc<Expiry>, revocations: Arc<Revocations>) -> Self {
        let expire = tokio::spawn(expire(Arc::downgrade(engine), expiry, engine.config.token_grace));
        let sweep = tokio::spawn(sweep(Arc::downgrade(engine), revocations, engine.config.sweep));
        Self([expire.abort_handle(), sweep.abort_handle()])
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        self.0.iter().for_each(AbortHandle::abort);
    }
}

async fn expire(engine: Weak<Engine>, expiry: Arc<Expiry>, grace: Duration) {
    loop {
        let (session, stage) = expiry.next(grace).await;
        let Some(engine) = engine.upgrade() else { return };
        match stage {
            Stage::Expires => session.tell(&engine, Notice::Expiring, &Expiring { seconds: grace.as_secs() }),
            Stage::Ends => session.close(Close::TokenExpired),
        }
    }
}

async fn sweep(engine: Weak<Engine>, revocations: Arc<Revocations>, every: Duration) {
    let mut ticks = interval(every.max(Duration::from_millis(1)));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut failing = false;
    loop {
        ticks.tick().await;
        let refreshed = revocations.refresh().await;
        let Some(engine) = engine.upgrade() else { return };
        match &refreshed {
            Ok(true) => revocations.end_sessions(&engine),
            // Told once per outage: the next sweep reads what this one missed.
            Err(error) if !failing => tracing::warn!(%error, "revocations could not be read"),
            _ => {}
        }
        failing = refreshed.is_err();
    }
}

//! An open transaction, and the stored events that leave with its commit.

use std::fmt;
use std::sync::Arc;

use sqlx::{Any, AnyConnection, Transaction};

use super::StoreError;
use crate::engine::Engine;
use crate::message::Message;

/// An open transaction. What is emitted in it is written to the log right before the commit, in the order of the channels'
/// addresses, so that two transactions never wait for each other's channels; it is delivered after the commit. Dropped without
/// a commit, nothing of it ever was.
pub struct Tx {
    inner: Transaction<'static, Any>,
    emitted: Vec<(Arc<Engine>, Message)>,
}

impl Tx {
    pub(crate) fn new(inner: Transaction<'static, Any>) -> Self {
        Self { inner, emitted: Vec::new() }
    }

    /// The connection that the application's own statements go to.
    pub fn conn(&mut self) -> &mut AnyConnection {
        &mut self.inner
    }

    pub(crate) fn emit(&mut self, engine: Arc<Engine>, message: Message) {
        self.emitted.push((engine, message));
    }

    /// Writes what was emitted to the log, commits, and lets the events go.
    ///
    /// # Errors
    /// A database that refuses or cannot be reached: then nothing was written, and nothing leaves.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.inner.commit().await?;
        for (engine, message) in self.emitted {
            engine.committed(vec![message]);
        }
        Ok(())
    }
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tx").field("emitted", &self.emitted.len()).finish_non_exhaustive()
    }
}

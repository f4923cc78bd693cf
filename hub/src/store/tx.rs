//! An open transaction, and the stored events that leave with its commit.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use metrics::histogram;
use sqlx::{Any, AnyConnection, Transaction};

use super::log::{self, Batch};
use super::place::Kind;
use super::{Store, StoreError};
use crate::engine::Engine;
use crate::message::{Address, Message};

/// An open transaction. What is emitted in it is written to the log right before the commit, in the order of the channels'
/// addresses, so that two transactions never wait for each other's channels; it is delivered after the commit. Dropped without
/// a commit, nothing of it ever was.
pub struct Tx {
    inner: Transaction<'static, Any>,
    store: Store,
    emitted: Vec<(Arc<Engine>, Message)>,
}

impl Tx {
    pub(super) fn new(inner: Transaction<'static, Any>, store: Store) -> Self {
        Self { inner, store, emitted: Vec::new() }
    }

    /// The connection that the application's own statements go to. Placeholders are `$1`, `$2`; columns are `TEXT`, `BIGINT` and
    /// `DOUBLE PRECISION`. While a transaction is open, read through it too: an in-memory database has no other connection.
    ///
    /// On PostgreSQL a statement that fails spoils the transaction: nothing after it succeeds, and the commit says so. To try an
    /// insert that may fail, write `ON CONFLICT DO NOTHING`.
    pub fn conn(&mut self) -> &mut AnyConnection {
        &mut self.inner
    }

    /// The next number of a sequence of this name, counted from 1: what rows get as their id. Numbers rise; those of transactions
    /// that were rolled back may be left out.
    ///
    /// # Errors
    /// A name of other letters than `a` to `z`, digits and `_`, or a database that cannot be reached.
    pub async fn next_id(&mut self, name: &str) -> Result<i64, StoreError> {
        self.store.clone().next_id(&mut self.inner, name).await
    }

    pub(crate) fn emit(&mut self, engine: Arc<Engine>, message: Message) {
        self.emitted.push((engine, message));
    }

    /// Writes what was emitted to the log, commits, and lets the events go. Once begun it runs to its end, even if the caller is
    /// cancelled: what is committed is delivered.
    ///
    /// # Errors
    /// A database that refuses: then nothing was written, and nothing leaves. [`StoreError::Uncertain`] where the connection broke
    /// during the commit.
    pub async fn commit(self) -> Result<(), StoreError> {
        if self.emitted.is_empty() {
            return self.commit_silently().await;
        }
        let commits = self.store.commits().clone();
        commits
            .spawn(self.commit_events())
            .await
            .map_err(|error| StoreError::Uncertain(sqlx::Error::Io(error.into())))?
    }

    async fn commit_silently(mut self) -> Result<(), StoreError> {
        if self.store.kind() == Kind::Postgres {
            // Asked to commit a transaction in which a statement failed, PostgreSQL rolls it back and reports no error. Any
            // statement brings it to light.
            sqlx::query("SELECT 1").execute(&mut *self.inner).await.map_err(StoreError::Aborted)?;
        }
        self.inner.commit().await.map_err(of_commit)
    }

    async fn commit_events(mut self) -> Result<(), StoreError> {
        let begun = Instant::now();
        let mark = log::next_mark(&self.store);
        for batch in batches(&mut self.emitted) {
            let written = log::append(&mut self.inner, self.store.kind(), mark, batch).await;
            written.map_err(|error| if is_aborted(&error) { StoreError::Aborted(error) } else { error.into() })?;
        }
        self.inner.commit().await.map_err(of_commit)?;
        histogram!("hub_commit_seconds").record(begun.elapsed());
        if let Some(mark) = mark {
            self.store.marks().done(mark);
        }
        for (engine, messages) in by_engine(self.emitted) {
            engine.committed(messages);
        }
        Ok(())
    }
}

/// The messages per channel, in the order in which all transactions of all nodes lock channels.
fn batches(emitted: &mut [(Arc<Engine>, Message)]) -> Vec<Batch<'_>> {
    let mut channels: BTreeMap<(&'static str, Address), Vec<&mut Message>> = BTreeMap::new();
    for (engine, message) in emitted {
        channels.entry((engine.facts.name, message.to.clone())).or_default().push(message);
    }
    channels.into_iter().map(|((contract, address), messages)| Batch { contract, address, messages }).collect()
}

/// The messages per engine, in the order in which they were emitted.
fn by_engine(emitted: Vec<(Arc<Engine>, Message)>) -> Vec<(Arc<Engine>, Vec<Message>)> {
    let mut engines: Vec<(Arc<Engine>, Vec<Message>)> = Vec::new();
    for (engine, message) in emitted {
        match engines.iter_mut().find(|(own, _)| Arc::ptr_eq(own, &engine)) {
            Some((_, messages)) => messages.push(message),
            None => engines.push((engine, vec![message])),
        }
    }
    engines
}

/// Where the database said no, nothing was written; where it did not answer, or said that it was being stopped, nobody knows.
fn of_commit(error: sqlx::Error) -> StoreError {
    let refused = match &error {
        sqlx::Error::Database(refusal) => !refusal.code().is_some_and(|code| {
            // SQLSTATE: connection exceptions, operator intervention, statement completion unknown.
            ["08", "57P", "40003"].iter().any(|class| code.starts_with(class))
        }),
        _ => false,
    };
    if refused { StoreError::Database(error) } else { StoreError::Uncertain(error) }
}

/// SQLSTATE 25P02: the transaction is spoilt.
fn is_aborted(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "25P02")
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tx").field("emitted", &self.emitted.len()).finish_non_exhaustive()
    }
}

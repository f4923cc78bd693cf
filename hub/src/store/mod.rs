//! The database: SQLite or PostgreSQL, the application's tables beside the hub's own.
//!
//! In: the application's transactions, with the stored events that it emits in them. Out: the log, from which every event can be
//! read again until it is too old. Promised: an event is in the log if and only if its transaction was committed; offsets within
//! a channel are gapless and in the order of the commits, whatever node they come from.
//!
//! **SQLite.** One connection writes, and transactions wait for it in the order in which they came: no statement ever finds the
//! database locked. Others read beside it (the journal is a write-ahead log). A commit waits until the disk has it, so that
//! neither a killed process nor a power cut takes back what was told to a client. With `?synchronous=normal` in the URL it waits no
//! more: a killed process still loses nothing, a power cut may lose the last commits. One process at a time writes to a file.
//!
//! **PostgreSQL.** Any number of nodes. Whether a commit survives a power cut is the server's `synchronous_commit`, which is on
//! unless somebody turned it off.

mod error;
mod lineage;
mod log;
mod migrate;
mod place;
mod retention;
mod sequence;
mod tx;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::HashSet;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use sqlx::any::AnyPoolOptions;
use sqlx::{Any, AnyPool, Executor, Transaction};
use tokio_util::task::TaskTracker;

pub use self::error::StoreError;
pub(crate) use self::log::{Entry, Head, Mark};
pub use self::migrate::Migration;
use self::place::{Kind, Place};
pub(crate) use self::retention::tidy;
pub use self::tx::Tx;

/// The database. A copy shares its connections.
#[derive(Clone)]
pub struct Store(Arc<Inside>);

struct Inside {
    kind: Kind,
    shown: String,
    file: Option<std::path::PathBuf>,
    readers: AnyPool,
    writers: AnyPool,
    marks: log::Marks,
    /// The commits that are under way.
    commits: TaskTracker,
    /// The sequences of PostgreSQL that are known to be there.
    sequences: Mutex<HashSet<String>>,
}

/// How long to wait for a connection before the request that needs it fails.
const PATIENCE: Duration = Duration::from_secs(10);

impl Store {
    /// Whether [`Store::open`] would find a database: an SQLite file that is not there would be made. A server is not asked.
    ///
    /// # Errors
    /// A URL that is none.
    pub fn exists(url: &str) -> Result<bool, StoreError> {
        let place = Place::parse(url)?;
        Ok(place.kind == Kind::Postgres || place.file.is_some_and(|file| file.exists()))
    }

    /// Opens a database, and brings the hub's own tables up to date.
    ///
    /// - `sqlite:PATH` or `sqlite://PATH`: a file, which is made with its folder where it does not exist. `?synchronous=normal`: do
    ///   not wait for the disk.
    /// - `sqlite::memory:`: nothing is kept.
    /// - `postgres://USER:PASSWORD@HOST/NAME`: with the parameters of libpq that sqlx knows.
    ///
    /// `?connections=NUMBER` bounds the connections of this process: 20 to PostgreSQL unless set, a third of them for reading; 4 that
    /// read an SQLite file beside the one that writes.
    ///
    /// # Errors
    /// A database that cannot be opened.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let place = Place::parse(url)?;
        let shown = place.shown.clone();
        let failed = |why: Box<dyn std::error::Error + Send + Sync>| StoreError::Open { place: shown.clone(), why };
        if let Some(folder) = place.folder() {
            std::fs::create_dir_all(folder).map_err(|error| failed(error.into()))?;
        }
        let (writers, readers) = connect(&place).await.map_err(|error| failed(error.into()))?;
        let store = Self(Arc::new(Inside {
            kind: place.kind,
            shown: place.shown,
            file: place.file,
            readers,
            writers,
            marks: log::Marks::default(),
            commits: TaskTracker::new(),
            sequences: Mutex::default(),
        }));
        store.migrate("hub", log::TABLES).await?;
        store.settle_lineage().await?;
        store.find_marks().await?;
        Ok(store)
    }

    /// Begins a transaction in which an application writes, and emits stored events. On SQLite it waits for those before it.
    ///
    /// # Errors
    /// A database that cannot be reached, or is not free within ten seconds.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let inner = match self.0.kind {
            Kind::Sqlite => self.begin_writing().await?,
            Kind::Postgres => self.0.writers.begin().await?,
        };
        Ok(Tx::new(inner, self.clone()))
    }

    /// Begins in a task of its own, so that it is done whole even if the caller is cancelled: sqlx closes a connection on which the
    /// beginning was broken off, and with its one connection a database in memory is gone.
    async fn begin_writing(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        let writers = self.0.writers.clone();
        // A transaction that first reads and then writes would find the database locked.
        let beginning = tokio::spawn(async move { writers.begin_with("BEGIN IMMEDIATE").await });
        beginning.await.map_err(|error| sqlx::Error::Io(error.into()))?
    }

    /// The connections, for reading outside of transactions. Those to an SQLite file refuse to write.
    pub fn pool(&self) -> &AnyPool {
        &self.0.readers
    }

    /// Asks the database whether it is there.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(self.pool()).await?;
        Ok(())
    }

    /// The database's name for logs: its URL without the password.
    pub fn name(&self) -> &str {
        &self.0.shown
    }

    /// Waits until nobody uses a connection, and closes them all.
    pub async fn close(&self) {
        self.0.writers.close().await;
        self.0.readers.close().await;
    }

    fn kind(&self) -> Kind {
        self.0.kind
    }

    fn file(&self) -> Option<&Path> {
        self.0.file.as_deref()
    }

    fn commits(&self) -> &TaskTracker {
        &self.0.commits
    }

    /// Waits until no commit is under way.
    pub(crate) async fn committed(&self) {
        // Closed, it still takes commits, and tells when there is none.
        self.commits().close();
        self.commits().wait().await;
    }

    fn marks(&self) -> &log::Marks {
        &self.0.marks
    }

    fn sequences(&self) -> &Mutex<HashSet<String>> {
        &self.0.sequences
    }
}

/// The connections that write, and those that read.
async fn connect(place: &Place) -> Result<(AnyPool, AnyPool), sqlx::Error> {
    let pool = |connections| AnyPoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE);
    match (place.kind, &place.file) {
        (Kind::Postgres, _) => {
            // Apart, so that a channel on which many transactions wait for each other does not keep clients from recovering.
            let reading = (place.connections / 3).max(1);
            let writing = place.connections.saturating_sub(reading).max(1);
            Ok((pool(writing).connect(&place.url).await?, pool(reading).connect(&place.url).await?))
        }
        (Kind::Sqlite, None) => {
            // The database lives as long as its one connection.
            let pool = pool(1).min_connections(1).idle_timeout(None).max_lifetime(None).connect(&place.url).await?;
            Ok((pool.clone(), pool))
        }
        (Kind::Sqlite, Some(_)) => {
            let waits = if place.synchronous { "FULL" } else { "NORMAL" };
            let writing = format!("PRAGMA journal_mode = WAL; PRAGMA synchronous = {waits}; {LOCKS}");
            let writers = pool(1).idle_timeout(None).max_lifetime(None);
            let writers = prepared(writers, writing).connect(&place.url).await?;
            let readers = prepared(pool(place.connections), format!("PRAGMA query_only = ON; {LOCKS}"));
            Ok((writers, readers.connect(&place.url).await?))
        }
    }
}

/// Another program may have the file open for a moment: a backup, somebody who looks into it.
const LOCKS: &str = "PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON;";

/// Connections that begin with these statements.
fn prepared(options: AnyPoolOptions, statements: String) -> AnyPoolOptions {
    options.after_connect(move |conn, _| {
        let statements = statements.clone();
        Box::pin(async move {
            conn.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(statements))).await?;
            Ok(())
        })
    })
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Store").field(&self.0.shown).finish()
    }
}

//! The database: SQLite or PostgreSQL, the application's tables beside the hub's own.

mod tx;

use std::error::Error;
use std::fmt;

use sqlx::AnyPool;

pub use self::tx::Tx;
use crate::message::Position;

/// The database. A copy shares its connections.
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
}

/// Why the database could not do it.
#[derive(Debug)]
pub struct StoreError(sqlx::Error);

impl Store {
    /// Opens a database: `sqlite://path/to/file.db`, `sqlite::memory:` or `postgres://user@host/name`, and brings the hub's own
    /// tables up to date. A file that does not exist is made.
    ///
    /// # Errors
    /// A database that cannot be opened.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        Ok(Self { pool: AnyPool::connect(url).await? })
    }

    /// Begins a transaction in which an application writes, and emits stored events.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(Tx::new(self.pool.begin().await?))
    }

    /// The connections, for reading.
    pub fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Asks the database whether it is there.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Where a channel stands.
    pub(crate) async fn head(&self, _contract: &str, _address: &str) -> Result<Position, StoreError> {
        Ok(Position { offset: 0, epoch: "0".into() })
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self(error)
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "database: {}", self.0)
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

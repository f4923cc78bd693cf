//! Why the database could not do it.

use std::error::Error;
use std::fmt;

/// Why the database could not do it.
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// A URL that names no database.
    Url(String),
    /// A database that cannot be opened: its URL without the password, and why.
    Open {
        /// Which database.
        place: String,
        /// What is wrong.
        why: Box<dyn Error + Send + Sync>,
    },
    /// A migration that cannot be applied.
    Migration {
        /// Whose tables, and which step, as in `chatflow 3 (threads)`.
        step: String,
        /// What is wrong.
        why: Box<dyn Error + Send + Sync>,
    },
    /// The connection broke while a transaction was being committed: whether it was written is not known. If it was, its events
    /// reach their listeners all the same.
    Uncertain(sqlx::Error),
    /// A statement of the transaction had failed before, so that PostgreSQL commits nothing of it.
    Aborted(sqlx::Error),
    /// A name that [`Tx::next_id`](super::Tx::next_id) does not take.
    SequenceName(String),
    /// Anything else that the database refused.
    Database(sqlx::Error),
}

impl StoreError {
    /// Whether the row is there already: a unique index or a primary key refused it.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation())
    }

    /// Whether a text holds U+0000: JSON has it, and PostgreSQL refuses it (SQLSTATE 22021) where SQLite does not.
    pub fn is_unstorable_text(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.code().as_deref() == Some("22021"))
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(problem) => f.write_str(problem),
            Self::Open { place, why } => write!(f, "cannot open the database `{place}`: {why}"),
            Self::Migration { step, why } => write!(f, "cannot apply the migration {step}: {why}"),
            Self::Uncertain(error) => {
                write!(f, "the connection to the database broke during a commit, which may have been written: {error}")
            }
            Self::Aborted(error) => {
                write!(f, "nothing was written, as an earlier statement of the transaction had failed: {error}")
            }
            Self::SequenceName(name) => {
                write!(f, "`{name}` cannot name a sequence: use at most 40 lower case letters, digits and `_`")
            }
            Self::Database(error) => write!(f, "database: {error}"),
        }
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Url(_) | Self::SequenceName(_) => None,
            Self::Open { why, .. } | Self::Migration { why, .. } => Some(&**why),
            Self::Uncertain(error) | Self::Aborted(error) | Self::Database(error) => Some(error),
        }
    }
}

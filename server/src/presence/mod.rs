//! Who is there: a user is, from their first connection on any node until their last one has gone.
//!
//! In: connections that come and go on this node. Out: a [`Change`] when a user came or went, told once among all nodes and in
//! order for each user. Connections stand in a table; each node holds a lease on its own, and those of a node whose lease has
//! run out are taken away by the others. Clocks of the nodes have to agree to within a few seconds.

mod lease;
mod table;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use event_contracts::runtime::Timestamp;
use event_hub::{Store, StoreError};
use parking_lot::Mutex;
use sqlx::AnyConnection;
use tokio::task::AbortHandle;
use uuid::Uuid;

use crate::clock;

pub use self::table::State;

/// A user came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Who.
    pub user: String,
    /// Whether they are there now.
    pub online: bool,
    /// When.
    pub at: Timestamp,
}

/// What is done when a user came or went.
type Tell = Box<dyn Fn(Change) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// Who is there, in one system.
pub struct Presence {
    store: Store,
    system: &'static str,
    node: String,
    lease: Duration,
    tell: Tell,
    /// The connections of this node, and whose they are.
    here: Mutex<HashMap<String, String>>,
    /// Those that have gone while the database could not be told.
    late: Mutex<Vec<(String, String)>>,
    /// One change of a user at a time, until it was told. Users share turns by their hash.
    turns: [tokio::sync::Mutex<()>; 64],
    hasher: RandomState,
    heart: Mutex<Option<AbortHandle>>,
}

/// How long a node's connections count after its last sign of life.
const LEASE: Duration = Duration::from_secs(30);

impl Presence {
    /// Begins with nobody on this node, and takes away what nodes left behind that are no more.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn start<F>(
        store: Store,
        system: &'static str,
        tell: impl Fn(Change) -> F + Send + Sync + 'static,
    ) -> Result<Arc<Self>, StoreError>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        Self::start_with(store, system, LEASE, tell).await
    }

    async fn start_with<F>(
        store: Store,
        system: &'static str,
        lease: Duration,
        tell: impl Fn(Change) -> F + Send + Sync + 'static,
    ) -> Result<Arc<Self>, StoreError>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        store.migrate("presence", table::MIGRATIONS).await?;
        let presence = Arc::new(Self {
            store,
            system,
            node: Uuid::new_v4().to_string(),
            lease,
            tell: Box::new(move |change| Box::pin(tell(change))),
            here: Mutex::default(),
            late: Mutex::default(),
            turns: std::array::from_fn(|_| tokio::sync::Mutex::default()),
            hasher: RandomState::new(),
            heart: Mutex::default(),
        });
        presence.take_lease().await?;
        let heart = tokio::spawn(lease::beat(Arc::downgrade(&presence), lease / 3));
        *presence.heart.lock() = Some(heart.abort_handle());
        Ok(presence)
    }

    /// A connection of a user has come.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn come(&self, user: &str, connection: impl fmt::Display) -> Result<(), StoreError> {
        let connection = connection.to_string();
        let _turn = self.turn(user).await;
        self.here.lock().insert(connection.clone(), user.to_owned());
        self.note(user, &connection).await
    }

    /// A connection has gone. One that had never come, or has gone already, is nothing.
    ///
    /// # Errors
    /// A database that cannot be reached: it is told later.
    pub async fn go(&self, connection: impl fmt::Display) -> Result<(), StoreError> {
        let connection = connection.to_string();
        let Some(user) = self.here.lock().get(&connection).cloned() else { return Ok(()) };
        let _turn = self.turn(&user).await;
        if self.here.lock().remove(&connection).is_none() {
            return Ok(());
        }
        let parted = self.part(&user, &connection).await;
        if parted.is_err() {
            self.late.lock().push((connection, user));
        }
        parted
    }

    /// Whether a user is there, and when they last did something.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn state(&self, db: &mut AnyConnection, user: &str) -> Result<State, StoreError> {
        table::state(db, self.system, user).await
    }

    /// Everybody who is there.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn online(&self) -> Result<HashSet<String>, StoreError> {
        table::online(&mut *self.store.pool().acquire().await?, self.system).await
    }

    /// Notes that a user did something.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn touch(&self, db: &mut AnyConnection, user: &str, at: &Timestamp) -> Result<(), StoreError> {
        table::touch(db, self.system, user, at).await
    }

    /// Writes a connection of this node, and tells if its user came with it.
    async fn note(&self, user: &str, connection: &str) -> Result<(), StoreError> {
        let at = clock::now();
        let mut tx = self.store.begin().await?;
        table::touch(tx.conn(), self.system, user, &at).await?;
        let new = table::insert(tx.conn(), self.system, connection, user, &self.node, &at).await?;
        let first = new && table::connections(tx.conn(), self.system, user).await? == 1;
        tx.commit().await?;
        if first {
            (self.tell)(Change { user: user.to_owned(), online: true, at }).await;
        }
        Ok(())
    }

    /// Takes a connection of this node out, and tells if its user went with it.
    async fn part(&self, user: &str, connection: &str) -> Result<(), StoreError> {
        let at = clock::now();
        let mut tx = self.store.begin().await?;
        table::touch(tx.conn(), self.system, user, &at).await?;
        let gone = table::remove(tx.conn(), self.system, connection).await?;
        let last = gone && table::connections(tx.conn(), self.system, user).await? == 0;
        tx.commit().await?;
        if last {
            (self.tell)(Change { user: user.to_owned(), online: false, at }).await;
        }
        Ok(())
    }

    async fn turn(&self, user: &str) -> tokio::sync::MutexGuard<'_, ()> {
        let at = usize::try_from(self.hasher.hash_one(user) % 64).unwrap_or(0);
        match self.turns.get(at) {
            Some(turn) => turn.lock().await,
            None => unreachable!("there are 64 turns"),
        }
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        if let Some(heart) = self.heart.lock().take() {
            heart.abort();
        }
    }
}

impl fmt::Debug for Presence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presence").field("system", &self.system).field("node", &self.node).finish_non_exhaustive()
    }
}

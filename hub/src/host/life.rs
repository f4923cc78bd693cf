//! Whether the server goes on, and what of it is not done.

use std::time::Duration;

use rand::Rng;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::config::Drain;
use crate::close::Close;

/// Whether the server goes on, and what of it is not done. A copy tells of the same server.
#[derive(Clone, Debug)]
pub(crate) struct Life {
    stopping: CancellationToken,
    tasks: TaskTracker,
    drain: Drain,
}

impl Life {
    pub(crate) fn new(drain: Drain) -> Self {
        Self { stopping: CancellationToken::new(), tasks: TaskTracker::new(), drain }
    }

    /// Starts what has to be done before the server may end.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(task);
    }

    /// The same task, as one that has to be done before the server may end.
    pub(crate) fn track<T>(&self, task: T) -> impl Future<Output = T::Output> + use<T>
    where
        T: Future,
    {
        self.tasks.track_future(task)
    }

    /// That the server stops: nobody is let in any more.
    pub(super) fn stop(&self) {
        self.stopping.cancel();
    }

    /// Whether the server stops.
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.is_cancelled()
    }

    /// Returns when the server stops.
    pub(crate) async fn stopping(&self) {
        self.stopping.cancelled().await;
    }

    /// Whether everything that was started is done.
    pub(super) fn is_done(&self) -> bool {
        self.tasks.is_empty()
    }

    /// What a client is told who comes now; nothing where it may come.
    pub(crate) fn refuses(&self) -> Option<Close> {
        self.is_stopping().then(|| self.farewell())
    }

    /// What a client is told when the server stops: each another time to come back after.
    pub(crate) fn farewell(&self) -> Close {
        let most = u64::try_from(self.drain.spread.as_millis()).unwrap_or(u64::MAX);
        Close::Stopping(Duration::from_millis(rand::rng().random_range(0..=most)))
    }
}

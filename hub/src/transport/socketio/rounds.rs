//! Tasks that come round to clients for whom something waits, and take it to Engine.IO.
//!
//! An event goes to many clients, and events come in bursts. Whoever sends only notes who has something waiting; then all that waits
//! for a client is taken at once. That is cheaper than one frame after the other: a client's memory is fetched once, and its task
//! writes many frames at a time.
//!
//! Where Engine.IO's buffer has no room, it tells nobody when it has again. So there is a second round, which comes back after a
//! while.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::runtime::Handle;

use super::seat::Seat;

/// How often a client with a full buffer is looked at. With [`BUFFERED`](super::BUFFERED) frames each time, that is some 30,000
/// frames a second for each client.
pub(super) const AGAIN: Duration = Duration::from_millis(2);

/// So many clients are looked at before others of the runtime have their turn.
const TURN: usize = 32;

/// A task that comes round, as long as there is anybody to come to.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    waiting: Mutex<Waiting>,
    /// How long it waits before each round.
    after: Option<Duration>,
}

#[derive(Debug, Default)]
struct Waiting {
    seats: Vec<Arc<Seat>>,
    /// Whether the task runs.
    runs: bool,
}

impl Rounds {
    /// A task that waits before each round.
    pub(super) fn after(time: Duration) -> Self {
        Self { waiting: Mutex::default(), after: Some(time) }
    }

    /// Sees to it that a client is come to.
    pub(super) fn add(self: &Arc<Self>, seat: Arc<Seat>, runtime: &Handle) {
        let mut waiting = self.waiting.lock();
        waiting.seats.push(seat);
        if !std::mem::replace(&mut waiting.runs, true) {
            runtime.spawn(self.clone().run());
        }
    }

    async fn run(self: Arc<Self>) {
        loop {
            if let Some(time) = self.after {
                tokio::time::sleep(time).await;
            }
            let seats = {
                let mut waiting = self.waiting.lock();
                if waiting.seats.is_empty() {
                    *waiting = Waiting::default();
                    return;
                }
                std::mem::take(&mut waiting.seats)
            };
            for turn in seats.chunks(TURN) {
                turn.iter().for_each(Seat::flow);
                tokio::task::yield_now().await;
            }
        }
    }
}

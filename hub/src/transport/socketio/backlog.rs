//! The clients for whom Engine.IO's buffer has no room: looked at again until it has.
//!
//! Engine.IO tells nobody when its buffer has room again, so one task asks, as long as there is anybody to ask for.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::runtime::Handle;

use super::seat::Seat;

/// How often a client with a full buffer is looked at. With [`BUFFERED`](super::BUFFERED) frames each time, that is some 30,000
/// frames a second for each client.
const AGAIN: Duration = Duration::from_millis(2);

/// So many clients are looked at before others of the runtime have their turn.
const TURN: usize = 32;

/// The clients for whom there was no room.
#[derive(Debug, Default)]
pub(super) struct Backlog(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    seats: Vec<Arc<Seat>>,
    /// Whether the task runs.
    watched: bool,
}

impl Backlog {
    /// Sees to it that a client is looked at again.
    pub(super) fn add(self: &Arc<Self>, seat: Arc<Seat>, runtime: &Handle) {
        let mut waiting = self.0.lock();
        waiting.seats.push(seat);
        if !std::mem::replace(&mut waiting.watched, true) {
            runtime.spawn(self.clone().watch());
        }
    }

    async fn watch(self: Arc<Self>) {
        loop {
            tokio::time::sleep(AGAIN).await;
            let seats = {
                let mut waiting = self.0.lock();
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

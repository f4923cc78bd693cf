//! The namespaces that one Engine.IO socket is in.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use engineioxide::{DisconnectReason, Socket};
use parking_lot::Mutex;
use tokio::time::Instant;

use super::seat::Seat;

/// The namespaces that one Engine.IO socket is in, one seat each.
#[derive(Debug, Default)]
pub(super) struct Seats {
    inside: Mutex<Inside>,
    /// How many messages of bytes were announced and have not come.
    attachments: AtomicU32,
}

#[derive(Debug, Default)]
struct Inside {
    seats: Vec<Arc<Seat>>,
    /// The socket is closed: nobody sits down any more.
    gone: bool,
    /// The socket is to be closed, so that the client's library comes back.
    cut: bool,
    /// Since when nobody sits here; none before that was looked at, and while somebody does.
    empty_since: Option<Instant>,
    /// Whether a task looks for how long nobody sits here.
    watched: bool,
}

impl Seats {
    /// The seat of a namespace, perhaps one that the server has ended.
    pub(super) fn get(&self, namespace: &str) -> Option<Arc<Seat>> {
        self.inside.lock().seats.iter().find(|seat| seat.namespace() == namespace).cloned()
    }

    /// Takes a seat in the place of one that has ended. False where the client sits in the namespace already, and where it is gone:
    /// nobody would tell the seat that it is to end.
    pub(super) fn sit(&self, seat: &Arc<Seat>) -> bool {
        let mut inside = self.inside.lock();
        if inside.gone {
            return false;
        }
        let own = inside.seats.iter().position(|own| own.namespace() == seat.namespace());
        if let Some(own) = own {
            if !inside.seats.get(own).is_some_and(|own| own.is_ending()) {
                return false;
            }
            inside.seats.swap_remove(own);
        }
        inside.seats.push(seat.clone());
        inside.empty_since = None;
        true
    }

    /// Nobody sits in a namespace any more.
    pub(super) fn stand_up(&self, seat: &Arc<Seat>) {
        let mut inside = self.inside.lock();
        inside.seats.retain(|own| !Arc::ptr_eq(own, seat));
        inside.look();
    }

    /// The server has ended a seat; with `cut`, so that the client comes back. Gives back whether the socket is to be closed: once
    /// nobody else is being said farewell to.
    pub(super) fn finish(&self, seat: &Seat, cut: bool) -> bool {
        let mut inside = self.inside.lock();
        seat.finish();
        inside.cut |= cut;
        inside.look();
        let over = inside.empty_since.is_some();
        over || (inside.cut && !inside.seats.iter().any(|seat| seat.is_ending() && !seat.is_finished()))
    }

    /// The socket is closed: everybody leaves.
    pub(super) fn leave(&self) -> Vec<Arc<Seat>> {
        let mut inside = self.inside.lock();
        inside.gone = true;
        std::mem::take(&mut inside.seats)
    }

    /// Those who sit here.
    pub(super) fn all(&self) -> Vec<Arc<Seat>> {
        self.inside.lock().seats.clone()
    }

    /// So many messages of bytes follow.
    pub(super) fn announce(&self, attachments: u32) {
        let more = |waiting: u32| Some(waiting.saturating_add(attachments));
        // Always `Some`.
        let _ = self.attachments.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }

    /// A message of bytes has come. False where none was announced.
    pub(super) fn arrive(&self) -> bool {
        self.attachments.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |waiting| waiting.checked_sub(1)).is_ok()
    }
}

impl Inside {
    /// Notes whether nobody sits here.
    fn look(&mut self) {
        if self.seats.iter().any(|seat| !seat.is_finished()) {
            self.empty_since = None;
        } else if self.empty_since.is_none() {
            self.empty_since = Some(Instant::now());
        }
    }
}

/// Closes a socket that is in no namespace for so long. At most one task a socket, and none while it is in one.
pub(super) fn expect_somebody(socket: &Arc<Socket<Seats>>, within: Duration) {
    {
        let mut inside = socket.data.inside.lock();
        inside.look();
        if inside.gone || inside.empty_since.is_none() || std::mem::replace(&mut inside.watched, true) {
            return;
        }
    }
    let socket = Arc::downgrade(socket);
    tokio::spawn(async move {
        while let Some(deadline) = deadline(&socket, within) {
            tokio::time::sleep_until(deadline).await;
        }
    });
}

/// Until when to wait; none where that is over.
fn deadline(socket: &Weak<Socket<Seats>>, within: Duration) -> Option<Instant> {
    let socket = socket.upgrade()?;
    let mut inside = socket.data.inside.lock();
    let deadline = inside.empty_since.filter(|_| !inside.gone).map(|since| since + within);
    if deadline.is_some_and(|deadline| deadline > Instant::now()) {
        return deadline;
    }
    inside.watched = false;
    drop(inside);
    if deadline.is_some() {
        socket.close(DisconnectReason::TransportClose);
    }
    None
}

//! One connection to one contract.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use event_contracts_runtime::Encoded;
use parking_lot::{Mutex, RwLock};
use serde::Serialize;

use super::metrics::Dropped;
use super::queue::{Overflow, Pushed, Queue};
use super::{Channel, Engine};
use crate::close::Close;
use crate::gateway::Kept;
use crate::inspect::What;
use crate::message::{Address, EVERYBODY, Frame, Message, Position, SessionId};
use crate::notice::Notice;
use crate::user::User;

/// How a session's frames leave: what a transport gives.
///
/// Its methods are called while the engine is at work: they never block, and never call back into the engine.
pub(crate) trait Link: Send + Sync + 'static {
    /// There is something to take with [`Session::pop`], where nothing was before. It is not called again until `pop` has given
    /// none, so whoever takes goes on until then. May be called from any thread, and before the session is open.
    fn wake(&self, session: &Session);

    /// Ends the connection, after what already waits was written or a second has passed.
    fn close(&self, session: &Session, why: Close);

    /// What carries the frames at the moment, in a word for people.
    fn carrier(&self) -> &'static str;
}

/// One connection to one contract.
pub(crate) struct Session {
    pub(crate) id: SessionId,
    /// Who it is; changes when a token is renewed.
    user: RwLock<Option<Arc<User>>>,
    /// Whether the client asked to be told positions, so that it can recover.
    pub(crate) positions: bool,
    /// The fingerprint of the contract that the client was built with, if it told.
    pub(crate) fingerprint: Option<Box<str>>,
    /// When it began.
    pub(crate) since: SystemTime,
    /// What waits for the client.
    queue: Mutex<Queue>,
    /// The channels that it is in; none once it has ended.
    memberships: Mutex<Option<HashMap<Address, Membership>>>,
    /// From where on the client asked to recover which channel, until it enters it.
    wanted: Mutex<Vec<(Address, Position)>>,
    /// What is the gateway's.
    pub(crate) kept: Kept,
    link: Box<dyn Link>,
}

/// Where a session stands among the listeners of a channel.
pub(super) struct Membership {
    pub(super) channel: Arc<Channel>,
    pub(super) place: usize,
}

impl Session {
    pub(crate) fn new(
        user: Option<Arc<User>>,
        recover: Option<Vec<(Address, Position)>>,
        fingerprint: Option<Box<str>>,
        link: Box<dyn Link>,
    ) -> Arc<Self> {
        Arc::new(Self {
            id: SessionId::random(),
            user: RwLock::new(user),
            positions: recover.is_some(),
            fingerprint,
            since: SystemTime::now(),
            queue: Mutex::default(),
            memberships: Mutex::new(Some(HashMap::new())),
            wanted: Mutex::new(recover.unwrap_or_default()),
            kept: Kept::default(),
            link,
        })
    }

    /// The client has acknowledged a packet of this id: the JSON text of the array that came with it.
    pub(crate) fn answered(&self, id: u64, text: &str) {
        self.kept.questions.answered(id, text);
    }

    pub(crate) fn user(&self) -> Option<Arc<User>> {
        self.user.read().clone()
    }

    pub(crate) fn set_user(&self, user: Arc<User>) {
        *self.user.write() = Some(user);
    }

    /// Queues a message of a channel. Gives back whether it waits now.
    ///
    /// # Errors
    /// When too much waits: the caller ends the connection with [`Close::Slow`], once it holds no lock.
    pub(super) fn push(&self, engine: &Engine, message: &Arc<Message>) -> Result<bool, Overflow> {
        let pushed = self.queue.lock().push(engine, self.positions, message);
        Ok(self.wake(pushed?))
    }

    /// Queues a word of the hub itself, while the caller holds a lock.
    ///
    /// # Errors
    /// When too much waits: the caller ends the connection with [`Close::Slow`], once it holds no lock.
    pub(super) fn push_notice<T: Serialize>(
        &self,
        engine: &Engine,
        notice: Notice,
        payload: &T,
    ) -> Result<(), Overflow> {
        let frame = notice.frame(&engine.wire, engine.keys(), payload);
        engine.tap.tell(|| What::Noticed {
            session: self.id,
            notice: notice.name(),
            text: Encoded::of(payload).into(),
        });
        // Nothing follows the word that the connection ends, so it always finds room.
        let pushed = self.queue.lock().push_frame(engine, frame, notice == Notice::Closing);
        self.wake(pushed?);
        Ok(())
    }

    /// Queues a frame that is for this client alone. A client for which too much waits is told to come back.
    pub(crate) fn push_frame(&self, engine: &Engine, frame: Frame) {
        let pushed = self.queue.lock().push_frame(engine, frame, false);
        match pushed {
            Ok(pushed) => {
                self.wake(pushed);
            }
            Err(Overflow) => self.close(Close::Slow),
        }
    }

    /// Queues a word of the hub itself. A client for which too much waits is told to come back.
    pub(crate) fn tell<T: Serialize>(&self, engine: &Engine, notice: Notice, payload: &T) {
        if self.push_notice(engine, notice, payload).is_err() {
            self.close(Close::Slow);
        }
    }

    /// Takes the oldest frame that waits. Once there is none, the link is woken for the next.
    pub(crate) fn pop(&self, engine: &Engine) -> Option<Frame> {
        self.queue.lock().pop(engine, self.positions)
    }

    /// Hands the frames that wait to `take`, oldest first, as long as it wants more. It is asked before the first, with none.
    pub(crate) fn pop_while(&self, engine: &Engine, mut take: impl FnMut(Option<Frame>) -> bool) {
        let mut wants = take(None);
        let mut queue = self.queue.lock();
        while wants && let Some(frame) = queue.pop(engine, self.positions) {
            wants = take(Some(frame));
        }
    }

    /// Waits until the client has read most of what waits for it.
    ///
    /// # Errors
    /// When its connection ends.
    pub(super) async fn room(&self, engine: &Engine) -> Result<(), Overflow> {
        loop {
            let Some(freed) = self.queue.lock().room(engine)? else { return Ok(()) };
            freed.await.map_err(|_| Overflow)?;
        }
    }

    /// Notes that the client is not sent a transient event, and sees to it that it is told.
    pub(super) fn note_dropped(&self, engine: &Engine, event: &Arc<str>, why: Dropped) {
        let pushed = self.queue.lock().note_dropped(engine, event, why);
        self.wake(pushed);
    }

    /// Ends the connection. What waits is still written, and nothing else is queued; but where the server stops, what it is still
    /// doing for the client is answered.
    pub(crate) fn close(&self, why: Close) {
        if !matches!(why, Close::Stopping(_)) {
            self.queue.lock().close();
        }
        self.link.close(self, why);
    }

    /// What carries its frames at the moment, in a word for people.
    pub(crate) fn carrier(&self) -> &'static str {
        self.link.carrier()
    }

    fn wake(&self, pushed: Pushed) -> bool {
        if pushed == Pushed::Wake {
            self.link.wake(self);
        }
        pushed != Pushed::Gone
    }

    /// Notes that it is in a channel. False where it has ended, and where it is in already.
    pub(super) fn join(&self, address: &Address, membership: impl FnOnce() -> Membership) -> bool {
        let mut memberships = self.memberships.lock();
        let Some(Entry::Vacant(vacant)) = memberships.as_mut().map(|all| all.entry(address.clone())) else {
            return false;
        };
        vacant.insert(membership());
        true
    }

    /// Notes that it is in a channel no more; gives back what it was of it.
    pub(super) fn part(&self, address: &str) -> Option<Membership> {
        self.memberships.lock().as_mut()?.remove(address)
    }

    /// Notes that it has ended: it enters no channel any more. Gives back what it was of the channels that it was in.
    pub(super) fn end(&self) -> HashMap<Address, Membership> {
        self.queue.lock().clear();
        self.memberships.lock().take().unwrap_or_default()
    }

    /// The bytes that wait for the client.
    pub(crate) fn waiting_bytes(&self) -> usize {
        self.queue.lock().bytes()
    }

    #[cfg(test)]
    pub(super) fn waiting_slots(&self) -> usize {
        self.queue.lock().slots()
    }

    /// Whether it has ended.
    pub(super) fn has_ended(&self) -> bool {
        self.memberships.lock().is_none()
    }

    /// Whether it is in a channel.
    pub(crate) fn is_in(&self, address: &str) -> bool {
        self.memberships.lock().as_ref().is_some_and(|all| all.contains_key(address))
    }

    /// The channels that it is in, [`EVERYBODY`](crate::message::EVERYBODY) apart.
    pub(crate) fn channels(&self) -> Vec<Address> {
        let memberships = self.memberships.lock();
        let addresses = memberships.iter().flat_map(HashMap::keys);
        addresses.filter(|address| &***address != EVERYBODY).cloned().collect()
    }

    /// The position from which the client asked to recover a channel, once.
    pub(crate) fn take_wanted(&self, address: &str) -> Option<Position> {
        let mut wanted = self.wanted.lock();
        let at = wanted.iter().position(|(own, _)| **own == *address)?;
        Some(wanted.swap_remove(at).1)
    }

    /// From where on to recover a channel, unless the client itself has asked.
    pub(crate) fn want(&self, address: &Address, since: Position) {
        let mut wanted = self.wanted.lock();
        if !self.is_in(address) && wanted.iter().all(|(own, _)| own != address) {
            wanted.push((address.clone(), since));
        }
    }

    /// The channels that the client asked to recover and has not entered.
    pub(crate) fn wanted(&self) -> Vec<Address> {
        self.wanted.lock().iter().map(|(address, _)| address.clone()).collect()
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("id", &self.id).finish_non_exhaustive()
    }
}

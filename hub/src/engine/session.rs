//! One connection to one contract.

use std::fmt;
use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use serde::Serialize;

use super::{Engine, Queue};
use crate::close::Close;
use crate::gateway::Kept;
use crate::message::{Address, Frame, Message, Position, SessionId};
use crate::notice::Notice;
use crate::user::User;

/// How a session's frames leave: what a transport gives.
pub(crate) trait Link: Send + Sync + 'static {
    /// There is something in the session's queue. Never blocks; may be called from any thread, often.
    fn wake(&self, session: &Session);

    /// Ends the connection, after what already waits was written or a second has passed.
    fn close(&self, session: &Session, why: Close);
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
    /// What waits for the client.
    pub(crate) queue: Mutex<Queue>,
    channels: Mutex<Vec<Address>>,
    /// From where on the client asked to recover which channel, until it enters it.
    wanted: Mutex<Vec<(Address, Position)>>,
    /// What is the gateway's.
    pub(crate) kept: Kept,
    link: Box<dyn Link>,
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
            queue: Mutex::default(),
            channels: Mutex::default(),
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

    /// Queues a message. A client for which too much waits is told to come back.
    pub(crate) fn push(&self, engine: &Engine, message: &Arc<Message>) {
        if message.except == Some(self.id) {
            return;
        }
        let pushed = self.queue.lock().push(message, &engine.wire, self.positions, engine.config.slow_clients);
        match pushed {
            Ok(()) => self.link.wake(self),
            Err(_) => self.link.close(self, Close::Slow),
        }
    }

    /// Queues a frame that is for this client alone.
    pub(crate) fn push_frame(&self, engine: &Engine, frame: Frame) {
        let pushed = self.queue.lock().push_frame(frame, engine.config.slow_clients);
        match pushed {
            Ok(()) => self.link.wake(self),
            Err(_) => self.link.close(self, Close::Slow),
        }
    }

    /// Queues a word of the hub itself.
    pub(crate) fn tell<T: Serialize>(&self, engine: &Engine, notice: Notice, payload: &T) {
        let keys = engine.facts.envelope.unwrap_or(("type", "data"));
        self.push_frame(engine, notice.frame(&engine.wire, keys, payload));
    }

    /// Ends the connection.
    pub(crate) fn close(&self, why: Close) {
        self.link.close(self, why);
    }

    /// Notes that it is in a channel; says whether it had not been.
    pub(crate) fn enter(&self, address: Address) -> bool {
        let mut channels = self.channels.lock();
        let new = !channels.contains(&address);
        if new {
            channels.push(address);
        }
        new
    }

    /// Notes that it is in a channel no more; gives back the address, where it had been.
    pub(crate) fn leave(&self, address: &str) -> Option<Address> {
        let mut channels = self.channels.lock();
        let at = channels.iter().position(|own| **own == *address)?;
        Some(channels.swap_remove(at))
    }

    pub(crate) fn leave_all(&self) -> Vec<Address> {
        std::mem::take(&mut *self.channels.lock())
    }

    /// The channels that it is in.
    pub(crate) fn channels(&self) -> Vec<Address> {
        self.channels.lock().clone()
    }

    /// The position from which the client asked to recover a channel, once.
    pub(crate) fn take_wanted(&self, address: &str) -> Option<Position> {
        let mut wanted = self.wanted.lock();
        let at = wanted.iter().position(|(own, _)| **own == *address)?;
        Some(wanted.swap_remove(at).1)
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

//! What waits for one client: bounded in bytes.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::config::SlowClients;
use crate::message::{Frame, Message, Wire};

/// The frames that wait for one client, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    frames: VecDeque<Frame>,
    bytes: usize,
}

/// More waits than may: the client has to come back and recover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overflow;

impl Queue {
    /// Appends the frames of a message.
    ///
    /// # Errors
    /// When more would wait than may.
    pub(crate) fn push(
        &mut self,
        message: &Arc<Message>,
        wire: &Wire,
        positions: bool,
        bounds: SlowClients,
    ) -> Result<(), Overflow> {
        for frame in message.frames(wire, positions) {
            self.push_frame(frame.clone(), bounds)?;
        }
        Ok(())
    }

    /// Appends a frame that is for this client alone.
    ///
    /// # Errors
    /// When more would wait than may.
    pub(crate) fn push_frame(&mut self, frame: Frame, bounds: SlowClients) -> Result<(), Overflow> {
        self.bytes += frame.len();
        if self.bytes > bounds.most_bytes {
            return Err(Overflow);
        }
        self.frames.push_back(frame);
        Ok(())
    }

    /// Takes the oldest.
    pub(crate) fn pop(&mut self) -> Option<Frame> {
        let frame = self.frames.pop_front()?;
        self.bytes -= frame.len();
        Some(frame)
    }

    /// Puts back what could not be written.
    pub(crate) fn put_back(&mut self, frame: Frame) {
        self.bytes += frame.len();
        self.frames.push_front(frame);
    }

    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }
}

//! What the measured servers have in common: one event, and a port on which they are told to send it.

#![forbid(unsafe_code)]

pub mod control;

use std::time::{SystemTime, UNIX_EPOCH};

/// The text of every event: a line of a conversation.
pub const TEXT: &str =
    "Could you send me the measurements of the second one too? I would like to compare them tonight.";

/// Microseconds since 1970.
pub fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is later than 1970");
    u64::try_from(since.as_micros()).expect("it is not that late")
}

/// The numbers of the events of each room, from 1 on, and the next room in turn.
#[derive(Debug)]
pub struct Rooms {
    numbers: Vec<u64>,
    next: usize,
}

impl Rooms {
    /// So many rooms.
    pub fn new(count: usize) -> Self {
        Self { numbers: vec![0; count], next: 0 }
    }

    /// The room of the next event, and its number.
    pub fn next(&mut self) -> (usize, u64) {
        let room = self.next;
        self.next = (room + 1) % self.numbers.len();
        self.numbers[room] += 1;
        (room, self.numbers[room])
    }
}

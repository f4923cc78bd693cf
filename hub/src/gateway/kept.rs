//! What the gateway keeps of a session.

use parking_lot::Mutex;

use super::questions::Questions;
use crate::contracts::Counted;
use crate::limits::{Paces, Place};

/// What the gateway keeps of a session. The engine carries it along and never looks.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// Its place among the connections that there may be, until it ends.
    pub(crate) place: Mutex<Option<Place>>,
    /// The client's version of the contract, counted until it ends.
    pub(crate) version: Mutex<Option<Counted>>,
    /// How fast its client has been sending.
    pub(crate) paces: Mutex<Paces>,
    /// What its client was asked.
    pub(crate) questions: Questions,
}

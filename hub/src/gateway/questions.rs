//! What the server asked one client and was not answered yet.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::time::Duration;

use event_contracts_runtime::Encoded;
use parking_lot::Mutex;
use serde::de::DeserializeOwned;
use tokio::sync::oneshot;

use crate::engine::{Engine, Session};
use crate::inspect::What;
use crate::message::{Wire, question};

/// Why a question was not answered.
#[derive(Debug)]
pub enum AskError {
    /// The client did not answer in time.
    TimedOut,
    /// The client is gone, or goes before it answers.
    Gone,
    /// The answer does not fit its type.
    Unfit(serde_json::Error),
    /// The client's transport has no acknowledgements: they are Socket.IO's.
    NotPossible,
}

/// The questions of one connection that wait for an answer.
#[derive(Debug, Default)]
pub(crate) struct Questions(Mutex<Asked>);

#[derive(Debug, Default)]
struct Asked {
    last: u64,
    waiting: HashMap<u64, oneshot::Sender<Box<str>>>,
    over: bool,
}

impl Questions {
    /// A client has acknowledged a packet: the JSON text of the array of what it says. An answer that nobody waits for, or not
    /// any more, is dropped.
    pub(crate) fn answered(&self, id: u64, text: &str) {
        let asker = self.0.lock().waiting.remove(&id);
        if let Some(asker) = asker {
            // Whoever asked may have stopped waiting just now.
            let _ = asker.send(text.into());
        }
    }

    /// The connection is over: nothing will be answered any more.
    pub(crate) fn end(&self) {
        let mut asked = self.0.lock();
        asked.over = true;
        asked.waiting.clear();
    }

    fn begin(&self) -> Option<(u64, oneshot::Receiver<Box<str>>)> {
        let mut asked = self.0.lock();
        if asked.over {
            return None;
        }
        let (asker, answer) = oneshot::channel();
        let id = asked.last;
        asked.last = id.wrapping_add(1);
        asked.waiting.insert(id, asker);
        Some((id, answer))
    }
}

/// Forgets a question, however its waiting ends.
struct Forget<'a>(&'a Questions, u64);

impl Drop for Forget<'_> {
    fn drop(&mut self) {
        self.0.0.lock().waiting.remove(&self.1);
    }
}

/// Asks a client: queues the event's frame, under each of its names with one packet id, and waits for the acknowledgement.
pub(crate) async fn ask<T: DeserializeOwned>(
    engine: &Engine,
    session: &Session,
    texts: impl Iterator<Item = Encoded>,
    within: Duration,
) -> Result<T, AskError> {
    let Wire::SocketIo { namespace } = &engine.wire else { return Err(AskError::NotPossible) };
    let (id, answer) = session.kept.questions.begin().ok_or(AskError::Gone)?;
    let _forget = Forget(&session.kept.questions, id);
    for text in texts {
        session.push_frame(engine, question(namespace, id, &text));
        engine.tap.tell(|| What::Said { session: session.id, text: text.into() });
    }
    match tokio::time::timeout(within, answer).await {
        Err(_) => Err(AskError::TimedOut),
        Ok(Err(_)) => Err(AskError::Gone),
        Ok(Ok(text)) => read(&text).map_err(AskError::Unfit),
    }
}

/// An acknowledgement's only argument. No argument stands for null.
fn read<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    if serde_json::from_str::<[(); 0]>(text).is_ok() {
        return serde_json::from_str("null");
    }
    serde_json::from_str::<(T,)>(text).map(|(answer,)| answer)
}

impl fmt::Display for AskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut => f.write_str("the client did not answer in time"),
            Self::Gone => f.write_str("the client is gone"),
            Self::Unfit(error) => write!(f, "the client's answer does not fit: {error}"),
            Self::NotPossible => {
                f.write_str("a plain WebSocket has no acknowledgements: ask with an event that is answered by another")
            }
        }
    }
}

impl Error for AskError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unfit(error) => Some(error),
            _ => None,
        }
    }
}

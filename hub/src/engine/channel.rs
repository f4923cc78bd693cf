//! A channel on this node: who listens, and what waits for its moment.

use std::sync::Arc;

use parking_lot::Mutex;

use super::{Engine, Session};
use crate::message::{Address, Message, Position, SessionId};
use crate::store::StoreError;

/// A channel on this node.
#[derive(Default)]
pub(crate) struct Channel {
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    listeners: Vec<Arc<Session>>,
}

/// What an entry came to.
#[derive(Debug)]
pub(crate) struct Entered {
    /// Where the channel stands at the entry.
    pub(crate) position: Position,
    /// Whether everything since the position that was asked for was delivered; none where nothing was asked.
    pub(crate) recovered: Option<bool>,
}

impl Channel {
    /// Takes a message to all listeners, in the order of the calls.
    pub(crate) fn deliver(&self, engine: &Engine, message: &Arc<Message>) {
        for listener in &self.inside.lock().listeners {
            listener.push(engine, message);
        }
    }

    pub(crate) async fn enter(
        &self,
        engine: &Engine,
        session: &Arc<Session>,
        address: &Address,
        _since: Option<&Position>,
    ) -> Result<Entered, StoreError> {
        let position = engine.store.head(engine.facts.name, address).await?.position;
        if session.enter(address.clone()) {
            self.inside.lock().listeners.push(session.clone());
        }
        Ok(Entered { position, recovered: None })
    }

    /// Takes a listener out.
    pub(crate) fn part(&self, session: SessionId) {
        self.inside.lock().listeners.retain(|listener| listener.id != session);
    }

    /// Whether nobody listens and nothing waits.
    pub(crate) fn is_idle(&self) -> bool {
        self.inside.lock().listeners.is_empty()
    }
}

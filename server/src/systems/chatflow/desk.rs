//! Who is connected here, so that they join conversations as those begin.
//!
//! A conversation that begins or is reopened through this node is joined at once. What happens on another node is found in the
//! database within [`EVERY`]. Of a conversation that begins nobody misses anything, as they join from its start; one that is reopened
//! is joined by who was not in it from that moment on.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use event_contracts::chatflow as contract;
use event_contracts::chatflow::channels::{Agents, Conversation};
use event_hub::{Connection, Refusal, SessionId};
use parking_lot::Mutex;

use super::{AGENT, Chatflow, VISITOR, store};

/// How often other nodes' conversations are looked for.
pub const EVERY: Duration = Duration::from_secs(1);

/// How far to look back: longer than a transaction takes from its first statement to its commit.
const LOOK_BACK: Duration = Duration::from_secs(15);

/// Who is connected here.
#[derive(Default)]
pub struct Desk {
    connections: Mutex<HashMap<SessionId, Connection<contract::Chatflow>>>,
}

impl Desk {
    /// The connections of agents and of one visitor.
    fn concerned(&self, visitor_id: &str) -> Vec<Connection<contract::Chatflow>> {
        let concerned = |connection: &&Connection<contract::Chatflow>| {
            connection.user().is_some_and(|user| user.is(AGENT) || (user.is(VISITOR) && user.id == visitor_id))
        };
        self.connections.lock().values().filter(concerned).cloned().collect()
    }

    /// A client has gone.
    pub fn forget(&self, connection: SessionId) {
        self.connections.lock().remove(&connection);
    }
}

impl Chatflow {
    /// Lets a client join what it is in from the start. Noted first: what begins while it joins, it joins as well.
    pub(super) async fn welcome(&self, connection: &Connection<contract::Chatflow>) -> Result<(), Refusal> {
        let Some(user) = connection.user() else { return Ok(()) };
        self.desk.connections.lock().insert(connection.id(), connection.clone());
        let visitor = if user.is(AGENT) {
            connection.join(Agents).await?;
            None
        } else if user.is(VISITOR) {
            Some(user.id.as_str())
        } else {
            return Ok(());
        };
        for conversation_id in store::open_conversations(self.store.pool(), visitor).await? {
            connection.join(Conversation { conversation_id }).await?;
        }
        Ok(())
    }

    /// Lets everybody here whom it concerns join a conversation that began or goes on.
    /// One that has just begun they join from its start, one that goes on from here.
    pub(super) async fn gather(&self, conversation_id: &str, visitor_id: &str, begun: bool) -> Result<(), Refusal> {
        for connection in self.desk.concerned(visitor_id) {
            let channel = Conversation { conversation_id: conversation_id.to_owned() };
            if connection.is_in(channel.clone()) {
                continue;
            }
            if begun {
                connection.join_from_start(channel).await?;
            } else {
                connection.join(channel).await?;
            }
        }
        Ok(())
    }

    /// Joins what began or was reopened on other nodes.
    pub(super) async fn catch_up(&self) {
        if self.desk.connections.lock().is_empty() {
            return;
        }
        let since = SystemTime::now().checked_sub(LOOK_BACK).unwrap_or(SystemTime::UNIX_EPOCH);
        let since = humantime::format_rfc3339_millis(since).to_string();
        match store::opened_since(self.store.pool(), &since).await {
            Ok(opened) => {
                for opened in opened {
                    if let Err(error) = self.gather(&opened.id, &opened.visitor_id, opened.begun).await {
                        tracing::warn!(%error, "a conversation could not be joined; tried again in a second");
                    }
                }
            }
            Err(error) => {
                tracing::warn!(%error, "other nodes' conversations could not be read; tried again in a second")
            }
        }
    }
}

//! Which agents are there.
//!
//! An agent is there from the first connection to the last, whatever nodes they lead to: every connection has a row, which its
//! node renews. Rows of a node that died are taken away by another within [`GONE_AFTER`] and [`EVERY`], and the agent is said to
//! have left. What comes and goes on one node is told in its order; of two nodes, the later word may come first, and the list of
//! agents (`GET /agents`) is what holds.

use std::time::{Duration, SystemTime};

use event_contracts::chatflow as contract;
use event_contracts::chatflow::events::{AgentOffline, AgentOnline};
use event_hub::{Connection, Refusal, StoreError, User};

use super::{AGENT, Chatflow, store};
use crate::ids::{moment, now};

/// How often rows are renewed.
pub const EVERY: Duration = Duration::from_secs(10);

/// When a row that was not renewed is one of a dead node.
const GONE_AFTER: Duration = Duration::from_secs(30);

fn agent_of(connection: &Connection<contract::Chatflow>) -> Option<std::sync::Arc<User>> {
    connection.user().filter(|user| user.is(AGENT))
}

impl Chatflow {
    /// A client has come.
    pub(super) async fn came(&self, connection: &Connection<contract::Chatflow>) -> Result<(), Refusal> {
        let Some(agent) = agent_of(connection) else { return Ok(()) };
        let name = agent.name.as_deref().unwrap_or(&agent.id);
        let _turn = self.desk.presence.lock().await;
        let at = now();
        let mut tx = self.store.begin().await?;
        store::know_agent(tx.conn(), &agent.id, name).await?;
        let others = store::connections_of(tx.conn(), &agent.id, &connection.id().to_string()).await?;
        store::renew_presence(tx.conn(), &connection.id().to_string(), &agent.id, &at).await?;
        tx.commit().await?;
        if others == 0 {
            let timestamp = moment(&at).map_err(StoreError::from)?;
            let event = AgentOnline { agent_id: agent.id.clone(), agent_name: name.to_owned(), timestamp };
            self.hub.send(&event)?;
        }
        Ok(())
    }

    /// A client has gone.
    pub(super) async fn went(&self, connection: &Connection<contract::Chatflow>) {
        let Some(agent) = agent_of(connection) else { return };
        if let Err(error) = self.leave(&agent.id, &connection.id().to_string()).await {
            tracing::warn!(%error, "an agent's leaving could not be noted; it will be when its row is too old");
        }
    }

    async fn leave(&self, agent_id: &str, connection: &str) -> Result<(), Refusal> {
        let _turn = self.desk.presence.lock().await;
        let mut tx = self.store.begin().await?;
        store::hold_agent(tx.conn(), agent_id).await?;
        let was_there = store::remove_presence(tx.conn(), connection).await?;
        let others = store::connections_of(tx.conn(), agent_id, connection).await?;
        tx.commit().await?;
        if was_there && others == 0 {
            let timestamp = moment(&now()).map_err(StoreError::from)?;
            self.hub.send(&AgentOffline { agent_id: agent_id.to_owned(), timestamp })?;
        }
        Ok(())
    }

    /// Renews the rows of who is connected here, and takes away those of dead nodes.
    pub(super) async fn keep_presence(&self) {
        if let Err(error) = self.renew().await {
            tracing::warn!(%error, "who is there could not be renewed; tried again in ten seconds");
        }
    }

    async fn renew(&self) -> Result<(), Refusal> {
        let at = now();
        // Nobody who is leaving is noted again.
        let turn = self.desk.presence.lock().await;
        let mut tx = self.store.begin().await?;
        for (connection, agent_id) in self.desk.agents() {
            store::renew_presence(tx.conn(), &connection, &agent_id, &at).await?;
        }
        tx.commit().await?;
        drop(turn);
        let limit = SystemTime::now().checked_sub(GONE_AFTER).unwrap_or(SystemTime::UNIX_EPOCH);
        let limit = humantime::format_rfc3339_millis(limit).to_string();
        for (connection, agent_id) in store::presence_before(self.store.pool(), &limit).await? {
            self.leave(&agent_id, &connection).await?;
        }
        Ok(())
    }
}

//! Which agents are there: from the first connection to the last, whatever nodes they lead to. Of two nodes, the later word may
//! come first, and the list of agents (`GET /agents`) is what holds.

use std::sync::Arc;

use event_contracts::chatflow as contract;
use event_contracts::chatflow::events::{AgentOffline, AgentOnline};
use event_hub::{Connection, Hub, Refusal, StoreError};

use super::{AGENT, Chatflow, Name, store};
use crate::base::Base;
use crate::presence::{Change, Presence};

/// Begins with nobody here, and tells all agents whenever one comes or goes.
pub async fn open(base: &Base, hub: &Hub<contract::Chatflow>) -> Result<Arc<Presence>, StoreError> {
    let hub = hub.clone();
    Presence::start(base.store.clone(), Name::Chatflow.as_str(), move |change| {
        let hub = hub.clone();
        async move {
            if let Err(error) = tell(&hub, change).await {
                tracing::warn!(%error, "an agent's coming or going was not told");
            }
        }
    })
    .await
}

async fn tell(hub: &Hub<contract::Chatflow>, change: Change) -> Result<(), Refusal> {
    let Change { user: agent_id, online, at: timestamp } = change;
    if !online {
        return hub.send(&AgentOffline { agent_id, timestamp });
    }
    let mut conn = hub.store().pool().acquire().await.map_err(StoreError::from)?;
    let known = store::agent_name(&mut conn, &agent_id).await.map_err(StoreError::from)?;
    drop(conn);
    let agent_name = known.unwrap_or_else(|| agent_id.clone());
    hub.send(&AgentOnline { agent_id, agent_name, timestamp })
}

impl Chatflow {
    /// A client has come.
    pub(super) async fn came(&self, connection: &Connection<contract::Chatflow>) -> Result<(), Refusal> {
        let Some(agent) = connection.user().filter(|user| user.is(AGENT)) else { return Ok(()) };
        let mut tx = self.store.begin().await?;
        store::know_agent(tx.conn(), &agent.id, agent.name.as_deref().unwrap_or(&agent.id)).await?;
        tx.commit().await?;
        Ok(self.presence.come(&agent.id, connection.id()).await?)
    }

    /// A client has gone.
    pub(super) async fn went(&self, connection: &Connection<contract::Chatflow>) {
        if let Err(error) = self.presence.go(connection.id()).await {
            tracing::warn!(%error, "an agent's leaving could not be noted yet");
        }
    }
}

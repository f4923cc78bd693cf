//! What sends the events of a contract that is known at run time.

use std::fmt;
use std::sync::Arc;

use event_contracts_runtime::{Encoded, Priority};

use super::Contract;
use crate::bus::Bus;
use crate::common::Common;
use crate::config::Config;
use crate::message::{EVERYBODY, Message, SessionId};
use crate::refusal::Refusal;
use crate::store::{Store, Tx};
use crate::user::User;

/// Sends the events of a contract that is known at run time. A copy sends the same way.
#[derive(Clone)]
pub struct Hub {
    contract: Arc<Contract>,
    common: Common,
}

/// An event on its way out, encoded.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Its name.
    pub event: &'static str,
    /// The address of the channel that it goes to; everybody where there is none.
    pub to: Option<String>,
    /// The name of its priority; the base policy where there is none.
    pub priority: Option<&'static str>,
    /// What it has in common with the older events that it may replace, where its priority coalesces.
    pub coalesce_key: String,
    /// The JSON texts of its frame: under its name, then under each former name that is still served.
    pub texts: Vec<Encoded>,
    /// The connection that is not told, where the event is transient.
    pub except: Option<SessionId>,
}

impl Hub {
    /// A hub of a contract.
    ///
    /// # Panics
    /// Outside of a Tokio runtime.
    pub fn new(contract: Contract, store: Store, bus: Bus, config: Config) -> Self {
        let common = Common::begin(contract.facts(), contract.transport, contract.formers(), (store, bus, config));
        Self { contract: Arc::new(contract), common }
    }

    pub(crate) fn common(&self) -> &Common {
        &self.common
    }

    /// What the hub knows of the contract.
    pub fn contract(&self) -> &Contract {
        &self.contract
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.common.engine.store
    }

    /// Sends a transient event. `user` caused it by something else than an event of a client.
    ///
    /// # Errors
    /// `RateLimited` where the contract's limits are exceeded.
    pub fn send(&self, event: Outgoing, user: Option<&User>) -> Result<(), Refusal> {
        let message = self.message(event, user)?;
        self.common.engine.send(message);
        Ok(())
    }

    /// Emits a stored event. It leaves after the commit. `user` caused it by something else than an event of a client.
    ///
    /// # Errors
    /// `RateLimited` where the contract's limits are exceeded.
    pub fn emit(&self, tx: &mut Tx, event: Outgoing, user: Option<&User>) -> Result<(), Refusal> {
        let message = self.message(Outgoing { except: None, ..event }, user)?;
        tx.emit(self.common.engine.clone(), message);
        Ok(())
    }

    fn message(&self, event: Outgoing, user: Option<&User>) -> Result<Message, Refusal> {
        let to = event.to.as_deref().unwrap_or(EVERYBODY);
        let counted = user.map(|user| user.id.as_str());
        self.common.limiter.let_out(to, counted).map_err(|refusal| refusal.of(event.event))?;
        let priority: &'static Priority = self.common.engine.facts.priority(event.priority.unwrap_or_default());
        let texts = event.texts.into_iter().map(Arc::from).collect();
        let mut message = Message::new(event.event.into(), to.into(), priority, texts);
        message.coalesce_key = priority.coalesce.then_some(event.coalesce_key);
        message.except = event.except;
        Ok(message)
    }
}

impl fmt::Debug for Hub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hub").field("contract", &self.contract.name).finish_non_exhaustive()
    }
}

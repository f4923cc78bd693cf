//! The doors of a contract's channels.

use std::sync::Arc;

use event_contracts_runtime::{Admit, ChannelSet, Contract, Entry};

use super::careful::carefully;
use super::{Boxed, Gate, enter};
use crate::engine::{Engine, Session};
use crate::message::Address;
use crate::refusal::Refusal;
use crate::system::System;
use crate::user::User;

/// The rules alone, without the system's life.
pub(super) struct Rules<S: System> {
    engine: Arc<Engine>,
    system: Arc<S>,
}

impl<S: System> Rules<S> {
    pub(super) fn new(engine: Arc<Engine>, system: Arc<S>) -> Self {
        Self { engine, system }
    }

    /// Asks the rules of an address; none where no channel has it.
    pub(super) async fn admit_to(&self, address: &str, user: Option<&User>) -> Option<Entry> {
        let channel: <S::Contract as Contract>::Channel = address.parse().ok()?;
        // Whoever writes an address differently would be in another channel.
        if channel.address() != *address {
            return None;
        }
        Some(self.admit(&channel, user).await)
    }
}

impl<S: System> Gate<S::Contract> for Rules<S> {
    fn admit<'a>(
        &'a self,
        channel: &'a <S::Contract as Contract>::Channel,
        user: Option<&'a User>,
    ) -> Boxed<'a, Entry> {
        // A rule that panics lets nobody in.
        Box::pin(async move { carefully(channel.admit(&*self.system, user)).await.unwrap_or(Entry::Denied) })
    }

    fn enter<'a>(&'a self, session: &'a Arc<Session>, address: &'a Address) -> Boxed<'a, Result<(), Refusal>> {
        Box::pin(enter(&self.engine, session, address))
    }
}

//! What clients may send: that they want to enter a channel.

use event_contracts::mechamap as contract;
use event_contracts::mechamap::events::{JoinChannel, JoinChannelAck};
use event_contracts::mechamap::handlers::ClientHandler;
use event_contracts::mechamap::types::JoinFailure;
use event_contracts::runtime::Raw;
use event_hub::{Code, Connection, Refusal};

use super::Mechamap;

impl ClientHandler for Mechamap {
    type Connection = Connection<contract::Mechamap>;
    type Error = Refusal;

    /// What is no channel's address is as closed as a channel that the user may not enter.
    async fn join_channel(&self, from: &Self::Connection, event: JoinChannel) -> Result<JoinChannelAck, Refusal> {
        let entered = match event.joins() {
            Ok(channel) => from.join(channel).await?.is_allowed(),
            Err(_) => false,
        };
        Ok(JoinChannelAck { success: entered, error: (!entered).then_some(JoinFailure::Unauthorized) })
    }

    async fn unknown(&self, _: &Self::Connection, event: Raw) -> Result<(), Refusal> {
        Err(Refusal::new(Code::UnknownEvent, "the contract has no such event").of(event.name))
    }
}

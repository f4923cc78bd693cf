//! Between nodes: what one node sends reaches the listeners of the others.

use std::sync::Arc;

use crate::message::Message;

/// The way to the other nodes; none where there is one node.
#[derive(Clone, Debug, Default)]
pub struct Bus {}

impl Bus {
    /// Takes a message of this node to the others. Never blocks.
    pub(crate) fn publish(&self, _contract: &'static str, _message: &Arc<Message>) {}
}

//! Who may enter which channel.

use event_contracts::chatflow::channels::{Agents, Conversation};
use event_contracts::chatflow::handlers::Access;
use event_contracts::runtime::Entry;
use event_hub::User;

use super::{AGENT, Chatflow, VISITOR, store};

impl Access for Chatflow {
    type User = User;

    /// The visitor whose conversation it is, and every agent; open or closed.
    async fn conversation(&self, user: &User, channel: &Conversation) -> Entry {
        match store::conversation(self.store.pool(), &channel.conversation_id).await {
            Ok(Some(conversation)) => (side_of(user, &conversation).is_some()).into(),
            Ok(None) => Entry::Denied,
            Err(error) => {
                tracing::error!(%error, "nobody enters while the conversation cannot be read");
                Entry::Denied
            }
        }
    }

    async fn agents(&self, user: &User, _: &Agents) -> Entry {
        user.is(AGENT).into()
    }
}

/// The side on which a user takes part in a conversation; none where it is somebody else's.
pub fn side_of(user: &User, conversation: &store::Conversation) -> Option<store::Side> {
    if user.is(AGENT) {
        Some(store::Side::Agent)
    } else if user.is(VISITOR) && user.id == conversation.visitor_id {
        Some(store::Side::Visitor)
    } else {
        None
    }
}

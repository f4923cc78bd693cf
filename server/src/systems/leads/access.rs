//! Who may enter which channel.

use event_contracts::leads::channels::Room;
use event_contracts::leads::handlers::Access;
use event_contracts::runtime::Entry;
use event_hub::User;

use super::{AGENT, Leads, store};

impl Access for Leads {
    type User = User;

    /// An agent, into a room that there is.
    async fn room(&self, user: &User, channel: &Room) -> Entry {
        if !user.is(AGENT) {
            return Entry::Denied;
        }
        match store::room(self.store.pool(), &channel.room_id).await {
            Ok(room) => room.is_some().into(),
            Err(error) => {
                tracing::error!(%error, "nobody enters while the room cannot be read");
                Entry::Denied
            }
        }
    }
}

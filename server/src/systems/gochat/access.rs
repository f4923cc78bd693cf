//! Who may enter which channel.

use event_contracts::gochat::channels;
use event_contracts::gochat::handlers::Access;
use event_contracts::runtime::Entry;
use event_hub::User;

use super::Chat;

impl Access for Chat {
    type User = User;

    async fn conversation(&self, user: &User, channel: &channels::Conversation) -> Entry {
        match self.is_member(&channel.conversation_id, &user.id).await {
            Ok(member) => member.into(),
            Err(error) => {
                tracing::error!(%error, "whether somebody may enter a conversation could not be found out");
                Entry::Denied
            }
        }
    }

    async fn user(&self, user: &User, channel: &channels::User) -> Entry {
        (user.id == channel.user_id).into()
    }
}

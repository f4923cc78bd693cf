//! Who may enter which channel. What pages show to everybody is public; the rest is the user's own, or their role's.

use event_contracts::mechamap::channels;
use event_contracts::mechamap::handlers::Access;
use event_contracts::runtime::Entry;
use event_hub::{StoreError, User};

use super::store::messaging;
use super::{ADMIN, MODERATOR, Mechamap, SELLER, number};

impl Access for Mechamap {
    type User = User;

    async fn user(&self, user: &User, channel: &channels::User) -> Entry {
        owner(user, channel.user_id)
    }

    async fn user_messages(&self, user: &User, channel: &channels::UserMessages) -> Entry {
        owner(user, channel.user_id)
    }

    async fn user_orders(&self, user: &User, channel: &channels::UserOrders) -> Entry {
        owner(user, channel.user_id)
    }

    async fn user_following(&self, user: &User, channel: &channels::UserFollowing) -> Entry {
        owner(user, channel.user_id)
    }

    async fn admin_notifications(&self, user: &User, _: &channels::AdminNotifications) -> Entry {
        user.is(ADMIN).into()
    }

    async fn seller(&self, user: &User, channel: &channels::Seller) -> Entry {
        if user.is(SELLER) { owner(user, channel.seller_id) } else { Entry::Denied }
    }

    async fn moderator_reports(&self, user: &User, _: &channels::ModeratorReports) -> Entry {
        user.is(MODERATOR).into()
    }

    async fn following(&self, user: &User, channel: &channels::Following) -> Entry {
        owner(user, channel.follower_id)
    }

    async fn conversation(&self, user: &User, channel: &channels::Conversation) -> Entry {
        match self.takes_part(user, channel.conversation_id).await {
            Ok(part) => part.into(),
            Err(error) => {
                tracing::error!(%error, "nobody enters while the conversation cannot be read");
                Entry::Denied
            }
        }
    }
}

fn owner(user: &User, id: i64) -> Entry {
    (number(user) == Some(id)).into()
}

impl Mechamap {
    async fn takes_part(&self, user: &User, conversation: i64) -> Result<bool, StoreError> {
        let participants = messaging::participants(&mut *self.db().await?, conversation).await?;
        Ok(number(user).is_some_and(|id| participants.contains(&id)))
    }
}

//! Who may enter which channel.

use event_contracts::hiwwer::channels;
use event_contracts::hiwwer::handlers::Access;
use event_contracts::runtime::Entry;
use event_hub::{Code, Refusal, StoreError, User};

use super::room::Room;
use super::store::people;
use super::{Hiwwer, MODERATOR};

impl Access for Hiwwer {
    type User = User;

    async fn order(&self, user: &User, channel: &channels::Order) -> Entry {
        self.room(user, Room::Order(channel.order_id.clone())).await
    }

    async fn dispute(&self, user: &User, channel: &channels::Dispute) -> Entry {
        self.room(user, Room::Dispute(channel.dispute_id.clone())).await
    }

    async fn user(&self, user: &User, channel: &channels::User) -> Entry {
        (user.id == channel.user_id).into()
    }

    /// Those who have an order or a dispute with the user, and the user.
    async fn presence(&self, user: &User, channel: &channels::Presence) -> Entry {
        match self.may_watch(user, &channel.user_id).await {
            Ok(may) => may.into(),
            Err(error) => {
                tracing::error!(%error, "nobody watches while it cannot be read who may");
                Entry::Denied
            }
        }
    }

    async fn moderators(&self, user: &User, _: &channels::Moderators) -> Entry {
        user.is(MODERATOR).into()
    }
}

impl Hiwwer {
    async fn room(&self, user: &User, room: Room) -> Entry {
        let part = async { room.part(&mut *self.db().await?, user).await };
        match part.await {
            Ok(_) => Entry::Allowed,
            Err(Refusal { code: Code::NotFound | Code::Denied, .. }) => Entry::Denied,
            Err(error) => {
                tracing::error!(%error, "nobody enters while the room cannot be read");
                Entry::Denied
            }
        }
    }

    async fn may_watch(&self, user: &User, watched: &str) -> Result<bool, StoreError> {
        if user.id == watched {
            return Ok(true);
        }
        let mut db = self.db().await?;
        let moderates = user.is(MODERATOR) && people::is_disputing(&mut db, watched).await?;
        Ok(moderates || people::are_partners(&mut db, &user.id, watched).await?)
    }
}

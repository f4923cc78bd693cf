//! A room: the chat of an order or of a dispute, and who takes part in it.

use event_contracts::hiwwer::channels;
use event_contracts::hiwwer::types::Role;
use event_contracts::runtime::Channel;
use event_hub::{Code, Refusal, User};
use sqlx::AnyConnection;

use super::MODERATOR;
use super::store::disputes;
use super::store::orders::{self, Order};

/// The chat of an order or of a dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Room {
    /// Of an order: client and performer.
    Order(String),
    /// Of a dispute: client, performer and moderators.
    Dispute(String),
}

/// A room as somebody who takes part in it sees it.
#[derive(Clone, Debug)]
pub struct Part {
    /// Their part.
    pub role: Role,
    /// The order that it is about.
    pub order: Order,
}

impl Room {
    /// The room of a key.
    pub fn parse(key: &str) -> Option<Self> {
        let order = key.parse().map(|channels::Order { order_id }| Self::Order(order_id));
        order.or_else(|_| key.parse().map(|channels::Dispute { dispute_id }| Self::Dispute(dispute_id))).ok()
    }

    /// What it is called in the tables: the address of its channel.
    pub fn key(&self) -> String {
        match self {
            Self::Order(order_id) => channels::Order { order_id: order_id.clone() }.address(),
            Self::Dispute(dispute_id) => channels::Dispute { dispute_id: dispute_id.clone() }.address(),
        }
    }

    /// The page that shows it.
    pub fn page(&self) -> String {
        match self {
            Self::Order(id) => format!("/orders/{id}"),
            Self::Dispute(id) => format!("/disputes/{id}"),
        }
    }

    /// The part that a user has in it.
    ///
    /// # Errors
    /// `NotFound` where there is no such room, `Denied` to who takes no part.
    pub async fn part(&self, db: &mut AnyConnection, user: &User) -> Result<Part, Refusal> {
        let order = match self {
            Self::Order(id) => orders::find(db, id).await?,
            Self::Dispute(id) => match disputes::find(&mut *db, id).await? {
                Some(dispute) => orders::find(db, &dispute.order_id).await?,
                None => None,
            },
        };
        let Some(order) = order else { return Err(Refusal::new(Code::NotFound, self.no_such())) };
        let moderates = matches!(self, Self::Dispute(_)) && user.is(MODERATOR);
        let role = order.role_of(&user.id).or(moderates.then_some(Role::Moderator));
        match role {
            Some(role) => Ok(Part { role, order }),
            None => Err(Refusal::new(Code::Denied, "the user takes no part in it")),
        }
    }

    fn no_such(&self) -> &'static str {
        match self {
            Self::Order(_) => "there is no such order",
            Self::Dispute(_) => "there is no such dispute",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_tells_its_room() {
        for room in [Room::Order("ord_1".to_owned()), Room::Dispute("d.1 %".to_owned())] {
            assert_eq!(Room::parse(&room.key()), Some(room));
        }
        assert_eq!(Room::parse("user.1"), None);
    }
}

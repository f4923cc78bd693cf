//! What several requests tell: that a user came or went, and what users are notified of.

use event_contracts::hiwwer as contract;
use event_contracts::hiwwer::events::{NotificationCreated, OrderStatusChanged, UserPresenceChanged};
use event_contracts::hiwwer::types::{NotificationType, OrderStatus, UserPresence, UserPresenceStatus};
use event_contracts::runtime::Timestamp;
use event_hub::{Hub, Refusal, Tx};

use super::room::Room;
use super::store::notifications;
use super::store::orders::{self, Order};
use crate::new_id;
use crate::presence::Change;

/// Tells who watches a user that they came or went.
pub fn presence(hub: &Hub<contract::Hiwwer>, change: Change) -> Result<(), Refusal> {
    let status = if change.online { UserPresenceStatus::Online } else { UserPresenceStatus::Offline };
    hub.send(&UserPresenceChanged(UserPresence { user_id: change.user, status, last_active_at: Some(change.at) }))
}

/// What a user is notified of.
#[derive(Clone, Debug)]
pub struct News<'a> {
    /// What it is about.
    pub kind: NotificationType,
    /// A heading.
    pub title: &'a str,
    /// What it says.
    pub text: String,
    /// Where there is more.
    pub room: &'a Room,
}

/// Notifies a user.
pub async fn notify(
    hub: &Hub<contract::Hiwwer>,
    tx: &mut Tx,
    user: &str,
    news: News<'_>,
    now: &Timestamp,
) -> Result<(), Refusal> {
    let notification = NotificationCreated {
        id: new_id("ntf"),
        user_id: user.to_owned(),
        r#type: news.kind,
        title: news.title.to_owned(),
        text: news.text,
        link: Some(news.room.page()),
        created_at: now.clone(),
    };
    notifications::keep(tx.conn(), &notification).await?;
    hub.counted().emit(tx, &notification)
}

/// Brings an order further, and tells.
pub async fn advance(
    hub: &Hub<contract::Hiwwer>,
    tx: &mut Tx,
    order: &mut Order,
    status: OrderStatus,
    by: &str,
    now: &Timestamp,
) -> Result<(), Refusal> {
    orders::advance(tx.conn(), &order.id, &status).await?;
    let old_status = std::mem::replace(&mut order.status, status);
    let changed = OrderStatusChanged {
        order_id: order.id.clone(),
        old_status,
        new_status: order.status.clone(),
        changed_by: Some(by.to_owned()),
        changed_at: now.clone(),
    };
    hub.emit(tx, &changed)
}

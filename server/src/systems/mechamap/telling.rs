//! What several requests tell: followers of what somebody does, and users of what concerns them.

use event_contracts::mechamap as contract;
use event_contracts::mechamap::events::{
    NotificationSent, UserActivityFeedUpdated, UserStatusChanged, UserStatusOnline,
};
use event_contracts::mechamap::types::{Activity, Member, Person, UserNotification, UserStatus};
use event_contracts::runtime::Timestamp;
use event_hub::{Hub, Refusal, Tx};

use super::store::{notices, people};
use crate::presence::Change;

/// So many followers are told of what a user does; more find it in their feed when they look.
const TOLD: usize = 1000;

/// A user as a name.
pub fn person(member: &Member) -> Person {
    Person { id: member.id, name: member.name.clone() }
}

/// Tells the followers that a user came or went.
pub async fn presence(hub: &Hub<contract::Mechamap>, change: Change) -> Result<(), Refusal> {
    let Ok(user_id) = change.user.parse() else { return Ok(()) };
    let status = if change.online { UserStatus::Online } else { UserStatus::Offline };
    let member = {
        let mut db = hub.store().pool().acquire().await.map_err(event_hub::StoreError::from)?;
        people::find(&mut db, user_id).await?
    };
    tell_status(hub, user_id, status, None, &change.at).await?;
    let Some(member) = member.filter(|_| change.online) else { return Ok(()) };
    let online = UserStatusOnline { user: person(&member), online_at: change.at };
    for follower in followers(hub, user_id).await? {
        hub.send_to(&online.to(follower), &online)?;
    }
    Ok(())
}

/// Tells the followers of a user's status.
pub async fn tell_status(
    hub: &Hub<contract::Mechamap>,
    user_id: i64,
    status: UserStatus,
    activity: Option<String>,
    at: &Timestamp,
) -> Result<(), Refusal> {
    let changed = UserStatusChanged { user_id, status, last_seen_at: at.clone(), activity };
    let hub = hub.counted();
    for follower in followers(&hub, user_id).await? {
        hub.send_to(&changed.to(follower), &changed)?;
    }
    Ok(())
}

async fn followers(hub: &Hub<contract::Mechamap>, user: i64) -> Result<Vec<i64>, Refusal> {
    let mut db = hub.store().pool().acquire().await.map_err(event_hub::StoreError::from)?;
    Ok(people::followers(&mut db, user, TOLD).await?)
}

/// Keeps what a user did, and tells the followers.
pub async fn activity(hub: &Hub<contract::Mechamap>, tx: &mut Tx, activity: Activity) -> Result<(), Refusal> {
    people::keep_activity(tx, &activity).await?;
    let followers = people::followers(tx.conn(), activity.user_id, TOLD).await?;
    let (hub, updated) = (hub.counted(), UserActivityFeedUpdated { activity });
    for follower in followers {
        hub.emit_to(tx, &updated.to(follower), &updated)?;
    }
    Ok(())
}

/// Notifies a user. Gives the notification back.
///
/// The user is held until the end of the transaction, so that ids rise and the unread are counted in the order in which it is told.
pub async fn notify(
    hub: &Hub<contract::Mechamap>,
    tx: &mut Tx,
    user: i64,
    mut notification: UserNotification,
) -> Result<UserNotification, Refusal> {
    people::hold(tx.conn(), user).await?;
    notification.id = tx.next_id("mechamap_notifications").await?;
    let unread_count = notices::keep(tx.conn(), user, &notification).await?;
    let sent = NotificationSent { notification, unread_count };
    hub.counted().emit_to(tx, &sent.to(user), &sent)?;
    Ok(sent.notification)
}

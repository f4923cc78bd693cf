//! mechamap: an engineering forum and its marketplace.
//!
//! Clients only listen: everything that happens comes through requests (`rest`), is written (`store`), and is told after the commit
//! in the contract's envelope. `telling` has what several requests tell: followers and notifications. Who may enter which channel
//! stands in `access`.

mod access;
mod handler;
mod rest;
mod store;
mod telling;

use std::sync::Arc;

use event_contracts::mechamap as contract;
use event_contracts::mechamap::channels;
use event_contracts::mechamap::events::JoinChannelAck;
use event_contracts::mechamap::types::{FrameSource, JoinFailure};
use event_contracts::runtime::{Encoded, Entry};
use event_hub::{About, Answer, Code, Connection, Hub, Migration, Refusal, StoreError, System, User};
use sqlx::Any;
use sqlx::pool::PoolConnection;
use uuid::Uuid;

pub use self::rest::requests;
use self::store::people;
use super::Name;
use crate::base::Base;
use crate::clock;
use crate::presence::Presence;

/// The roles that tokens give.
const ADMIN: &str = "admin";
const MODERATOR: &str = "moderator";
const SELLER: &str = "seller";
/// The programs behind the site.
const SERVICE: &str = "service";

/// The system.
pub struct Mechamap {
    hub: Hub<contract::Mechamap>,
    presence: Arc<Presence>,
}

/// Opens the system on its tables.
///
/// # Errors
/// Tables that cannot be made.
pub async fn open(base: &Base) -> Result<Arc<Mechamap>, StoreError> {
    base.store.migrate(Name::Mechamap.as_str(), MIGRATIONS).await?;
    let hub = Hub::new(base.store.clone(), base.bus.clone(), base.hub_config(Name::Mechamap), stamp);
    let teller = hub.clone();
    let presence = Presence::start(base.store.clone(), Name::Mechamap.as_str(), move |change| {
        let hub = teller.clone();
        async move {
            if let Err(error) = telling::presence(&hub, change).await {
                tracing::warn!(%error, "a user's coming or going was not told");
            }
        }
    });
    Ok(Arc::new(Mechamap { presence: presence.await?, hub }))
}

const MIGRATIONS: &[Migration] = &[Migration { version: 1, name: "tables", sql: include_str!("tables.sql") }];

impl Mechamap {
    /// What sends.
    pub fn hub(&self) -> &Hub<contract::Mechamap> {
        &self.hub
    }

    async fn db(&self) -> Result<PoolConnection<Any>, StoreError> {
        Ok(self.hub.store().pool().acquire().await?)
    }

    /// Makes sure that the bearer of a token is known.
    async fn meet(&self, id: i64, user: &User) -> Result<(), StoreError> {
        if people::find(&mut *self.db().await?, id).await?.is_some() {
            return Ok(());
        }
        let mut tx = self.hub.store().begin().await?;
        people::meet(tx.conn(), id, user.name.as_deref().unwrap_or(&user.id)).await?;
        tx.commit().await
    }
}

impl System for Mechamap {
    type Contract = contract::Mechamap;

    /// Users of the site, whose ids are numbers.
    async fn admits(&self, user: Option<&User>) -> Entry {
        user.map_or(Entry::Unauthenticated, |user| number(user).is_some().into())
    }

    /// In their own channels, and in those of their roles.
    async fn connected(&self, connection: &Connection<contract::Mechamap>) -> Result<(), Refusal> {
        let (user, user_id) = known(connection)?;
        self.meet(user_id, &user).await?;
        connection.join(channels::User { user_id }).await?;
        connection.join(channels::UserMessages { user_id }).await?;
        connection.join(channels::UserOrders { user_id }).await?;
        connection.join(channels::UserFollowing { user_id }).await?;
        connection.join(channels::Following { follower_id: user_id }).await?;
        if user.is(ADMIN) {
            connection.join(channels::AdminNotifications).await?;
        }
        if user.is(MODERATOR) {
            connection.join(channels::ModeratorReports).await?;
        }
        if user.is(SELLER) {
            connection.join(channels::Seller { seller_id: user_id }).await?;
        }
        Ok(self.presence.come(&user.id, connection.id()).await?)
    }

    async fn disconnected(&self, connection: &Connection<contract::Mechamap>) {
        if let Err(error) = self.presence.go(connection.id()).await {
            tracing::warn!(%error, "a user's going could not be noted yet");
        }
    }

    /// The acknowledgement of `join_channel` has the contract's own words.
    fn refused(&self, _: &Connection<contract::Mechamap>, refusal: &Refusal) -> Answer {
        if refusal.event.as_deref() != Some(contract::names::JOIN_CHANNEL) {
            return Answer::Notice;
        }
        let failure = match refusal.code {
            Code::Unauthenticated | Code::Denied | Code::NotFound => JoinFailure::Unauthorized,
            Code::RateLimited => JoinFailure::RateLimited,
            Code::InvalidPayload => JoinFailure::Other("InvalidPayload".to_owned()),
            Code::TimedOut => JoinFailure::Other("TimedOut".to_owned()),
            _ => JoinFailure::Other("Failed".to_owned()),
        };
        Answer::Acknowledgement(Encoded::of(&JoinChannelAck { success: false, error: Some(failure) }))
    }
}

/// What lies beside every event: when, whose doing, and from which request.
fn stamp(about: &About) -> contract::Meta {
    let request = about.cause.request.as_deref().map_or_else(|| Uuid::new_v4().to_string(), str::to_owned);
    contract::Meta {
        timestamp: clock::timestamp(about.at),
        user_id: about.cause.user.as_deref().and_then(number),
        metadata: FrameSource { version: "1.0".to_owned(), source: "reference-server".to_owned(), request_id: request },
    }
}

/// A user's id, as the contract has it.
fn number(user: &User) -> Option<i64> {
    user.id.parse().ok()
}

/// Who a client is: the contract lets nobody in without a token.
fn known(connection: &Connection<contract::Mechamap>) -> Result<(Arc<User>, i64), Refusal> {
    let user = connection.user().ok_or_else(|| Refusal::new(Code::Unauthenticated, "present a token first"))?;
    let id = number(&user).ok_or_else(|| Refusal::new(Code::Denied, "the ids of this site's users are numbers"))?;
    Ok((user, id))
}

//! hiwwer: orders and disputes on a market of services.
//!
//! Messages, orders and disputes come through requests (`rest`), are written (`store`), and are told after the commit. Over the
//! socket (`handler`) clients enter rooms, say what was read, and that somebody is writing. A `room` is the chat of an order or of a
//! dispute; `files` holds what was uploaded; `telling` is what several of them tell. Who may enter which channel stands in `access`.

mod access;
mod files;
mod handler;
mod rest;
mod room;
mod store;
mod telling;

use std::sync::Arc;
use std::time::Duration;

use event_contracts::hiwwer as contract;
use event_contracts::hiwwer::channels;
use event_contracts::hiwwer::events::UserWatchAck;
use event_contracts::hiwwer::names;
use event_contracts::hiwwer::types::{JoinFailure, Joined};
use event_contracts::runtime::{Encoded, Entry};
use event_hub::{Answer, Code, Connection, Hub, Migration, Refusal, StoreError, System, User};
use sqlx::Any;
use sqlx::pool::PoolConnection;

use self::files::Files;
pub use self::rest::requests;
use self::store::people;
use super::Name;
use crate::base::Base;
use crate::presence::Presence;

/// The role of moderators.
const MODERATOR: &str = "moderator";

/// How often files are looked for that were uploaded and never sent.
const CLEANING: Duration = Duration::from_secs(60 * 60);

/// The system.
pub struct Hiwwer {
    hub: Hub<contract::Hiwwer>,
    presence: Arc<Presence>,
    files: Files,
}

/// Opens the system on its tables and its folder.
///
/// # Errors
/// Tables that cannot be made.
pub async fn open(base: &Base) -> Result<Arc<Hiwwer>, StoreError> {
    base.store.migrate(Name::Hiwwer.as_str(), MIGRATIONS).await?;
    let hub = Hub::bare(base.store.clone(), base.bus.clone(), base.hub_config(Name::Hiwwer));
    let teller = hub.clone();
    let presence = Presence::start(base.store.clone(), Name::Hiwwer.as_str(), move |change| {
        let told = telling::presence(&teller, change);
        async move {
            if let Err(error) = told {
                tracing::warn!(%error, "a user's coming or going was not told");
            }
        }
    });
    let alone = base.config.system.is_some();
    let files = Files::new(base.config.data.join("hiwwer"), if alone { "" } else { "/hiwwer" });
    let system = Arc::new(Hiwwer { presence: presence.await?, hub, files });
    base.tasks.keep(&system, CLEANING, |system| async move { system.forget_unsent().await });
    Ok(system)
}

const MIGRATIONS: &[Migration] = &[Migration { version: 1, name: "tables", sql: include_str!("tables.sql") }];

impl Hiwwer {
    /// What sends.
    pub fn hub(&self) -> &Hub<contract::Hiwwer> {
        &self.hub
    }

    async fn db(&self) -> Result<PoolConnection<Any>, StoreError> {
        Ok(self.hub.store().pool().acquire().await?)
    }

    /// Makes sure that the bearer of a token is known, by the name that it has.
    async fn meet(&self, user: &User) -> Result<(), StoreError> {
        let name = user.name.as_deref().unwrap_or(&user.id);
        if people::name(&mut *self.db().await?, &user.id).await?.is_some_and(|known| known == name) {
            return Ok(());
        }
        let mut tx = self.hub.store().begin().await?;
        people::meet(tx.conn(), &user.id, name).await?;
        tx.commit().await
    }
}

impl System for Hiwwer {
    type Contract = contract::Hiwwer;

    async fn admits(&self, user: Option<&User>) -> Entry {
        if user.is_some() { Entry::Allowed } else { Entry::Unauthenticated }
    }

    /// In their own room for notifications; moderators in theirs, too.
    async fn connected(&self, connection: &Connection<contract::Hiwwer>) -> Result<(), Refusal> {
        let user = known(connection)?;
        self.meet(&user).await?;
        connection.join(channels::User { user_id: user.id.clone() }).await?;
        if user.is(MODERATOR) {
            connection.join(channels::Moderators).await?;
        }
        Ok(self.presence.come(&user.id, connection.id()).await?)
    }

    async fn disconnected(&self, connection: &Connection<contract::Hiwwer>) {
        if let Err(error) = self.presence.go(connection.id()).await {
            tracing::warn!(%error, "a user's going could not be noted yet");
        }
    }

    /// The acknowledgements have the contract's own words.
    fn refused(&self, _: &Connection<contract::Hiwwer>, refusal: &Refusal) -> Answer {
        let error = Some(match refusal.code {
            Code::Unauthenticated => JoinFailure::Unauthorized,
            Code::Denied => JoinFailure::Forbidden,
            Code::NotFound => JoinFailure::NotFound,
            // What else there is, the hub's words say better.
            _ => return Answer::Notice,
        });
        match refusal.event.as_deref() {
            Some(names::ORDER_JOIN | names::DISPUTE_JOIN) => {
                Answer::Acknowledgement(Encoded::of(&Joined { success: false, error }))
            }
            Some(names::USER_WATCH) => {
                Answer::Acknowledgement(Encoded::of(&UserWatchAck { success: false, error, presence: None }))
            }
            _ => Answer::Notice,
        }
    }
}

/// Who a client is: the contract lets nobody in without a token.
fn known(connection: &Connection<contract::Hiwwer>) -> Result<Arc<User>, Refusal> {
    connection.user().ok_or_else(|| Refusal::new(Code::Unauthenticated, "present a token first"))
}

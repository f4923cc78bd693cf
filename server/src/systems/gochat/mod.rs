//! gochat: chat with friends, with presence, over a plain WebSocket.
//!
//! What is stored comes through requests (`rest`), is written (`store`), and is told after the commit. Over the socket (`handler`)
//! goes what needs no storing, and what a user has read. Who may enter which channel stands in `access`.

mod access;
mod handler;
mod rest;
mod store;

use std::sync::Arc;

use event_contracts::gochat::events::{Connect, ConversationList, Error, UserOffline, UserOnline};
use event_contracts::gochat::types::{Failure, FailureCode};
use event_contracts::gochat::{Gochat, Meta, ServerEvent, channels};
use event_contracts::runtime::Entry;
use event_hub::{About, Answer, Code, Connection, Hub, Migration, Refusal, StoreError, System, User};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection};

pub use self::rest::requests;
use self::store::conversations::Listed;
use self::store::{conversations, users};
use super::Name;
use crate::base::Base;
use crate::clock;
use crate::presence::{Change, Presence};

/// How many conversations a client is in from the start.
const JOINED: usize = 5;

/// How many conversations the list over the socket has at most; the rest is read with `GET /api/conversations`.
const LISTED: usize = 200;

/// The chat.
pub struct Chat {
    hub: Hub<Gochat>,
    presence: Arc<Presence>,
}

/// Opens the system on its tables.
///
/// # Errors
/// Tables that cannot be made.
pub async fn open(base: &Base) -> Result<Arc<Chat>, StoreError> {
    base.store.migrate(Name::Gochat.as_str(), MIGRATIONS).await?;
    let hub = Hub::new(base.store.clone(), base.bus.clone(), base.hub_config(Name::Gochat), stamp);
    let teller = hub.clone();
    let presence = Presence::start(base.store.clone(), Name::Gochat.as_str(), move |change| {
        let told = tell(&teller, change);
        async move {
            if let Err(error) = told {
                tracing::warn!(%error, "a user's coming or going was not told");
            }
        }
    });
    Ok(Arc::new(Chat { presence: presence.await?, hub }))
}

const MIGRATIONS: &[Migration] = &[Migration { version: 1, name: "tables", sql: include_str!("tables.sql") }];

impl Chat {
    /// What sends.
    pub fn hub(&self) -> &Hub<Gochat> {
        &self.hub
    }

    async fn db(&self) -> Result<PoolConnection<Any>, StoreError> {
        Ok(self.hub.store().pool().acquire().await?)
    }

    /// Makes sure that the bearer of a token is known.
    async fn meet(&self, user: &User) -> Result<(), StoreError> {
        if users::find(&mut *self.db().await?, &user.id).await?.is_some() {
            return Ok(());
        }
        let mut tx = self.hub.store().begin().await?;
        users::meet(tx.conn(), &user.id, user.name.as_deref()).await?;
        tx.commit().await
    }

    async fn is_member(&self, conversation: &str, user: &str) -> Result<bool, StoreError> {
        conversations::has_member(&mut *self.db().await?, conversation, user).await
    }

    /// The user's conversations as this client sees them.
    async fn list(&self, connection: &Connection<Gochat>, user: &str) -> Result<ConversationList, Refusal> {
        let list = conversations::of_user(&mut *self.db().await?, user, None, LISTED).await?;
        let seen = |Listed { mut summary, .. }: Listed| {
            summary.is_subscribed = connection.is_in(channels::Conversation { conversation_id: summary.id.clone() });
            summary
        };
        Ok(ConversationList(list.into_iter().map(seen).collect()))
    }
}

/// Tells the watchers that a user came or went.
fn tell(hub: &Hub<Gochat>, change: Change) -> Result<(), Refusal> {
    let Change { user: user_id, online, at: timestamp } = change;
    if online { hub.send(&UserOnline { user_id, timestamp }) } else { hub.send(&UserOffline { user_id, timestamp }) }
}

impl System for Chat {
    type Contract = Gochat;

    async fn admits(&self, user: Option<&User>) -> Entry {
        if user.is_some() { Entry::Allowed } else { Entry::Unauthenticated }
    }

    /// In their own channel, in the conversations that were active last, and greeted; then those who watch are told.
    async fn connected(&self, connection: &Connection<Gochat>) -> Result<(), Refusal> {
        let user = known(connection)?;
        self.meet(&user).await?;
        connection.join(channels::User { user_id: user.id.clone() }).await?;
        connection
            .send(&Connect { message: "Connected successfully".to_owned(), client_id: connection.id().to_string() });
        let mut list = self.list(connection, &user.id).await?;
        for conversation in list.0.iter_mut().take(JOINED) {
            let channel = channels::Conversation { conversation_id: conversation.id.clone() };
            conversation.is_subscribed = connection.join(channel).await?.is_allowed();
        }
        connection.send(&list);
        Ok(self.presence.come(&user.id, connection.id()).await?)
    }

    async fn disconnected(&self, connection: &Connection<Gochat>) {
        if let Err(error) = self.presence.go(connection.id()).await {
            tracing::warn!(%error, "a user's going could not be noted yet");
        }
    }

    /// As an `error` frame of the contract.
    fn refused(&self, _: &Connection<Gochat>, refusal: &Refusal) -> Answer {
        let code = match refusal.code {
            Code::Unauthenticated => FailureCode::Unauthorized,
            Code::Denied => FailureCode::NotAMember,
            Code::NotFound => FailureCode::NotFound,
            Code::UnknownEvent => FailureCode::UnknownType,
            Code::ThroughRest => FailureCode::ThroughRest,
            Code::RateLimited => FailureCode::RateLimited,
            Code::InvalidFrame | Code::InvalidPayload | Code::WrongDirection | Code::TooLarge => {
                FailureCode::InvalidFrame
            }
            Code::TimedOut | Code::Failed => FailureCode::Other("failed".to_owned()),
        };
        let retry_after = refusal.retry_after.map(|after| u64::try_from(after.as_millis()).unwrap_or(u64::MAX));
        // The contract has no key for the field: it belongs to the words.
        let message = match &refusal.field {
            Some(field) => format!("`{field}`: {}", refusal.message),
            None => refusal.message.clone(),
        };
        let failure = Failure { code, message, r#type: refusal.event.clone(), retry_after };
        let meta = Meta { timestamp: Some(clock::now()), success: Some(false), error: Some(failure) };
        Answer::Frame(ServerEvent::Error(Error).encode_in(&meta, None))
    }
}

/// What lies beside every event that reports no failure.
fn stamp(about: &About) -> Meta {
    Meta { timestamp: Some(clock::timestamp(about.at)), success: Some(true), error: None }
}

/// Who a client is: the contract lets nobody in without a token.
fn known(connection: &Connection<Gochat>) -> Result<Arc<User>, Refusal> {
    connection.user().ok_or_else(|| Refusal::new(Code::Unauthenticated, "present a token first"))
}

/// Whether a client is in a conversation, as it was let in.
fn joined(connection: &Connection<Gochat>, conversation: &str) -> Result<(), Refusal> {
    let inside = connection.is_in(channels::Conversation { conversation_id: conversation.to_owned() });
    if inside { Ok(()) } else { Err(Refusal::new(Code::Denied, "join the conversation first")) }
}

/// Lets nobody do anything in a conversation that they take no part in.
async fn hold_to_membership(db: &mut AnyConnection, conversation: &str, user: &str) -> Result<(), Refusal> {
    if conversations::has_member(&mut *db, conversation, user).await? {
        return Ok(());
    }
    Err(match conversations::find(db, conversation).await? {
        Some(_) => Refusal::new(Code::Denied, "the user does not belong to the conversation"),
        None => Refusal::new(Code::NotFound, "there is no such conversation"),
    })
}

/// The same, for what changes the conversation: it is held until the end of the transaction.
async fn hold_for(db: &mut AnyConnection, conversation: &str, user: &str) -> Result<(), Refusal> {
    if !conversations::hold(&mut *db, conversation).await? {
        return Err(Refusal::new(Code::NotFound, "there is no such conversation"));
    }
    hold_to_membership(db, conversation, user).await
}

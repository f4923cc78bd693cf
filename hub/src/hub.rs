//! What an application sends with.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use event_contracts_runtime::object::WriteObject;
use event_contracts_runtime::{
    Addressed, Channel, Contract, Encoded, Event, NoEnvelope, Payload, Routed, Stored, ToEverybody, Transient,
    WriteEvents, frame,
};
use serde::Serialize;

use crate::auth::{Guard, Revocations};
use crate::bus::Bus;
use crate::common::Common;
use crate::config::Config;
use crate::contracts::{self, ContractUsage};
use crate::engine::{Engine, Facts};
use crate::message::{Address, EVERYBODY, Message, SessionId};
use crate::refusal::Refusal;
use crate::store::{Store, StoreError, Tx};
use crate::user::User;

/// Sends the events of a contract. A copy sends the same way.
///
/// Stored events are emitted inside the transaction that stores them and leave after its commit; transient ones are sent. One
/// for the other does not compile.
pub struct Hub<C: Contract> {
    common: Common,
    stamp: Arc<Stamp<C>>,
    cause: Cause,
    /// Whether the cause has been counted against its user's limit, as an event of the user's client.
    counted: bool,
    except: Option<SessionId>,
}

/// What gives an envelope its metadata.
type Stamp<C> = dyn Fn(&About) -> <C as Contract>::Meta + Send + Sync;

/// What an envelope's metadata can tell of.
#[derive(Clone, Debug)]
pub struct About {
    /// When it happened.
    pub at: SystemTime,
    /// Whose doing it was, and through which request.
    pub cause: Cause,
}

/// Whose doing an event is.
#[derive(Clone, Debug, Default)]
pub struct Cause {
    /// The user.
    pub user: Option<Arc<User>>,
    /// The request, by an id that the application gives it.
    pub request: Option<Arc<str>>,
}

impl<C: Contract<Meta: WriteObject>> Hub<C> {
    /// A hub whose frames carry the metadata that `stamp` gives.
    pub fn new(
        store: Store,
        bus: Bus,
        config: Config,
        stamp: impl Fn(&About) -> C::Meta + Send + Sync + 'static,
    ) -> Self {
        let common = Common::begin(Facts::of::<C>(), C::TRANSPORT, contracts::formers::<C>(), (store, bus, config));
        Self { common, stamp: Arc::new(stamp), cause: Cause::default(), counted: false, except: None }
    }

    pub(crate) fn common(&self) -> &Common {
        &self.common
    }

    pub(crate) fn engine(&self) -> &Arc<Engine> {
        &self.common.engine
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.common.engine.store
    }

    /// Revokes a token by its id, the claim `jti`. Its connections end at once on this node, and on others and in other contracts at
    /// their next sweep; nobody connects with it again. `expires_at` is when it would have expired by itself: until then it is
    /// remembered.
    ///
    /// Not to be called while the caller has a transaction open.
    ///
    /// # Errors
    /// A database that refuses or cannot be reached: then nothing was revoked.
    pub async fn revoke_token(&self, id: &str, expires_at: SystemTime) -> Result<(), StoreError> {
        self.revocations().revoke_token(id, expires_at).await?;
        self.revocations().end_sessions(&self.common.engine);
        Ok(())
    }

    /// Revokes all tokens of a user that were issued up to now, in the same way. `expires_at` is when the last of them will have
    /// expired by itself. As tokens tell the time of their issue in seconds, one that is issued within the same second is
    /// revoked as well.
    ///
    /// Not to be called while the caller has a transaction open.
    ///
    /// # Errors
    /// A database that refuses or cannot be reached: then nothing was revoked.
    pub async fn revoke_user(&self, user: &str, expires_at: SystemTime) -> Result<(), StoreError> {
        self.revocations().revoke_user(user, expires_at).await?;
        self.revocations().end_sessions(&self.common.engine);
        Ok(())
    }

    /// Whom a token stands for here, for requests that the application answers itself.
    pub fn guard(&self) -> &Guard {
        &self.common.guard
    }

    pub(crate) fn revocations(&self) -> &Arc<Revocations> {
        self.common.guard.revocations()
    }

    /// Which versions of the contract are in use, and whether its former names can be removed.
    ///
    /// # Errors
    /// A database that cannot be reached.
    pub async fn contract_usage(&self) -> Result<ContractUsage, StoreError> {
        self.common.usage.report().await
    }

    /// The same hub, for events that are a user's doing, and count against the limit of that user.
    #[must_use]
    pub fn caused_by(&self, user: Option<Arc<User>>) -> Self {
        let cause = Cause { user, request: self.cause.request.clone() };
        Self { cause, counted: false, ..self.clone() }
    }

    /// The same hub, for what else follows from a doing that one event has counted: as when all followers of a user are told,
    /// each in a channel of their own.
    #[must_use]
    pub fn counted(&self) -> Self {
        Self { counted: true, ..self.clone() }
    }

    /// The same hub, for events that follow from an event of a user's client: that one has been counted.
    pub(crate) fn following(&self, user: Option<Arc<User>>) -> Self {
        Self { counted: true, ..self.caused_by(user) }
    }

    /// The same hub, for events of a request.
    #[must_use]
    pub fn in_request(&self, id: &str) -> Self {
        Self { cause: Cause { user: self.cause.user.clone(), request: Some(id.into()) }, ..self.clone() }
    }

    /// The same hub, whose transient events one connection is not told of.
    #[must_use]
    pub fn except(&self, connection: SessionId) -> Self {
        Self { except: Some(connection), ..self.clone() }
    }

    /// Emits a stored event to the channel that it names itself. It leaves after the commit.
    ///
    /// # Errors
    /// `RateLimited` where the contract's limits are exceeded.
    pub fn emit<E>(&self, tx: &mut Tx, event: &E) -> Result<(), Refusal>
    where
        E: Event<Contract = C> + Stored + Routed + Payload + Serialize,
    {
        self.store_in(tx, event, event.to().address())
    }

    /// Emits a stored event to a channel that its payload does not carry.
    ///
    /// # Errors
    /// `RateLimited` where the contract's limits are exceeded.
    pub fn emit_to<E>(&self, tx: &mut Tx, channel: &E::Channel, event: &E) -> Result<(), Refusal>
    where
        E: Event<Contract = C> + Stored + Addressed + Payload + Serialize,
    {
        self.store_in(tx, event, channel.address())
    }

    /// Emits a stored event to everybody.
    ///
    /// # Errors
    /// `RateLimited` where the contract's limits are exceeded.
    pub fn emit_to_everybody<E>(&self, tx: &mut Tx, event: &E) -> Result<(), Refusal>
    where
        E: Event<Contract = C> + Stored + ToEverybody + Payload + Serialize,
    {
        self.store_in(tx, event, EVERYBODY.to_owned())
    }

    /// Sends a transient event to the channel that it names itself.
    ///
    /// # Errors
    /// `RateLimited` where the contract's limits are exceeded.
    pub fn send<E>(&self, event: &E) -> Result<(), Refusal>
    where
        E: Event<Contract = C> + Transient + Routed + Payload + Serialize,
    {
        self.send_now(event, event.to().address())
    }

    /// Sends a transient event to a channel that its payload does not carry.
    ///
    /// # Errors
    /// `RateLimited` where the contract's limits are exceeded.
    pub fn send_to<E>(&self, channel: &E::Channel, event: &E) -> Result<(), Refusal>
    where
        E: Event<Contract = C> + Transient + Addressed + Payload + Serialize,
    {
        self.send_now(event, channel.address())
    }

    /// Sends a transient event to everybody.
    ///
    /// # Errors
    /// `RateLimited` where the contract's limits are exceeded.
    pub fn send_to_everybody<E>(&self, event: &E) -> Result<(), Refusal>
    where
        E: Event<Contract = C> + Transient + ToEverybody + Payload + Serialize,
    {
        self.send_now(event, EVERYBODY.to_owned())
    }

    fn store_in<E>(&self, tx: &mut Tx, event: &E, to: String) -> Result<(), Refusal>
    where
        E: Event<Contract = C> + Payload + Serialize,
    {
        self.let_out(E::NAME, &to)?;
        tx.emit(self.common.engine.clone(), self.message(event, to.into()));
        Ok(())
    }

    fn send_now<E>(&self, event: &E, to: String) -> Result<(), Refusal>
    where
        E: Event<Contract = C> + Payload + Serialize,
    {
        self.let_out(E::NAME, &to)?;
        self.common.engine.send(self.message(event, to.into()));
        Ok(())
    }

    fn let_out(&self, event: &str, to: &str) -> Result<(), Refusal> {
        let user = self.cause.user.as_ref().filter(|_| !self.counted);
        self.common.limiter.let_out(to, user.map(|user| &*user.id)).map_err(|refusal| refusal.of(event))
    }

    fn message<E>(&self, event: &E, to: Address) -> Message
    where
        E: Event<Contract = C> + Payload + Serialize,
    {
        let priority = self.common.engine.facts.priority(E::PRIORITY.map_or("", |priority| priority.name));
        let channel = Some(&*to).filter(|to| *to != EVERYBODY);
        let texts = self.encode(event, channel).map(Arc::from).collect();
        let mut message = Message::new(E::NAME.into(), to.clone(), priority, texts);
        if priority.coalesce {
            message.coalesce_key = Some(event.coalesce_key());
        }
        message.except = self.except;
        message
    }

    /// The JSON of the frame of any event, with metadata of this moment.
    pub(crate) fn encode_raw(
        &self,
        event: &impl WriteEvents<Contract = C, Meta = C::Meta>,
        channel: Option<&str>,
    ) -> Encoded {
        let meta = (self.stamp)(&About { at: SystemTime::now(), cause: self.cause.clone() });
        frame::encode_any(event, &meta, channel)
    }

    /// The JSON of an event's frame, with metadata of this moment: under its name, then under each former name that is still served.
    pub(crate) fn encode<E>(&self, event: &E, channel: Option<&str>) -> impl Iterator<Item = Encoded>
    where
        E: Event<Contract = C> + Payload + Serialize,
    {
        let meta = (self.stamp)(&About { at: SystemTime::now(), cause: self.cause.clone() });
        let names = std::iter::once(E::NAME).chain(contracts::served(E::ALIASES));
        names.map(move |name| frame::encode_as(name, event, &meta, channel))
    }
}

impl<C: Contract<Meta = NoEnvelope>> Hub<C> {
    /// A hub of a contract whose frames have no envelope.
    pub fn bare(store: Store, bus: Bus, config: Config) -> Self {
        Self::new(store, bus, config, |_| NoEnvelope)
    }
}

impl<C: Contract> Clone for Hub<C> {
    fn clone(&self) -> Self {
        Self {
            common: self.common.clone(),
            stamp: self.stamp.clone(),
            cause: self.cause.clone(),
            counted: self.counted,
            except: self.except,
        }
    }
}

impl<C: Contract> fmt::Debug for Hub<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hub").field("contract", &C::NAME).finish_non_exhaustive()
    }
}

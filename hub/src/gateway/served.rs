//! A system behind its gateway.

use std::sync::Arc;
use std::time::{Duration, Instant};

use event_contracts_runtime::object::ReadObject;
use event_contracts_runtime::{Contract, Dispatch, Encoded, Entry, Envelope, EventSet, ReadEvents, frame};
use serde::Serialize;
use tokio::time::timeout;

use super::careful::{Panicked, carefully, carefully_now};
use super::keeping::Keeping;
use super::rules::Rules;
use super::{Boxed, Gate, Gateway, Hello, Welcome, answer, frames, renewal, strangers};
use crate::auth::{Expiry, Refused, Token, TokenError};
use crate::close::Close;
use crate::connection::Connection;
use crate::engine::{Engine, Session};
use crate::hub::Hub;
use crate::limits::Places;
use crate::message::Address;
use crate::notice::Notice;
use crate::refusal::{Code, Refusal};
use crate::system::{Answer, System};
use crate::user::User;

/// What clients of a system's contract send.
pub(super) type ClientEvent<S> = <<S as System>::Contract as Contract>::ClientEvent;

/// A client that the server failed comes back after this long.
pub(super) const FAILED: Close = Close::Failed(Duration::from_secs(1));

/// A system behind its gateway.
pub(crate) struct Served<S: System> {
    pub(super) hub: Hub<S::Contract>,
    system: Arc<S>,
    pub(super) rules: Arc<Rules<S>>,
    places: Arc<Places>,
    pub(super) expiry: Arc<Expiry>,
    _keeping: Keeping,
}

/// The payload of `hub:left`.
#[derive(Serialize)]
pub(super) struct Left<'a> {
    pub(super) channel: &'a str,
    pub(super) code: Code,
}

impl<S: System> Served<S>
where
    ClientEvent<S>: ReadEvents + Send,
    <ClientEvent<S> as EventSet>::Meta: ReadObject + Send,
{
    /// A system behind its gateway.
    ///
    /// # Panics
    /// Outside of a Tokio runtime.
    pub(crate) fn new(hub: Hub<S::Contract>, system: Arc<S>) -> Self {
        let engine = hub.engine();
        let expiry = Arc::<Expiry>::default();
        Self {
            rules: Arc::new(Rules::new(engine.clone(), system.clone())),
            places: Places::new(&engine.facts.limits),
            _keeping: Keeping::begin(engine, expiry.clone(), hub.revocations().clone()),
            expiry,
            hub,
            system,
        }
    }

    fn connection(&self, session: &Arc<Session>) -> Connection<S::Contract> {
        Connection::new(self.hub.clone(), session.clone(), self.rules.clone())
    }

    /// Who a token stands for, if it is good.
    async fn user(&self, token: &Token) -> Result<User, Close> {
        self.hub.guard().user(token).await.map_err(|refused| match refused {
            Refused::Token(error) => {
                tracing::info!(contract = self.engine().facts.name, %error, "a token was refused");
                if error == TokenError::Expired { Close::TokenExpired } else { Close::Unauthenticated }
            }
            Refused::Revoked => Close::Revoked,
            Refused::Store(error) => {
                tracing::error!(contract = self.engine().facts.name, %error, "revocations could not be read");
                FAILED
            }
        })
    }

    /// Whether the system lets somebody connect at all.
    pub(super) async fn admit_user(&self, user: Option<&User>) -> Result<(), Close> {
        match self.in_time(self.system.admits(user)).await {
            Ok(Entry::Allowed) => Ok(()),
            Ok(Entry::Unauthenticated) => Err(Close::Unauthenticated),
            Ok(Entry::Denied) => Err(Close::Denied),
            Err(_) => Err(FAILED),
        }
    }

    /// Runs what the application wrote: not for longer than it may, and whatever becomes of it.
    pub(super) async fn in_time<T>(&self, work: impl Future<Output = T>) -> Result<T, Refusal> {
        let most = self.engine().config.handler_timeout;
        match timeout(most, carefully(work)).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(Panicked)) => Err(Refusal::new(Code::Failed, "the server failed")),
            Err(_) => Err(Refusal::new(Code::TimedOut, format!("not done within {} ms", most.as_millis()))),
        }
    }

    /// Lets a session into a channel by its address, if the rules do, and else tells the client that it is not in it.
    async fn enter(&self, session: &Arc<Session>, address: &Address) -> Result<(), Close> {
        let user = session.user();
        let entry = self.in_time(self.rules.admit_to(address, user.as_deref())).await.map_err(|_| FAILED)?;
        match code_of(entry) {
            None => self.rules.enter(session, address).await.map_err(|_| FAILED),
            Some(code) => {
                session.take_wanted(address);
                session.tell(self.engine(), Notice::Left, &Left { channel: address, code });
                Ok(())
            }
        }
    }

    /// Takes a frame: what comes back is the acknowledgement of its contract.
    async fn handle(
        &self,
        connection: &Connection<S::Contract>,
        text: &str,
        acknowledge: bool,
    ) -> Result<Option<Encoded>, Refusal> {
        let session = &connection.session;
        let user = session.user();
        self.hub.limiter().let_in(&mut session.kept.paces.lock(), user.as_ref().map(|user| &*user.id))?;
        frames::check(text, self.most_bytes())?;
        let event = match frame::decode_text::<ClientEvent<S>>(text) {
            Ok(frame) if frame.event.unknown().is_none() => {
                self.hub.usage().heard(frame.alias)?;
                frame.event
            }
            other => {
                if let Some(token) = renewal::token(text, &self.engine().wire, self.keys())? {
                    return self.renew(session, &token, acknowledge).await;
                }
                let event = other.map_err(|error| Refusal::from(&error))?.event;
                let refusal = strangers::explain::<S::Contract>(event.name());
                if refusal.code != Code::UnknownEvent {
                    return Err(refusal);
                }
                return match self.in_time(event.dispatch(&*self.system, connection)).await? {
                    Err(Refusal { code: Code::UnknownEvent, .. }) => Err(refusal),
                    done => done,
                };
            }
        };
        let received = self.engine().metrics.received(event.name());
        received.count.increment(1);
        let begun = Instant::now();
        let done = self.in_time(event.dispatch(&*self.system, connection)).await;
        received.handling.record(begun.elapsed());
        done?
    }

    /// The keys of name and payload in what clients write on a plain WebSocket.
    fn keys(&self) -> (&'static str, &'static str) {
        let own = <ClientEvent<S> as EventSet>::Meta::KEYS.map(|keys| (keys.name, keys.payload));
        own.or(self.engine().facts.envelope).unwrap_or(("type", "data"))
    }

    fn answer(
        &self,
        connection: &Connection<S::Contract>,
        text: &str,
        mut refusal: Refusal,
        acknowledge: bool,
    ) -> Option<Encoded> {
        if refusal.event.is_none() {
            refusal.event = name_in::<ClientEvent<S>>(text);
        }
        let names = ClientEvent::<S>::NAMES;
        let known = refusal.event.as_deref().and_then(|event| names.iter().copied().find(|name| *name == event));
        // What is wrong with it may quote what the client sent, and so may a name that is not the contract's: that is nobody's
        // business here.
        let (contract, code) = (self.engine().facts.name, refusal.code.name());
        tracing::debug!(contract, connection = %connection.id(), code, event = known, "an event was refused");
        self.engine().metrics.refused(known, code);
        let answer = carefully_now(|| self.system.refused(connection, &refusal)).unwrap_or(Answer::Notice);
        answer::tell(self.engine(), &connection.session, &refusal, answer, acknowledge)
    }
}

/// Why somebody is not let in; none where they are. What is no channel is not found.
pub(super) fn code_of(entry: Option<Entry>) -> Option<Code> {
    match entry {
        Some(Entry::Allowed) => None,
        Some(Entry::Unauthenticated) => Some(Code::Unauthenticated),
        Some(Entry::Denied) => Some(Code::Denied),
        None => Some(Code::NotFound),
    }
}

/// The name of the event in a frame that can be read, and that the contract names.
fn name_in<E: ReadEvents>(text: &str) -> Option<String>
where
    E::Meta: ReadObject,
{
    match frame::decode_text::<E>(text) {
        Ok(frame) if frame.event.unknown().is_none() => Some(frame.event.name().to_owned()),
        Ok(_) => None,
        Err(error) => error.event().map(str::to_owned),
    }
}

/// How a connection ends that the system refuses to greet.
fn close_of(refusal: &Refusal) -> Close {
    match refusal.code {
        Code::Unauthenticated => Close::Unauthenticated,
        Code::Denied => Close::Denied,
        _ => refusal.retry_after.map_or(FAILED, Close::Failed),
    }
}

impl<S: System> Gateway for Served<S>
where
    ClientEvent<S>: ReadEvents + Send,
    <ClientEvent<S> as EventSet>::Meta: ReadObject + Send,
{
    fn engine(&self) -> &Arc<Engine> {
        self.hub.engine()
    }

    fn admit<'a>(&'a self, hello: &'a Hello) -> Boxed<'a, Result<Welcome, Close>> {
        Box::pin(async move {
            if !self.engine().config.origins.allow_headers(&hello.headers) {
                return Err(Close::WrongOrigin);
            }
            let user = match &hello.token {
                None => None,
                Some(token) => match self.user(token).await {
                    Ok(user) => Some(Arc::new(user)),
                    Err(why) if hello.ambient && why != FAILED => None,
                    Err(why) => return Err(why),
                },
            };
            self.admit_user(user.as_deref()).await?;
            let place = self.places.take(user.as_ref().map(|user| &*user.id))?;
            Ok(Welcome { user, place })
        })
    }

    fn open<'a>(&'a self, session: &'a Arc<Session>) -> Boxed<'a, Result<(), Close>> {
        Box::pin(async move {
            *session.kept.version.lock() = Some(self.hub.usage().count(session.fingerprint.as_deref()));
            self.engine().open(session).await.map_err(|_| FAILED)?;
            if let Some(user) = session.user() {
                self.expiry.watch(session, user.expires_at);
                // From now on a revocation finds the session; one that came just before did not.
                if self.hub.revocations().cover(&user) {
                    return Err(Close::Revoked);
                }
            }
            let greeted = self.in_time(self.system.connected(&self.connection(session))).await;
            greeted.flatten().map_err(|refusal| close_of(&refusal))?;
            for address in session.wanted() {
                self.enter(session, &address).await?;
            }
            Ok(())
        })
    }

    fn take<'a>(&'a self, session: &'a Arc<Session>, text: &'a str, acknowledge: bool) -> Boxed<'a, Option<Encoded>> {
        Box::pin(async move {
            let connection = self.connection(session);
            match self.handle(&connection, text, acknowledge).await {
                Ok(acknowledgement) => acknowledgement.filter(|_| acknowledge),
                Err(refusal) => self.answer(&connection, text, refusal, acknowledge),
            }
        })
    }

    fn close<'a>(&'a self, session: &'a Arc<Session>) -> Boxed<'a, ()> {
        Box::pin(async move {
            self.expiry.forget(session.id);
            session.kept.questions.end();
            drop(session.kept.place.lock().take());
            drop(session.kept.version.lock().take());
            if self.engine().close(session) {
                // However it ends, there is nobody left to tell.
                let _ = self.in_time(self.system.disconnected(&self.connection(session))).await;
            }
        })
    }
}

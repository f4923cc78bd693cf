//! An application behind its gateway.

use std::sync::Arc;
use std::time::{Duration, Instant};

use event_contracts_runtime::{Encoded, Entry};
use serde::Serialize;
use tokio::time::timeout;

use super::application::{Application, Heard};
use super::careful::{Panicked, carefully, carefully_now};
use super::keeping::Keeping;
use super::{Boxed, Gateway, Hello, Welcome, answer, enter, frames, renewal, strangers, words};
use crate::auth::{Expiry, Refused, Token, TokenError};
use crate::close::Close;
use crate::common::Common;
use crate::engine::{Engine, Facts, Session};
use crate::inspect::What;
use crate::limits::Places;
use crate::message::Address;
use crate::notice::{Notice, PING};
use crate::refusal::{Code, Refusal};
use crate::system::Answer;
use crate::user::User;

/// A client that the server failed comes back after this long.
pub(super) const FAILED: Close = Close::Failed(Duration::from_secs(1));

/// An application behind its gateway.
pub(crate) struct Served<A: Application> {
    pub(super) application: A,
    places: Arc<Places>,
    pub(super) expiry: Arc<Expiry>,
    _keeping: Keeping,
}

/// The payload of `hub:pong`.
#[derive(Serialize)]
struct Pong {}

/// The payload of `hub:contract`.
#[derive(Serialize)]
struct Serves {
    version: &'static str,
    fingerprint: &'static str,
}

/// The payload of `hub:left`.
#[derive(Serialize)]
pub(super) struct Left<'a> {
    pub(super) channel: &'a str,
    pub(super) code: Code,
}

impl<A: Application> Served<A> {
    /// An application behind its gateway.
    ///
    /// # Panics
    /// Outside of a Tokio runtime.
    pub(crate) fn new(application: A) -> Self {
        let Common { engine, guard, .. } = application.common();
        let expiry = Arc::<Expiry>::default();
        Self {
            places: Places::new(&engine.facts.limits),
            _keeping: Keeping::begin(engine, expiry.clone(), guard.revocations().clone()),
            expiry,
            application,
        }
    }

    pub(super) fn common(&self) -> &Common {
        self.application.common()
    }

    /// Who a token stands for, if it is good.
    async fn user(&self, token: &Token) -> Result<User, Close> {
        let user = match self.application.verify(token) {
            Ok(user) => self.common().guard.not_revoked(user).await,
            Err(error) => Err(Refused::Token(error)),
        };
        user.map_err(|refused| match refused {
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

    /// Whether the application lets somebody connect at all.
    pub(super) async fn admit_user(&self, user: Option<&User>) -> Result<(), Close> {
        match self.in_time(self.application.admits(user)).await {
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
        let entry = self.in_time(self.application.admit_to(address, user.as_deref())).await.map_err(|_| FAILED)?;
        match code_of(entry) {
            None => enter(self.engine(), session, address).await.map_err(|_| FAILED),
            Some(code) => {
                session.take_wanted(address);
                session.tell(self.engine(), Notice::Left, &Left { channel: address, code });
                Ok(())
            }
        }
    }

    /// Answers a client in the hub's own words: with the acknowledgement that comes back, where it waits for one.
    pub(super) fn say<T: Serialize>(
        &self,
        session: &Session,
        notice: Notice,
        payload: &T,
        acknowledge: bool,
    ) -> Option<Encoded> {
        if acknowledge {
            return Some(Encoded::of(payload));
        }
        session.tell(self.engine(), notice, payload);
        None
    }

    /// Takes a frame: what comes back is the acknowledgement of its contract.
    async fn handle(
        &self,
        session: &Arc<Session>,
        connection: &A::Connection,
        text: &str,
        acknowledge: bool,
    ) -> Result<Option<Encoded>, Refusal> {
        let user = session.user();
        self.common().limiter.let_in(&mut session.kept.paces.lock(), user.as_ref().map(|user| &*user.id))?;
        frames::check(text, self.most_bytes())?;
        let event = match self.application.read(text) {
            Heard::Event(event, alias) => {
                self.common().usage.heard(alias)?;
                event
            }
            other => {
                if let Some(token) = renewal::token(text, &self.engine().wire, self.keys())? {
                    return self.renew(session, &token, acknowledge).await;
                }
                if words::payload_of(PING, text, &self.engine().wire, self.keys()).is_some() {
                    return Ok(self.say(session, Notice::Pong, &Pong {}, acknowledge));
                }
                let event = match other {
                    Heard::Event(event, _) | Heard::Stranger(event) => event,
                    Heard::Broken(refusal) => return Err(refusal),
                };
                let names = (self.application.server_names(), self.application.client_names());
                let refusal = strangers::explain(self.application.name(&event), names);
                if refusal.code != Code::UnknownEvent {
                    return Err(refusal);
                }
                return match self.in_time(self.application.handle(connection, event)).await? {
                    Err(Refusal { code: Code::UnknownEvent, .. }) => Err(refusal),
                    done => done,
                };
            }
        };
        let received = self.engine().metrics.received(self.application.name(&event));
        received.count.increment(1);
        let begun = Instant::now();
        let done = self.in_time(self.application.handle(connection, event)).await;
        received.handling.record(begun.elapsed());
        done?
    }

    /// The keys of name and payload in what clients write on a plain WebSocket.
    fn keys(&self) -> (&'static str, &'static str) {
        self.application.client_keys().or(self.engine().facts.envelope).unwrap_or(("type", "data"))
    }

    fn answer(
        &self,
        session: &Arc<Session>,
        connection: &A::Connection,
        text: &str,
        mut refusal: Refusal,
        acknowledge: bool,
    ) -> Option<Encoded> {
        if refusal.event.is_none() {
            refusal.event = self.name_in(text);
        }
        let names = self.application.client_names();
        let known = refusal.event.as_deref().and_then(|event| names.iter().copied().find(|name| *name == event));
        // What is wrong with it may quote what the client sent, and so may a name that is not the contract's: that is nobody's
        // business here.
        let (contract, code) = (self.engine().facts.name, refusal.code.name());
        tracing::debug!(contract, connection = %session.id, code, event = known, "an event was refused");
        self.engine().metrics.refused(known, code);
        let answer = carefully_now(|| self.application.refused(connection, &refusal)).unwrap_or(Answer::Notice);
        answer::tell(self.engine(), session, &refusal, answer, acknowledge)
    }

    /// The name of the event in a frame that can be read, and that the contract names.
    fn name_in(&self, text: &str) -> Option<String> {
        match self.application.read(text) {
            Heard::Event(event, _) => Some(self.application.name(&event).to_owned()),
            Heard::Stranger(_) => None,
            Heard::Broken(refusal) => refusal.event,
        }
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

/// How a connection ends that the application refuses to greet.
fn close_of(refusal: &Refusal) -> Close {
    match refusal.code {
        Code::Unauthenticated => Close::Unauthenticated,
        Code::Denied => Close::Denied,
        _ => refusal.retry_after.map_or(FAILED, Close::Failed),
    }
}

impl<A: Application> Gateway for Served<A> {
    fn engine(&self) -> &Arc<Engine> {
        &self.common().engine
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
            *session.kept.version.lock() = Some(self.common().usage.count(session.fingerprint.as_deref()));
            self.engine().open(session).await.map_err(|_| FAILED)?;
            self.engine().tap.tell(|| What::Came(session.id));
            let Facts { version, fingerprint, .. } = self.engine().facts;
            if session.fingerprint.as_deref().is_some_and(|own| own != fingerprint) {
                session.tell(self.engine(), Notice::Contract, &Serves { version, fingerprint });
            }
            if let Some(user) = session.user() {
                self.expiry.watch(session, user.expires_at);
                // From now on a revocation finds the session; one that came just before did not.
                if self.common().guard.revocations().cover(&user) {
                    return Err(Close::Revoked);
                }
            }
            let greeted = self.in_time(self.application.connected(&self.application.connection(session))).await;
            greeted.flatten().map_err(|refusal| close_of(&refusal))?;
            for address in session.wanted() {
                self.enter(session, &address).await?;
            }
            Ok(())
        })
    }

    fn take<'a>(&'a self, session: &'a Arc<Session>, text: &'a str, acknowledge: bool) -> Boxed<'a, Option<Encoded>> {
        Box::pin(async move {
            let connection = self.application.connection(session);
            let begun = self.engine().tap.is_watched().then(Instant::now);
            let done = self.handle(session, &connection, text, acknowledge).await;
            if let Some(begun) = begun {
                let refusal = done.as_ref().err();
                self.engine().tap.tell(|| What::heard(session, text, begun.elapsed(), refusal));
            }
            match done {
                Ok(acknowledgement) => acknowledgement.filter(|_| acknowledge),
                Err(refusal) => self.answer(session, &connection, text, refusal, acknowledge),
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
                self.engine().tap.tell(|| What::Went(session.id));
                // However it ends, there is nobody left to tell.
                let _ = self.in_time(self.application.disconnected(&self.application.connection(session))).await;
            }
        })
    }
}

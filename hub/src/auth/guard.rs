//! Whom a token stands for: the one question that every door asks, of connections and of an application's own requests.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::revocations::Revocations;
use super::token::Token;
use super::verifier::{TokenError, Verifier};
use crate::store::StoreError;
use crate::user::User;

/// Tells whom a token stands for, as a hub does for those who connect to it: what the hub takes, this takes, and nothing else. A
/// copy asks the same.
///
/// It answers from memory: what is revoked is read when somebody asks for the first time, and from then on at each sweep of a
/// hub that is served.
#[derive(Clone, Debug)]
pub struct Guard {
    tokens: Verifier,
    revocations: Arc<Revocations>,
}

/// Why a token lets nobody in.
#[derive(Debug)]
pub enum Refused {
    /// It is not good.
    Token(TokenError),
    /// It was revoked.
    Revoked,
    /// What is revoked could not be read.
    Store(StoreError),
}

impl Guard {
    pub(crate) fn new(tokens: Verifier, revocations: Revocations) -> Self {
        Self { tokens, revocations: Arc::new(revocations) }
    }

    /// The user that a token stands for.
    ///
    /// # Errors
    /// A token that is not good, or was revoked as far as this node knows; a database that cannot be reached before anything was
    /// read from it.
    pub async fn user(&self, token: &Token) -> Result<User, Refused> {
        self.not_revoked(self.tokens.verify(token).map_err(Refused::Token)?).await
    }

    /// The bearer of a token that is good, unless it was revoked.
    ///
    /// # Errors
    /// As [`Guard::user`].
    pub(crate) async fn not_revoked(&self, user: User) -> Result<User, Refused> {
        self.revocations.ready().await.map_err(Refused::Store)?;
        if self.revocations.cover(&user) { Err(Refused::Revoked) } else { Ok(user) }
    }

    pub(crate) fn revocations(&self) -> &Arc<Revocations> {
        &self.revocations
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(error) => error.fmt(f),
            Self::Revoked => f.write_str("the token was revoked"),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl Error for Refused {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Token(error) => Some(error),
            Self::Revoked => None,
            Self::Store(error) => Some(error),
        }
    }
}

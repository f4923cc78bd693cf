//! Making tokens: for trying out, for tests, and for a server that has no other service for it.

use std::fmt;
use std::time::{Duration, SystemTime};

use jsonwebtoken::Header;
use serde::Serialize;

use super::key::SigningKey;

/// Makes tokens.
#[derive(Clone, Debug)]
pub struct Signer {
    key: SigningKey,
    issuer: String,
    audience: String,
}

/// What a token says of its user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Who it is: the claim `sub`.
    pub user: String,
    /// What others call them.
    pub name: Option<String>,
    /// What they may do.
    pub roles: Vec<String>,
    /// The token's own id, by which it can be revoked: the claim `jti`.
    pub token_id: Option<String>,
    /// How long it is good for.
    pub lifetime: Duration,
}

/// A token that could not be made: a signature that failed.
#[derive(Debug)]
pub struct SignError(jsonwebtoken::errors::Error);

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    roles: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    jti: Option<&'a str>,
    iat: u64,
    exp: u64,
}

impl Grant {
    /// For this user, for an hour.
    pub fn of(user: impl Into<String>) -> Self {
        Self {
            user: user.into(),
            name: None,
            roles: Vec::new(),
            token_id: None,
            lifetime: Duration::from_secs(60 * 60),
        }
    }
}

impl Signer {
    /// Tokens of this issuer, for this audience.
    pub fn new(key: SigningKey, issuer: impl Into<String>, audience: impl Into<String>) -> Self {
        Self { key, issuer: issuer.into(), audience: audience.into() }
    }

    /// The same, for another audience.
    #[must_use]
    pub fn for_audience(&self, audience: impl Into<String>) -> Self {
        Self { audience: audience.into(), ..self.clone() }
    }

    /// Makes a token that is good from now on.
    ///
    /// # Errors
    /// A signature that fails.
    pub fn sign(&self, grant: &Grant) -> Result<String, SignError> {
        self.sign_at(grant, SystemTime::now())
    }

    fn sign_at(&self, grant: &Grant, now: SystemTime) -> Result<String, SignError> {
        let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let claims = Claims {
            iss: &self.issuer,
            aud: &self.audience,
            sub: &grant.user,
            name: grant.name.as_deref(),
            roles: &grant.roles,
            jti: grant.token_id.as_deref(),
            iat: now,
            exp: now.saturating_add(grant.lifetime.as_secs()),
        };
        let mut header = Header::new(self.key.algorithm.jwa());
        header.kid = self.key.id.as_deref().map(str::to_owned);
        jsonwebtoken::encode(&header, &claims, &self.key.encoding).map_err(SignError)
    }
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the token could not be signed: {}", self.0)
    }
}

impl std::error::Error for SignError {}
